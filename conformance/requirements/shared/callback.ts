import { type Answer, readMembers } from '../check/answer.ts';
import type { CheckContext } from '../check/context.ts';
import { expect, given } from '../check/expect.ts';
import { defineArea, type Literal, type Requirement } from '../define.ts';
import { expectThat, requireThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import {
  address,
  clear,
  configure,
  configureAnything,
  makeConfiguration,
  readConfiguration,
  store,
} from './callback-state.ts';

/** Storing, reading and removing a callback configuration. */
export function callback(generation: Generation): readonly Requirement[] {
  const { names, commands, schemas } = generation;
  const needs = ['mutate-callback'] as const;
  const isMissing = (field: string): Literal => ({
    mistakes: ['field-missing'],
    sentence: `Setting a callback without ${field} is refused.`,
    ask: (context) => context.send('setCallback', { ...makeConfiguration(generation), [field]: undefined }),
  });
  const setEach = (context: CheckContext, ...urls: string[]) =>
    urls.map((url) => context.send('setCallback', makeConfiguration(generation, url)));

  const setting = defineArea({ operations: ['setCallback'], needs }, generation, {
    'CBS-002': {
      level: 'MUST',
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
      level: 'MUST',
      sentence: 'The last of several calls takes effect.',
      async check(context) {
        const last = `${address}/last`;
        await configureAnything(context);
        await store(context, makeConfiguration(generation, last));
        const read = await readConfiguration(context);
        expectThat(read.address === last, last, JSON.stringify(read.address));
      },
    },
    'CBS-004': {
      mistakes: ['scheme'],
      sentence: 'An address that begins with neither http nor https is refused.',
      ask: (context) => setEach(context, 'ftp://example.com/callback', 'example.com/callback'),
    },
    'CBS-005': {
      level: 'MUST',
      sentence: 'Addresses that begin with http and with https are both accepted.',
      ask: (context) => setEach(context, address.replace('https', 'http'), address),
    },
    'CBS-006': isMissing(names.address),
    'CBS-007': isMissing(names.actions),
    'CBS-008': {
      level: 'MUST',
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

  const reading = defineArea({ operations: ['getCallback'], needs }, generation, {
    'CBG-001': {
      level: 'MUST',
      sentence: `Reading the callback answers with its ${names.address} and its ${names.actions}.`,
      async check(context) {
        await configureAnything(context);
        const data = expect(await context.send('getCallback', {})).toSucceedWithObject();
        schemas.expectSchema(data, 'CallbackConfiguration');
      },
    },
    'CBG-002': {
      level: 'MUST',
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

  const removing = defineArea({ operations: ['deleteCallback'], needs }, generation, {
    'CBD-002': {
      level: 'MUST',
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
