import { requireThat } from '../not-checked-error.ts';
import { clear, configuration, configure, configureAnything, readConfiguration } from './callback-state.ts';
import { codeOf, describeAnswer, envelopeOf, membersOf } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectData, expectRejected, expectSuccess, expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';
import { expectSchema } from './check/wire-schema.ts';

const needs = ['mutate-callback'] as const;
const { address, actions } = configuration;

/** Reading, changing and removing a callback configuration. */
export const callbackOthers: readonly Requirement[] = [
  {
    id: 'V1-CBG-001',
    level: 'MUST',
    sentence: 'Reading the callback answers with its address and its actions.',
    source: [60133],
    operations: ['getCallback'],
    needs,
    async check(context) {
      await configureAnything(context);
      expectSchema(expectData(await context.send('getCallback', {})), 'CallbackConfiguration');
    },
  },
  {
    id: 'V1-CBG-002',
    level: 'MUST',
    sentence: 'Reading the callback takes an empty object as its body.',
    source: [60133, 60138],
    operations: ['getCallback'],
    needs,
    async check(context) {
      await configure(context);
      const raw = expectData(await context.send('getCallback', {}));
      expectThat(raw.address === address, `expected ${address}, got ${JSON.stringify(raw.address)}`);
    },
  },
  {
    id: 'V1-CBG-003',
    level: 'MAY',
    sentence: 'Reading the callback where none is configured is refused.',
    source: [60133],
    operations: ['getCallback'],
    decision: ['V1-20', 'V1-U-19'],
    needs,
    async check(context) {
      await clear(context);
      expectRejected(await context.send('getCallback', {}), 'callback-absent');
    },
  },
  {
    id: 'V1-CBU-001',
    level: 'MUST',
    sentence: 'Updating the callback replaces it and answers with the new address.',
    source: [60132],
    operations: ['updateCallback', 'getCallback'],
    needs,
    async check(context) {
      await configureAnything(context);
      const next = `${address}/updated`;
      const stored = expectSuccess(
        await context.send('updateCallback', { address: next, actions: ['cancel'] }),
      );
      expectThat(stored === next, `expected ${next}, got ${JSON.stringify(stored)}`);
      const read = await readConfiguration(context);
      const isReplaced = read.address === next && JSON.stringify(read.actions) === '["cancel"]';
      expectThat(isReplaced, `expected ${next} with ["cancel"], got ${JSON.stringify(read)}`);
    },
  },
  {
    id: 'V1-CBU-002',
    level: 'MUST',
    sentence: 'Updating the callback where none is configured is refused.',
    source: [60132],
    operations: ['updateCallback'],
    decision: ['V1-20'],
    covers: [999],
    needs,
    async check(context) {
      await clear(context);
      const answer = await context.send('updateCallback', configuration);
      if (codeOf(answer) === 0) await requireRemoval(context);
      expectRejected(answer, 'callback-not-configured');
    },
  },
  {
    id: 'V1-CBU-003',
    level: 'MUST',
    sentence: 'Updating the callback takes both its address and its actions.',
    source: [60132],
    operations: ['updateCallback'],
    decision: ['V1-U-20'],
    needs,
    async check(context) {
      await configureAnything(context);
      const answers = [{ address }, { actions }].map((body) => context.send('updateCallback', body));
      for (const answer of await Promise.all(answers)) expectRejected(answer, 'field-missing');
    },
  },
  {
    id: 'V1-CBU-004',
    level: 'SHOULD',
    sentence: 'Updating the callback to an address that begins with neither http nor https is refused.',
    source: [60132, 60134],
    operations: ['updateCallback'],
    decision: ['V1-19'],
    covers: [70001],
    needs,
    async check(context) {
      await configureAnything(context);
      const body = { address: 'ftp://example.com/callback', actions };
      expectRejected(await context.send('updateCallback', body), 'address-scheme');
    },
  },
  {
    id: 'V1-CBD-001',
    level: 'MUST',
    sentence: 'Removing the callback answers with empty data.',
    source: [60131],
    operations: ['deleteCallback'],
    needs,
    async check(context) {
      await configureAnything(context);
      const data = expectSuccess(await context.send('deleteCallback', {}));
      expectThat(data === '', `expected an empty string, got ${JSON.stringify(data)}`);
    },
  },
  {
    id: 'V1-CBD-002',
    level: 'MUST',
    sentence: 'A removed callback is not read any more.',
    source: [60131, 60133],
    operations: ['deleteCallback', 'getCallback'],
    needs,
    async check(context) {
      await configure(context);
      const before = await readConfiguration(context);
      requireThat(before.address === address, 'V1-CBS-002', `expected ${address}, got ${before.address}`);
      const removal = await context.send('deleteCallback', {});
      requireThat(codeOf(removal) === 0, 'V1-CBD-001', `expected a success, got ${describeAnswer(removal)}`);
      const answer = await context.send('getCallback', {});
      const isGone = codeOf(answer) !== 0 || !membersOf(envelopeOf(answer).data).address;
      expectThat(isGone, `expected no configuration after its removal, got ${describeAnswer(answer)}`);
    },
  },
  {
    id: 'V1-CBD-003',
    level: 'MAY',
    sentence: 'Removing the callback where none is configured is refused.',
    source: [60131],
    operations: ['deleteCallback'],
    decision: ['V1-20', 'V1-U-21'],
    needs,
    async check(context) {
      await clear(context);
      expectRejected(await context.send('deleteCallback', {}), 'callback-absent');
    },
  },
];

/** That something could be updated proves nothing where removing it does not remove it. */
async function requireRemoval(context: CheckContext): Promise<void> {
  await context.send('deleteCallback', {});
  const answer = await context.send('getCallback', {});
  const isGone = codeOf(answer) !== 0 || !membersOf(envelopeOf(answer).data).address;
  requireThat(
    isGone,
    'V1-CBD-002',
    `expected no configuration after its removal, got ${describeAnswer(answer)}`,
  );
}
