import type { Wait } from '../exchange.ts';
import { type Fault, longestMilliseconds } from '../faults.ts';

/** How a connection is lost: `close` by a FIN, `reset` by a RST. */
export type Loss = 'close' | 'reset';

/** Pieces in which a slow body is sent. */
const slowBodyPieces = 5;

/** Plays what a fault does before the headers, and tells how the connection is lost then, if it is. */
export async function playBeforeHead(
  { kind, milliseconds }: Fault,
  wait: Wait,
  signal: AbortSignal,
): Promise<Loss | undefined> {
  if (kind === 'delay' || kind === 'hang') await wait(milliseconds, signal);
  if (kind === 'drop' || kind === 'hang') return 'close';
  return kind === 'reset' ? 'reset' : undefined;
}

/** Whether the length of the body is stated. */
export function hasLength(fault: Fault | undefined): boolean {
  return fault?.kind !== 'endless-body';
}

/** The body as a fault lets it come, piece by piece, and how the connection is lost then, if it is. */
export async function* playBody(
  body: Uint8Array,
  { kind, milliseconds }: Fault,
  wait: Wait,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, Loss | undefined> {
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (kind) {
    case 'reset-body':
      return 'reset';
    case 'truncate':
      yield half;
      return 'close';
    case 'slow-body': {
      const size = Math.max(1, Math.ceil(body.length / slowBodyPieces));
      const pieces = Math.ceil(body.length / size);
      for (let start = 0; start < body.length; start += size) {
        await wait(milliseconds / pieces, signal);
        yield body.subarray(start, start + size);
      }
      return undefined;
    }
    case 'endless-body':
      yield half;
      for (let left = Math.floor(longestMilliseconds / Math.max(1, milliseconds)); left > 0; left -= 1) {
        await wait(milliseconds, signal);
        yield Uint8Array.of(0x20);
      }
      return 'close';
    default:
      yield body;
      return undefined;
  }
}
