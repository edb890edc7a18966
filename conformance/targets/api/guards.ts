import { describeAnswer, parseJson, readCode, readMembers } from '../../requirements/check/answer.ts';
import { type CallUsers, type CheckContext, writing } from '../../requirements/check/context.ts';
import { findMistake } from '../../requirements/check/expect.ts';
import { NoAnswerError } from '../../requirements/expect.ts';
import type { Generation } from '../../requirements/generation.ts';
import type { RawResponse, Transport } from '../recorder.ts';
import { RestoreError } from '../target.ts';

/** What a target had before the run changed it, so that it can be put back. */
export interface Guard {
  /** A transport that notes what is changed by it. */
  watch(transport: Transport): Transport;
  /** Puts back what was there. @throws RestoreError when the target does not take it */
  restore(): Promise<void>;
}

type Configuration = Readonly<Record<string, unknown>>;

const attempts = 4;
/** A target that hangs takes seconds for each, while a person may be waiting. */
const attemptsOfSilence = 2;
const pauseMilliseconds = 1100;

/**
 * Reads the callback configuration before checks change it.
 *
 * @returns what restores it, or the reason why it cannot be restored and so must not be changed
 */
export async function guardCallback(context: CheckContext): Promise<Guard | string> {
  try {
    const former = await readCallback(context);
    const { operations } = context.generation.contract;
    const paths = writing.flatMap((name) => operations[name]?.path ?? []);
    let mayDiffer = false;
    return {
      watch: (transport) => (url, init) => {
        mayDiffer ||= paths.some((path) => new URL(url).pathname.endsWith(path));
        return transport(url, init);
      },
      restore: async () => {
        if (mayDiffer) await restore(context, former);
      },
    };
  } catch (error) {
    return `the present callback configuration cannot be read, so it could not be put back: ${readMessage(error)}`;
  }
}

async function restore(context: CheckContext, former: Configuration | null) {
  let problem: unknown;
  let silences = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await putBack(context, former);
      return;
    } catch (error) {
      problem = error;
      if (error instanceof NoAnswerError && error.timedOut) silences += 1;
    }
    if (silences === attemptsOfSilence) break;
    // The checks may have used up the rate, or a gateway may have been away for a moment.
    if (attempt < attempts) await context.wait(pauseMilliseconds);
  }
  const what = former === null ? 'there was none: delete it' : `set it again: ${JSON.stringify(former)}`;
  const { generation } = context.generation.contract;
  throw new RestoreError(
    `The former callback configuration of ${generation} could not be put back (${readMessage(problem)}); ${what}`,
  );
}

async function putBack(context: CheckContext, former: Configuration | null): Promise<void> {
  if (isSame(context, await readCallback(context), former)) return;
  // A stored configuration may hold words that no page lists; they go back as they came.
  const answer = await (former === null
    ? context.send('deleteCallback', {})
    : context.send('setCallback', former));
  if (answer.code !== 0) throw new Error(describeAnswer(answer));
  if (isSame(context, await readCallback(context), former)) return;
  throw new Error('the target shows another configuration after it was put back');
}

/** The configuration, or null where there is none: a refusal, empty data, or a configuration of empty values. */
async function readCallback(context: CheckContext): Promise<Configuration | null> {
  const { contract, names } = context.generation;
  const answer = await context.send('getCallback', {});
  const { [names.address]: address, [names.actions]: actions } = readMembers(answer.data);
  if (answer.code === 0) return address ? { [names.address]: address, [names.actions]: actions } : null;
  const absent = contract.errorCodes.find(({ name }) => name === 'CallbackNotConfigured')?.code;
  if (answer.code !== undefined && answer.code === absent) return null;
  throw new Error(describeAnswer(answer));
}

function isSame(
  { generation }: CheckContext,
  one: Configuration | null,
  other: Configuration | null,
): boolean {
  if (one === null || other === null) return one === other;
  const { address, actions } = generation.names;
  // The service may keep a set of words, and so show them in an order of its own.
  const listWords = ({ [actions]: words }: Configuration) =>
    JSON.stringify(Array.isArray(words) ? words.toSorted() : words);
  return one[address] === other[address] && listWords(one) === listWords(other);
}

