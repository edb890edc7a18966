/** A signal that is aborted when the caller wants it, or when the process is asked to end. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Listens for Ctrl-C and for a request to end while a target must still be put back as it was. Without it the
 * process would end at once.
 */
export function listenForInterruption(given: AbortSignal | undefined): Interruption {
  const controller = new AbortController();
  const interrupt = (name: string) => controller.abort(new Error(`interrupted by ${name}`));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: given ? AbortSignal.any([given, controller.signal]) : controller.signal,
    [Symbol.dispose]() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
