import {
  type CallbackConfiguration,
  type CallbackConfigurationInput,
  RefusedError,
  type TrtcCallClient,
  unwrap,
} from '@trtc-call/client';
import { operations } from '@trtc-call/spec/v1';

/** The callback configuration that a target had, so that it can be put back. */
export interface CallbackGuard {
  /** Puts back what was there. @throws RestoreError when the target does not take it */
  restore(): Promise<void>;
}

/** The former callback configuration could not be put back. The message holds it, so that a person can. */
export class RestoreError extends Error {
  readonly code = 'not-restored';

  override get name(): 'RestoreError' {
    return 'RestoreError';
  }
}

/** Waits so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;

const attempts = 4;
const pauseMilliseconds = 1100;

/**
 * Reads the callback configuration before checks change it.
 *
 * @returns what restores it, or the reason why it cannot be restored and so must not be changed
 */
export async function guardCallback(client: TrtcCallClient, wait: Wait): Promise<CallbackGuard | string> {
  try {
    const former = await readCallback(client);
    return { restore: () => restore(client, former, wait) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `the present callback configuration cannot be read, so it could not be put back: ${message}`;
  }
}

async function restore(client: TrtcCallClient, former: CallbackConfiguration | null, wait: Wait) {
  let problem: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      await putBack(client, former);
      return;
    } catch (error) {
      problem = error;
    }
    // The checks may have used up the rate, or a gateway may have been away for a moment.
    if (attempt < attempts) await wait(pauseMilliseconds);
  }
  const what = former === null ? 'there was none: delete it' : `set it again: ${JSON.stringify(former)}`;
  const why = problem instanceof Error ? problem.message : String(problem);
  throw new RestoreError(`The former callback configuration could not be put back (${why}); ${what}`);
}

async function putBack(client: TrtcCallClient, former: CallbackConfiguration | null): Promise<void> {
  if (isSame(await readCallback(client), former)) return;
  if (former === null) {
    await client.callbacks.delete();
  } else {
    // A stored configuration may hold words that a request's type does not list; they go back as they came.
    const actions = former.actions as CallbackConfigurationInput['actions'];
    unwrap(await client.api.POST(operations.setCallback.path, { body: { ...former, actions } }));
  }
  if (isSame(await readCallback(client), former)) return;
  throw new Error('the target shows another configuration after it was put back');
}

/** The configuration, or null where there is none: a refusal, empty data, or a configuration of empty values. */
async function readCallback(client: TrtcCallClient): Promise<CallbackConfiguration | null> {
  try {
    const read = await client.callbacks.get();
    return read?.address ? read : null;
  } catch (error) {
    if (error instanceof RefusedError && error.reason === 'CallbackNotConfigured') return null;
    throw error;
  }
}

function isSame(one: CallbackConfiguration | null, other: CallbackConfiguration | null): boolean {
  if (one === null || other === null) return one === other;
  // The service may keep a set of words, and so show them in an order of its own.
  const wordsOf = ({ actions }: CallbackConfiguration) => actions.toSorted().join(' ');
  return one.address === other.address && wordsOf(one) === wordsOf(other);
}
