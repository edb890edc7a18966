import { operations } from '@trtc-call/spec/v1';

/** Waits for a number of milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

/** Tells how long the next request to a path must wait, so that the documented rate is never reached. */
export interface Pacer {
  /** Milliseconds to wait before a request to the path may be sent; the request counts as sent then. */
  reserveTurn(path: string): number;
}

const slowest = Math.max(...Object.values(operations).map(({ rateLimit }) => spacing(rateLimit)));
const spacings = new Map<string, number>(
  Object.values(operations).map(({ path, rateLimit }) => [path, spacing(rateLimit)]),
);

/** Spaces the requests of each operation evenly, at four fifths of its documented rate. */
export function createPacer(now: () => number): Pacer {
  const free = new Map<string, number>();
  return {
    reserveTurn(path) {
      const time = now();
      const at = Math.max(time, free.get(path) ?? time);
      free.set(path, at + (spacings.get(path) ?? slowest));
      return at - time;
    },
  };
}

function spacing({ requests, perSeconds }: { requests: number; perSeconds: number }): number {
  return ((perSeconds * 1000) / requests) * 1.25;
}
