import { once } from 'node:events';
import { connect } from 'node:net';
import { shownAddress } from '@trtc-call/webhooks/send';
import type { CapabilityState } from '../report/run-report.ts';
import { BlockedError, NoAnswerError } from '../requirements/expect.ts';
import { describeAnswer } from '../requirements/receiver/expect-answer.ts';
import { type ReceiverGeneration, v1, v4 } from '../requirements/receiver/generation.ts';
import {
  createReceiverContext,
  type ReceiverContext,
  type ReceiverTarget,
} from '../requirements/receiver/receiver-context.ts';
import { type RequirementKey, readArea, readGeneration } from '../requirements/requirement.ts';
import { CannotRunError, type CommonRunOptions, type RunOptions } from '../run/options.ts';
import { readEndpoint } from './sender.ts';
import { describeCapability, type OpenTarget } from './target.ts';

/** What is checked of which receiver. */
export interface ReceiverRunOptions extends CommonRunOptions {
  /**
   * Whose webhooks it is sent. Default: those of the ids in `only`; else of the generations of which it acknowledges a
   * plain one, and of both where it acknowledges none.
   */
  readonly generation?: RunOptions['generation'];
  /** Where it takes webhooks. Its path and query may hold a secret: no report shows them. */
  readonly receiver: string | URL;
  /** The app whose webhooks it takes. */
  readonly sdkAppId: number;
  /**
   * An address that answers `GET ...?callId=ID` with a JSON number: how many webhooks of that call have been handled.
   * Without it what was handled cannot be seen from outside, and what asks for it is skipped.
   */
  readonly effects?: string | URL | undefined;
  /**
   * A user for whose webhooks (in v4 for the end of whose calls) the handler fails when a call has its first. Without it
   * what asks for it is skipped.
   */
  readonly failingUser?: string | undefined;
  /** Milliseconds in which it has to answer. Default 2000; the vendor's limit is unknown (V1-U-23). */
  readonly answerWithinMilliseconds?: number | undefined;
}

/** The requirement that a webhook is acknowledged, and the area of how. */
const acknowledging: { readonly key: RequirementKey; readonly area: string } = {
  key: 'RCA-001',
  area: 'RCA',
};

/**
 * Opens a receiver: it is asked one thing after the other.
 *
 * @throws CannotRunError when there is none at the address, or its effects cannot be read
 * @throws the reason of the signal when it is aborted
 */
export async function openReceiver(
  options: ReceiverRunOptions,
  named: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<OpenTarget<ReceiverContext>> {
  const target = readTarget(options);
  const known = [v1, v4].filter(({ name }) => named?.includes(name) ?? true);
  const refusals = await reachReceiver(target, known, signal);
  const taken = known.filter(({ name }) => refusals[name] === undefined);
  const asked = named || taken.length === 0 ? known : taken;
  return {
    generations: asked.map(({ name }) => name),
    summary: { name: 'a receiver', kind: 'receiver', baseUrl: shownAddress(target.url) },
    capabilities: listCapabilities(target),
    schedule: (items) => [[{ items, atOnce: 1 }]],
    async open({ id }) {
      // What acknowledges nothing would keep all that says what must not be acknowledged, and break the rest by one
      // cause. The requirements of its answers show how it answers.
      const refusal = refusals[readGeneration(id)];
      if (refusal !== undefined && readArea(id) !== acknowledging.area) {
        throw new BlockedError(acknowledging.key, 'a plain webhook to be acknowledged', refusal);
      }
      return createReceiverContext(target);
    },
    release: async () => {},
  };
}

function readTarget(options: ReceiverRunOptions): ReceiverTarget {
  const { sdkAppId, failingUser, answerWithinMilliseconds: answerWithin = 2000 } = options;
  return {
    url: readAddress('--receiver', options.receiver),
    sdkAppId,
    effects: options.effects === undefined ? undefined : readAddress('--effects', options.effects),
    failingUser,
    answerWithin,
    endWithin: 30_000,
    handleWithin: 5000,
  };
}

function readAddress(option: string, text: string | URL): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  // The value may hold a secret.
  const remedy = 'give one such as http://127.0.0.1:3000/hooks';
  throw new CannotRunError('unknown-target', `${option} is not an http or https URL: ${remedy}`);
}

function listCapabilities({ effects, failingUser }: ReceiverTarget): CapabilityState[] {
  const unseen =
    'what was handled cannot be seen from outside: give an address that answers the count, by --effects';
  const unfailing = 'a handler that fails is needed: give a user for whom it does, by --failing-user';
  return [
    describeCapability('effects', effects ? undefined : unseen),
    describeCapability('failing-user', failingUser === undefined ? unfailing : undefined),
  ];
}

/** A machine that is there takes or refuses a connection within this many milliseconds. */
const patience = 2000;
const nothingThere: readonly number[] = [404, 405];

/**
 * Looks whether a receiver and its effects endpoint are there: what is missing is not a fault of a receiver.
 *
 * @returns what it answers to a plain webhook of each generation, where it does not acknowledge it
 * @throws CannotRunError when one of them is not
 */
async function reachReceiver(
  target: ReceiverTarget,
  generations: readonly ReceiverGeneration[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string | undefined>>> {
  await connectTo(target.url, 'start the receiver, or correct --receiver');
  if (target.effects) await connectTo(target.effects, 'start the effects endpoint, or correct --effects');
  const context = createReceiverContext(target);
  signal.addEventListener('abort', context.close);
  try {
    const refusals: Record<string, string | undefined> = {};
    for (const { name, ended } of generations) {
      signal.throwIfAborted();
      refusals[name] = await tryAddress(context, ended);
    }
    signal.throwIfAborted();
    const [first] = generations;
    if (first) await tryEffects(context, first.ended);
    return refusals;
  } finally {
    signal.removeEventListener('abort', context.close);
    context.close();
  }
}

async function connectTo(url: URL, remedy: string): Promise<void> {
  const socket = connect(readEndpoint(url));
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    const why = code === 'ABORT_ERR' ? `no answer within ${patience / 1000} s` : code;
    const message = `Nothing listens at ${shownAddress(url)} (${why}): ${remedy}`;
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
