/** A wish to stop, by Ctrl-C or by whoever manages this process. */
export interface StopSignal {
  /** Aborted when the wish comes. */
  readonly signal: AbortSignal;
  /** Resolves to the exit code that tells of it: 130 for Ctrl-C, 143 for termination. */
  readonly received: Promise<number>;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Waits for the wish to stop; whoever cannot wait for a clean end says it a second time. */
export function stopSignal(): StopSignal {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<number>();
  for (const [name, exitCode] of Object.entries(exitCodes)) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCode);
      controller.abort();
      resolve(exitCode);
    });
  }
  return { signal: controller.signal, received: promise };
}
