import { expect, given } from '../check/expect.ts';
import { defineArea, type Requirement } from '../define.ts';
import { expectThat } from '../expect.ts';
import type { Generation } from '../generation.ts';
import { isGone, whatIsGone } from '../shared/callback.ts';
import {
  address,
  clear,
  configureAnything,
  makeConfiguration,
  readConfiguration,
} from '../shared/callback-state.ts';

const needs = ['mutate-callback'] as const;

/** What only this generation answers when a callback configuration is stored or removed, and its update. */
export function callbackUpdate(generation: Generation): readonly Requirement[] {
  const actions = generation.commands.slice(0, 1);
  const storing = defineArea({ operations: ['setCallback'], needs }, generation, {
    'CBS-001': {
      level: 'MUST',
      sentence: 'Setting a callback answers with the address that was stored.',
      async check(context) {
        const body = makeConfiguration(generation);
        const stored = expect(await context.send('setCallback', body)).toSucceed();
        expectThat(stored === address, address, JSON.stringify(stored));
      },
    },
  });
  const updating = defineArea({ operations: ['updateCallback'], needs }, generation, {
    'CBU-001': {
      level: 'MUST',
      sentence: 'Updating the callback replaces it and answers with the new address.',
      operations: ['updateCallback', 'getCallback'],
      async check(context) {
        await configureAnything(context);
        const next = { address: `${address}/updated`, actions };
        const stored = expect(await context.send('updateCallback', next)).toSucceed();
        expectThat(stored === next.address, next.address, JSON.stringify(stored));
        const read = await readConfiguration(context);
        const isReplaced = JSON.stringify(read) === JSON.stringify(next);
        expectThat(isReplaced, JSON.stringify(next), JSON.stringify(read));
      },
    },
    'CBU-002': {
      mistakes: ['callback-not-configured'],
      sentence: 'Updating the callback where none is configured is refused.',
      async check(context) {
        await clear(context);
        const answer = await context.send('updateCallback', makeConfiguration(generation));
        if (answer.code === 0) {
          // That something could be updated proves nothing where removing it does not remove it.
          await context.send('deleteCallback', {});
          given('CBD-002', await context.send('getCallback', {})).toSatisfy(isGone, whatIsGone);
        }
        expect(answer).toBeRefusedAs('callback-not-configured');
      },
    },
    'CBU-003': {
      mistakes: ['field-missing'],
      sentence: 'Updating the callback takes both its address and its actions.',
      async ask(context) {
        await configureAnything(context);
        return Promise.all([{ address }, { actions }].map((body) => context.send('updateCallback', body)));
      },
    },
    'CBU-004': {
      level: 'SHOULD',
      mistakes: ['address-scheme'],
      sentence: 'Updating the callback to an address that begins with neither http nor https is refused.',
      async ask(context) {
        await configureAnything(context);
        const body = makeConfiguration(generation, 'ftp://example.com/callback');
        return context.send('updateCallback', body);
      },
    },
  });
  const removing = defineArea({ operations: ['deleteCallback'], needs }, generation, {
    'CBD-001': {
      level: 'MUST',
      sentence: 'Removing the callback answers with empty data.',
      async check(context) {
        await configureAnything(context);
        const data = expect(await context.send('deleteCallback', {})).toSucceed();
        expectThat(data === '', 'an empty string', JSON.stringify(data));
      },
    },
    'CBD-003': {
      mistakes: ['callback-absent'],
      sentence: 'Removing the callback where none is configured is refused.',
      async ask(context) {
        await clear(context);
        return context.send('deleteCallback', {});
      },
    },
  });
  return [...storing, ...updating, ...removing];
}
