import { readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { given } from './check/expect.ts';

/** What checks store. */
export const configuration = {
  address: 'https://callback.example.com/conformance',
  actions: ['normal_end', 'caller_start_call'],
} as const;

/** {@link configuration} is stored when this returns; where it is what the last answer confirmed, nothing is sent. */
export async function configure(context: CheckContext): Promise<void> {
  if (context.storedCallback() === JSON.stringify(configuration)) return;
  const answer = await context.send('setCallback', configuration);
  given('V1-CBS-001', answer).toSucceed();
}

/** Some configuration is stored when this returns, whichever. */
export async function configureAnything(context: CheckContext): Promise<void> {
  if (typeof context.storedCallback() !== 'string') await configure(context);
}

/** No configuration is stored when this returns: it was removed, or there was none to remove. */
export async function clear(context: CheckContext): Promise<void> {
  if (context.storedCallback() !== null) await context.send('deleteCallback', {});
}

/** The configuration that is stored, as it is read. */
export async function readConfiguration(context: CheckContext): Promise<Record<string, unknown>> {
  const answer = await context.send('getCallback', {});
  given('V1-CBG-001', answer).toSucceed();
  return readMembers(readEnvelope(answer).data);
}
