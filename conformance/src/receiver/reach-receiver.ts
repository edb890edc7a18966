import { once } from 'node:events';
import { connect } from 'node:net';
import { shownAddress } from '@trtc-call/webhooks/send';
import { CannotRunError } from '../run/cannot-run-error.ts';
import type { ReceiverTarget } from './receiver-target.ts';

/** A machine that is there takes or refuses a connection within so many milliseconds. */
const patience = 2000;

/**
 * Looks whether somebody listens there.
 *
 * @throws CannotRunError when nobody does
 */
export async function reachReceiver({ url }: ReceiverTarget): Promise<void> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    const why = code === 'ABORT_ERR' ? `no answer within ${patience / 1000} s` : code;
    const message = `Nobody listens at ${shownAddress(url)} (${why}): start the receiver, or correct the address`;
    throw new CannotRunError('unreachable', message, { cause: error });
  } finally {
    socket.destroy();
  }
}
