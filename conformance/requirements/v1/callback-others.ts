import { expectThat, requireThat } from '../expect.ts';
import { clear, configuration, configure, configureAnything, readConfiguration } from './callback-state.ts';
import { type Answer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import { expect, given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { expectSchema } from './check/wire-schema.ts';

const needs = ['mutate-callback'] as const;
const { address, actions } = configuration;

const reading = defineArea({ source: [60133], operations: ['getCallback'], needs }, [
  {
    id: 'V1-CBG-001',
    sentence: 'MUST: Reading the callback answers with its address and its actions.',
    async check(context) {
      await configureAnything(context);
      const data = expect(await context.send('getCallback', {})).toSucceedWithObject();
      expectSchema(data, 'CallbackConfiguration');
    },
  },
  {
    id: 'V1-CBG-002',
    sentence: 'MUST: Reading the callback takes an empty object as its body.',
    source: [60133, 60138],
    async check(context) {
      await configure(context);
      const data = expect(await context.send('getCallback', {})).toSucceedWithObject();
      expectThat(data.address === address, address, JSON.stringify(data.address));
    },
  },
  {
    id: 'V1-CBG-003',
    sentence: 'MAY: Reading the callback where none is configured is refused.',
    decision: ['V1-20', 'V1-U-19'],
    async check(context) {
      await clear(context);
      expect(await context.send('getCallback', {})).toBeRefusedAs('callback-absent');
    },
  },
]);

const updating = defineArea({ source: [60132], operations: ['updateCallback'], needs }, [
  {
    id: 'V1-CBU-001',
    sentence: 'MUST: Updating the callback replaces it and answers with the new address.',
    operations: ['updateCallback', 'getCallback'],
    async check(context) {
      await configureAnything(context);
      const next = { address: `${address}/updated`, actions: ['cancel'] };
      const stored = expect(await context.send('updateCallback', next)).toSucceed();
      expectThat(stored === next.address, next.address, JSON.stringify(stored));
      const read = await readConfiguration(context);
      const isReplaced =
        read.address === next.address && JSON.stringify(read.actions) === JSON.stringify(next.actions);
      expectThat(isReplaced, JSON.stringify(next), JSON.stringify(read));
    },
  },
  {
    id: 'V1-CBU-002',
    sentence: 'MUST: Updating the callback where none is configured is refused.',
    decision: ['V1-20'],
    covers: [999],
    async check(context) {
      await clear(context);
      const answer = await context.send('updateCallback', configuration);
      if (readCode(answer) === 0) {
        // That something could be updated proves nothing where removing it does not remove it.
        await context.send('deleteCallback', {});
        given('V1-CBD-002', await context.send('getCallback', {})).toSatisfy(isGone, whatIsGone);
      }
      expect(answer).toBeRefusedAs('callback-not-configured');
    },
  },
  {
    id: 'V1-CBU-003',
    sentence: 'MUST: Updating the callback takes both its address and its actions.',
    decision: ['V1-U-20'],
    async check(context) {
      await configureAnything(context);
      const answers = [{ address }, { actions }].map((body) => context.send('updateCallback', body));
      for (const answer of await Promise.all(answers)) expect(answer).toBeRefusedAs('field-missing');
    },
  },
  {
    id: 'V1-CBU-004',
    sentence:
      'SHOULD: Updating the callback to an address that begins with neither http nor https is refused.',
    source: [60132, 60134],
    decision: ['V1-19'],
    covers: [70001],
    async check(context) {
      await configureAnything(context);
      const body = { address: 'ftp://example.com/callback', actions };
      expect(await context.send('updateCallback', body)).toBeRefusedAs('address-scheme');
    },
  },
]);

const removing = defineArea({ source: [60131], operations: ['deleteCallback'], needs }, [
  {
    id: 'V1-CBD-001',
    sentence: 'MUST: Removing the callback answers with empty data.',
    async check(context) {
      await configureAnything(context);
      const data = expect(await context.send('deleteCallback', {})).toSucceed();
      expectThat(data === '', 'an empty string', JSON.stringify(data));
    },
  },
  {
    id: 'V1-CBD-002',
    sentence: 'MUST: A removed callback can no longer be read.',
    source: [60131, 60133],
    operations: ['deleteCallback', 'getCallback'],
    async check(context) {
      await configure(context);
      const before = await readConfiguration(context);
      requireThat(before.address === address, 'V1-CBS-002', address, JSON.stringify(before.address));
      given('V1-CBD-001', await context.send('deleteCallback', {})).toSucceed();
      expect(await context.send('getCallback', {})).toSatisfy(isGone, whatIsGone);
    },
  },
  {
    id: 'V1-CBD-003',
    sentence: 'MAY: Removing the callback where none is configured is refused.',
    decision: ['V1-20', 'V1-U-21'],
    async check(context) {
      await clear(context);
      expect(await context.send('deleteCallback', {})).toBeRefusedAs('callback-absent');
    },
  },
]);

/** Reading, changing and removing a callback configuration. */
export const callbackOthers: readonly Requirement[] = [...reading, ...updating, ...removing];

const whatIsGone = 'no configuration after its removal';

function isGone(answer: Answer): boolean {
  return readCode(answer) !== 0 || !readMembers(readEnvelope(answer).data).address;
}
