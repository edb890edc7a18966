import { type CallbackConfiguration, RefusedError, type TrtcCallClient } from '@trtc-call/client';

/** The callback configuration that a target had, so that it can be put back. */
export interface CallbackGuard {
  /** Puts back what was there. @throws RestoreError when the target does not take it */
  restore(): Promise<void>;
}

/** The former callback configuration could not be put back. The message holds it, so that a person can. */
export class RestoreError extends Error {
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
  let former: CallbackConfiguration | null;
  try {
    former = await client.callbacks.get();
  } catch (error) {
    if (!isAbsent(error)) {
      const message = error instanceof Error ? error.message : String(error);
      return `the present callback configuration cannot be read, so it could not be put back: ${message}`;
    }
    former = null;
  }
  return { restore: () => restore(client, former, wait) };
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
  if (former === null) {
    await client.callbacks.delete().catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
    return;
  }
  // A stored configuration may hold words that a request's type does not list; they go back as they came.
  const actions = former.actions as Parameters<typeof client.callbacks.set>[0]['actions'];
  await client.api.POST('/v1/callback/set', { body: { address: former.address, actions } });
  const present = await client.callbacks.get();
  if (present?.address !== former.address || present.actions.join() !== former.actions.join()) {
    throw new Error('the target shows another configuration after it was set');
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof RefusedError && error.reason === 'CallbackNotConfigured';
}
