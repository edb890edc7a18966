import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { firstHalf, inPieces, type Wait } from '../core/exchange.ts';
import { type Fault, pausesOf } from '../core/faults.ts';

/** Where a fault is played. */
interface Stage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Uint8Array;
  /** Puts the headers of the good answer in front of what is written first; without its length when it has none. */
  readonly sendHead: (length: number | undefined) => void;
  readonly wait: Wait;
  /** Aborted when the mock closes. */
  readonly closing: AbortSignal;
}

/** Plays a fault of the connection. Rejects when the mock is closed or the caller goes away meanwhile. */
export async function playFault(fault: Fault, stage: Stage): Promise<void> {
  const gone = new AbortController();
  const { socket } = stage.request;
  const leave = (): void => gone.abort();
  socket.once('close', leave);
  try {
    const signal = AbortSignal.any([stage.closing, gone.signal]);
    await act(fault, stage, (milliseconds) => stage.wait(milliseconds, signal));
  } finally {
    socket.off('close', leave);
  }
}

async function act(
  fault: Fault,
  { request: { socket }, response, body, sendHead }: Stage,
  wait: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const { kind, milliseconds } = fault;
  switch (kind) {
    case 'drop':
      socket.destroy();
      return;
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'hang':
      await wait(milliseconds);
      socket.destroy();
      return;
    case 'truncate':
      sendHead(body.length);
      response.write(firstHalf(body), () => socket.destroy());
      return;
    case 'reset-body':
      sendHead(body.length);
      // Without a byte of the body Node would keep the headers back.
      response.flushHeaders();
      socket.write('', () => socket.resetAndDestroy());
      return;
    case 'slow-body': {
      const pieces = inPieces(body);
      sendHead(body.length);
      response.flushHeaders();
      for (const piece of pieces) {
        await wait(milliseconds / pieces.length);
        response.write(piece);
      }
      response.end();
      return;
    }
    case 'endless-body':
      sendHead(undefined);
      response.write(firstHalf(body));
      for (let left = pausesOf(fault); left > 0; left -= 1) {
        await wait(milliseconds);
        response.write(' ');
      }
      socket.destroy();
      return;
    case 'close-idle':
      sendHead(body.length);
      response.end(body);
      await once(response, 'close');
      await wait(milliseconds);
      socket.destroySoon();
      return;
    default:
      await wait(milliseconds);
      sendHead(body.length);
      response.end(body);
  }
}
