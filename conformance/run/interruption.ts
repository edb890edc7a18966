/** A signal that is aborted when the caller wants it, or when the process is asked to end. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/** Ctrl-C, a request to end, and a terminal that was closed. */
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C, for a request to end and for the end of the terminal while a target must still be put back as it was. Without it the
 * process would end at once.
 */
export function listenForInterruption(given: AbortSignal | undefined): Interruption {
  const controller = new AbortController();
  const interrupt = (name: string) => controller.abort(new Error(`interrupted by ${name}`));
  for (const name of interruptions) process.on(name, interrupt);
  return {
    signal: given ? AbortSignal.any([given, controller.signal]) : controller.signal,
    [Symbol.dispose]() {
      for (const name of interruptions) process.off(name, interrupt);
    },
  };
}
