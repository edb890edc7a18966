import { describeAnswer, readMembers } from '../../requirements/check/answer.ts';
import type { CheckContext } from '../../requirements/check/context.ts';
import { RestoreError } from '../target.ts';

/** What a target had before the run changed it, so that it can be put back. */
export interface Guard {
  /** Puts back what was there. @throws RestoreError when the target does not take it */
  restore(): Promise<void>;
}

type Configuration = Readonly<Record<string, unknown>>;

const attempts = 4;
const pauseMilliseconds = 1100;

/**
 * Reads the callback configuration before checks change it.
 *
 * @returns what restores it, or the reason why it cannot be restored and so must not be changed
 */
export async function guardCallback(context: CheckContext): Promise<Guard | string> {
  try {
    const former = await readCallback(context);
    return { restore: () => restore(context, former) };
  } catch (error) {
    return `the present callback configuration cannot be read, so it could not be put back: ${readMessage(error)}`;
  }
}

async function restore(context: CheckContext, former: Configuration | null) {
  let problem: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await putBack(context, former);
      return;
    } catch (error) {
      problem = error;
    }
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

function readMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