export interface CallGuardOptions {
  /** A context of the same account. */
  open(): CheckContext;
  readonly callee: CallUsers['callee'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const callOperations = { start: 'startCallByRobot', end: 'endCall' } as const;

/** Errors of a connection that was never made: no request was sent. */
const unsent: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

const nameless = 'one whose id no answer gave';

/** Ends what a run leaves ringing, and reports what it cannot end. */
export function guardCalls(generation: Generation, { open, callee, now }: CallGuardOptions): Guard {
  const { contract, names } = generation;
  /** When each call that may have been placed stops ringing by itself, by its id, or a symbol where no answer gave one. */
  const ringing = new Map<string | symbol, number>();

  const readEnvelope = ({ text }: RawResponse) => {
    const members = readMembers(parseJson(text));
    const { code, data } = contract.envelope;
    return { code: readCode(members[code]), data: readMembers(members[data]) };
  };

  const mayRing = (status: number, code: number | undefined) => {
    if (code === 0) return true;
    // Something in front of the service may have answered in its place.
    if (code === undefined) return status < 300 || status >= 500;
    const entry = contract.errorCodes.find((entry) => entry.code === code) ?? contract.otherErrorCode;
    return entry.possiblyApplied;
  };

  const noteStart = async (init: RequestInit, send: () => Promise<RawResponse>): Promise<RawResponse> => {
    const { Timeout } = readFields(init);
    const note = (id: unknown) => {
      const end = typeof Timeout === 'number' ? now() + Timeout : Number.POSITIVE_INFINITY;
      ringing.set(typeof id === 'string' ? id : Symbol('unknown'), end);
    };
    try {
      const response = await send();
      const { code, data } = readEnvelope(response);
      if (mayRing(response.status, code)) note(data[names.callId]);
      return response;
    } catch (error) {
      if (!wasNeverSent(error)) note(undefined);
      throw error;
    }
  };

  return {
    watch: (transport) => async (url, init) => {
      const isFor = (operation: string) => {
        const path = contract.operations[operation]?.path;
        return path !== undefined && new URL(url).pathname.endsWith(path);
      };
      if (isFor(callOperations.start)) return noteStart(init, () => transport(url, init));
      const response = await transport(url, init);
      if (isFor(callOperations.end) && readEnvelope(response).code === 0) {
        ringing.delete(String(readFields(init)[names.callId]));
      }
      return response;
    },
    async restore() {
      const left: string[] = [];
      let last = 0;
      for (const [id, end] of ringing) {
        const problem =
          typeof id === 'string' ? await endCall(open(), id) : end > now() ? nameless : undefined;
        if (problem === undefined) ringing.delete(id);
        else {
          left.push(problem);
          last = Math.max(last, end);
        }
      }
      if (left.length === 0) return;
      const until = Number.isFinite(last)
        ? `until ${new Date(last).toISOString().replace(/\.\d+/, '')}`
        : 'for an unknown time';
      throw new RestoreError(
        `These calls could not be ended: ${left.join(', ')}; ${callee} may ring ${until}: hang up`,
      );
    },
  };
}

/** Ends a call. Gives what kept it from it, or nothing when the call is over. */
async function endCall(context: CheckContext, id: string): Promise<string | undefined> {
  const { contract, names } = context.generation;
  try {
    const answer = await context.send(callOperations.end, { [names.callId]: id });
    const isOver = answer.code === findMistake(contract, 'call-not-found').answer;
    return answer.code === 0 || isOver ? undefined : `${id} (${describeAnswer(answer)})`;
  } catch (error) {
    return `${id} (${readMessage(error)})`;
  }
}

function readFields({ body }: RequestInit): Record<string, unknown> {
  return readMembers(typeof body === 'string' ? parseJson(body) : undefined);
}

function wasNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && unsent.includes(cause.code);
}

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
