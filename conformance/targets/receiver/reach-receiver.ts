import { once } from 'node:events';
import { connect } from 'node:net';
import { shownAddress } from '@trtc-call/webhooks/send';
import { NoAnswerError } from '../../requirements/expect.ts';
import { describeAnswer } from '../../requirements/receiver/expect-answer.ts';
import type { ReceiverGeneration } from '../../requirements/receiver/generation.ts';
import {
  createReceiverContext,
  type ReceiverContext,
  type ReceiverTarget,
} from '../../requirements/receiver/receiver-context.ts';
import { CannotRunError } from '../../run/cannot-run-error.ts';

/** A machine that is there takes or refuses a connection within this many milliseconds. */
const patience = 2000;
const nothingThere: readonly number[] = [404, 405];

/**
 * Looks whether a receiver and its effects endpoint are there: what is missing is not a fault of a receiver.
 *
 * @returns what it answers to a plain webhook of each generation, where it does not acknowledge it
 * @throws CannotRunError when one of them is not
 */
export async function reachReceiver(
  target: ReceiverTarget,
  generations: readonly ReceiverGeneration[],
): Promise<Readonly<Record<string, string | undefined>>> {
  await connectTo(target.url, 'the receiver');
  if (target.effects) await connectTo(target.effects, 'the effects endpoint');
  const context = createReceiverContext(target);
  try {
    const refusals: Record<string, string | undefined> = {};
    for (const { name, ended } of generations) refusals[name] = await tryAddress(context, ended);
    const [first] = generations;
    if (first) await tryEffects(context, first.ended);
    return refusals;
  } finally {
    context.close();
  }
}

async function connectTo(url: URL, what: string): Promise<void> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    const why = code === 'ABORT_ERR' ? `no answer within ${patience / 1000} s` : code;
    const message = `Nothing listens at ${shownAddress(url)} (${why}): start ${what}, or correct the address`;
    throw new CannotRunError('unreachable', message, { cause: error });
  } finally {
    socket.destroy();
  }
}

/** A receiver that hangs up or is slow is there all the same: the requirements show it. */
async function tryAddress(
  { send, webhook, target }: ReceiverContext,
  command: string,
): Promise<string | undefined> {
  try {
    const answer = await send(webhook(command), { within: patience });
    const { status, isAcknowledged } = answer;
    if (isAcknowledged) return undefined;
    if (!nothingThere.includes(status)) return describeAnswer(answer);
    const message = `${shownAddress(target.url)} answers a webhook by HTTP ${status}: correct the path of the receiver`;
    throw new CannotRunError('unreachable', message);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    return undefined;
  }
}

async function tryEffects({ handled, webhook, target }: ReceiverContext, command: string): Promise<void> {
  if (!target.effects) return;
  try {
    await handled(webhook(command), 0);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `The effects cannot be read: ${why}; correct the address of --effects, or leave it out`;
    throw new CannotRunError('unreachable', message, { cause: error });
  }
}
