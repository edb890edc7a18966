import { readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { given } from '../check/expect.ts';
import type { Generation } from '../generation.ts';

/** An address that checks store; nothing listens there. */
export const address = 'https://callback.example.com/conformance';

/** The body that stores an address, with some of the words of the generation or others. */
export function makeConfiguration(
  { names, commands }: Generation,
  url: string = address,
  actions: readonly string[] = commands.slice(0, 2),
): Readonly<Record<string, unknown>> {
  return { [names.address]: url, [names.actions]: actions };
}

/** The plain configuration is stored when this returns; where it is what the last answer confirmed, nothing is sent. */
export async function configure(context: CheckContext): Promise<void> {
  const configuration = makeConfiguration(context.generation);
  if (context.storedCallback() !== JSON.stringify(configuration)) await store(context, configuration);
}

/** Some configuration is stored when this returns, whichever. */
export async function configureAnything(context: CheckContext): Promise<void> {
  if (typeof context.storedCallback() !== 'string') await configure(context);
}

/** Stores a configuration for what comes after it. */
export async function store(context: CheckContext, configuration: unknown): Promise<void> {
  given('CBS-001', await context.send('setCallback', configuration)).toSucceed();
}

/** No configuration is stored when this returns: it was removed, or there was none to remove. */
export async function clear(context: CheckContext): Promise<void> {
  if (context.storedCallback() !== null) await context.send('deleteCallback', {});
}

/** The configuration that is stored, as it is read. */
export async function readConfiguration(
  context: CheckContext,
): Promise<{ address: unknown; actions: unknown }> {
  const answer = await context.send('getCallback', {});
  given('CBG-001', answer).toSucceed();
  const { names } = context.generation;
  const { [names.address]: url, [names.actions]: actions } = readMembers(answer.data);
  return { address: url, actions };
}
