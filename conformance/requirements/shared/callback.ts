import { type Answer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { expect, given } from '../check/expect.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';

/** Storing, reading and removing a callback configuration. */
export function callback(generation: Generation): readonly Requirement[] {
  const { names, commands, schemas } = generation;
  const [needs, level] = [['mutate-callback'], 'MUST'] as const;
  const isMissing = (field: string): Literal => ({
    mistakes: ['field-missing'],
    sentence: `Setting a callback without ${field} is refused.`,
    ask: (context) => context.send('setCallback', { ...makeConfiguration(generation), [field]: undefined }),
  });
  const setEach = (context: CheckContext, ...urls: string[]) =>
    urls.map((url) => context.send('setCallback', makeConfiguration(generation, url)));

  const setting = defineArea({ operations: ['setCallback'], needs, level }, generation, {
    'CBS-002': {
      sentence: 'Reading the callback returns what was set.',
      operations: ['setCallback', 'getCallback'],
      async check(context) {
        const words = commands.slice(-2);
        await store(context, makeConfiguration(generation, address, words));
        const read = await readConfiguration(context);
        expectThat(read.address === address, address, JSON.stringify(read.address));
        const got = Array.isArray(read.actions)
          ? read.actions.toSorted().join(', ')
          : JSON.stringify(read.actions);
        const expected = words.toSorted().join(', ');
        expectThat(got === expected, expected, `${got}`);
      },
    },
    'CBS-003': {
      sentence: 'The last of several calls takes effect.',
      async check(context) {
        const last = { address: `${address}/last`, actions: commands.slice(1, 2) };
        await store(context, makeConfiguration(generation, address, commands.slice(0, 1)));
        await store(context, makeConfiguration(generation, last.address, last.actions));
        const read = JSON.stringify(await readConfiguration(context));
        expectThat(read === JSON.stringify(last), JSON.stringify(last), read);
      },
    },
    'CBS-004': {
      mistakes: ['scheme'],
      sentence: 'An address that begins with neither http nor https is refused.',
      ask: (context) => setEach(context, 'ftp://example.com/callback', 'example.com/callback'),
    },
    'CBS-005': {
      sentence: 'Addresses that begin with http and with https are both accepted.',
      operations: ['setCallback', 'getCallback'],
      async check(context) {
        for (const url of [address, address.replace('https', 'http')]) {
          expect(await context.send('setCallback', makeConfiguration(generation, url))).toSucceed();
          const read = await readConfiguration(context);
          expectThat(read.address === url, url, JSON.stringify(read.address));
        }
      },
    },
    'CBS-006': isMissing(names.address),
    'CBS-007': isMissing(names.actions),
    'CBS-008': {
      sentence: `Each of the ${commands.length} command words is accepted as an action.`,
      async check(context) {
        const body = makeConfiguration(generation, address, commands);
        expect(await context.send('setCallback', body)).toSucceed();
        const { actions } = await readConfiguration(context);
        const kept: readonly unknown[] = Array.isArray(actions) ? actions : [];
        const lost = commands.filter((word) => !kept.includes(word));
        expectThat(lost.length === 0, 'all words to be kept', `them without ${lost.join(', ')}`);
      },
    },
  });

  const reading = defineArea({ operations: ['getCallback'], needs, level }, generation, {
    'CBG-001': {
      sentence: `Reading the callback answers with its ${names.address} and its ${names.actions}.`,
      async check(context) {
        await configureAnything(context);
        const data = expect(await context.send('getCallback', {})).toSucceedWithObject();
        schemas.expectSchema(data, 'CallbackConfiguration');
      },
    },
    'CBG-002': {
      sentence: 'Reading the callback takes an empty object as its body.',
      async check(context) {
        await configure(context);
        const data = expect(await context.send('getCallback', {})).toSucceedWithObject();
        expectThat(data[names.address] === address, address, JSON.stringify(data[names.address]));
      },
    },
    'CBG-003': {
      mistakes: ['callback-absent'],
      sentence: 'Reading the callback where none is configured is refused.',
      async ask(context) {
        await clear(context);
        return context.send('getCallback', {});
      },
    },
  });

  const removing = defineArea({ operations: ['deleteCallback'], needs, level }, generation, {
    'CBD-002': {
      sentence: 'A removed callback can no longer be read.',
      operations: ['deleteCallback', 'getCallback'],
      async check(context) {
        await configure(context);
        const before = await readConfiguration(context);
        requireThat(before.address === address, 'CBS-002', address, JSON.stringify(before.address));
        given('CBD-001', await context.send('deleteCallback', {})).toSucceed();
        expect(await context.send('getCallback', {})).toSatisfy(isGone, whatIsGone);
      },
    },
  });
  return [...setting, ...reading, ...removing];
}

/** What {@link isGone} looks for. */
export const whatIsGone = 'no configuration after its removal';

/** Whether no configuration is read any more: a refusal, or no address. */
export function isGone({ code, data }: Answer): boolean {
  return (
    code !== 0 || !Object.values(readMembers(data)).some((value) => typeof value === 'string' && value !== '')
  );
}

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
async function configure(context: CheckContext): Promise<void> {
  const configuration = makeConfiguration(context.generation);
  if (context.storedCallback() !== JSON.stringify(configuration)) await store(context, configuration);
}

/** Some configuration is stored when this returns, whichever. */
export async function configureAnything(context: CheckContext): Promise<void> {
  if (typeof context.storedCallback() !== 'string') await configure(context);
}

async function store(context: CheckContext, configuration: unknown): Promise<void> {
  given('CBS-001', await context.send('setCallback', configuration)).toSucceed();
}

/** No configuration is stored when this returns: it was removed, or there was none to remove. */
export async function clear(context: CheckContext): Promise<void> {
  if (context.storedCallback() !== null) await context.send('deleteCallback', {});
}

export async function readConfiguration(
  context: CheckContext,
): Promise<{ address: unknown; actions: unknown }> {
  const answer = await context.send('getCallback', {});
  given('CBG-001', answer).toSucceed();
  const { names } = context.generation;
  const { [names.address]: url, [names.actions]: actions } = readMembers(answer.data);
  return { address: url, actions };
}
