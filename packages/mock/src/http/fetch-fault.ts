import { firstHalf, inPieces, type Wait } from '../core/exchange.ts';
import { type Fault, pausesOf } from '../core/faults.ts';

/** Plays what a fault does before the headers; rejects as `fetch` does when no answer comes. */
export async function beforeAnswer(
  { kind, milliseconds }: Fault,
  signal: AbortSignal,
  wait: Wait,
): Promise<void> {
  if (kind === 'delay' || kind === 'hang') await wait(milliseconds, signal);
  if (kind === 'drop' || kind === 'hang') throw closed('fetch failed');
  if (kind === 'reset') throw reset('fetch failed');
}

/** The body that a fault makes of a good one; `undefined` when it leaves it alone. */
export function faultyBody(
  bytes: Uint8Array,
  fault: Fault | undefined,
  signal: AbortSignal,
  wait: Wait,
): ReadableStream<Uint8Array> | undefined {
  switch (fault?.kind) {
    case 'truncate':
      return broken([firstHalf(bytes)], closed('terminated'));
    case 'reset-body':
      return broken([], reset('terminated'));
    case 'slow-body': {
      const pieces = inPieces(bytes);
      return slow(pieces, () => wait(fault.milliseconds / pieces.length, signal));
    }
    case 'endless-body': {
      const blanks = Array.from({ length: pausesOf(fault) }, () => Uint8Array.of(0x20));
      return slow(
        [firstHalf(bytes), ...blanks],
        () => wait(fault.milliseconds, signal),
        closed('terminated'),
      );
    }
    default:
      return undefined;
  }
}

function broken(pieces: Uint8Array[], error: TypeError): ReadableStream<Uint8Array> {
  return slow(pieces, async () => {}, error);
}

/** Pauses before each piece, and ends well or with an error. */
function slow(
  pieces: Uint8Array[],
  pause: () => Promise<void>,
  error?: TypeError,
): ReadableStream<Uint8Array> {
  const coming = pieces.values();
  return new ReadableStream({
    async pull(controller) {
      const { value } = coming.next();
      if (value) {
        await pause();
        controller.enqueue(new Uint8Array(value));
      } else if (error) controller.error(error);
      else controller.close();
    },
  });
}

/** The error of `fetch` when the other side closes. */
function closed(message: string): TypeError {
  return lost(message, 'other side closed', 'UND_ERR_SOCKET');
}

/** The error of `fetch` when the connection is reset. */
function reset(message: string): TypeError {
  return lost(message, 'read ECONNRESET', 'ECONNRESET');
}

function lost(message: string, why: string, code: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(why), { code }) });
}
