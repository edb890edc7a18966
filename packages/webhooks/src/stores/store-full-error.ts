/** A memory store holds as many unfinished events as it may: nothing in it can be forgotten. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
  readonly code = 'store-full';

  constructor(maxEvents: number) {
    super(
      `memoryStore: ${maxEvents} events are unfinished. Raise maxEvents, or lower the receiver's limits.concurrent below it.`,
    );
  }
}
