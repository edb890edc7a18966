import { expectThat, requireThat } from '../expect.ts';
import { clear, configuration, configure, configureAnything, readConfiguration } from './callback-state.ts';
import { describeAnswer, readCode, readEnvelope, readMembers } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expect, given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';
import { expectSchema } from './check/wire-schema.ts';

const { address, actions } = configuration;

/** Reading, changing and removing a callback configuration. */
export const callbackOthers: readonly Requirement[] = defineArea(
  { source: [60132], operations: ['getCallback'], needs: ['mutate-callback'] },
  [
    {
      id: 'V1-CBG-001',
      sentence: 'MUST: Reading the callback answers with its address and its actions.',
      source: [60133],
      async check(context) {
        await configureAnything(context);
        expectSchema(
          expect(await context.send('getCallback', {})).toSucceedWithObject(),
          'CallbackConfiguration',
        );
      },
    },
    {
      id: 'V1-CBG-002',
      sentence: 'MUST: Reading the callback takes an empty object as its body.',
      source: [60133, 60138],
      async check(context) {
        await configure(context);
        const raw = expect(await context.send('getCallback', {})).toSucceedWithObject();
        expectThat(raw.address === address, `${address}`, JSON.stringify(raw.address));
      },
    },
    {
      id: 'V1-CBG-003',
      sentence: 'MAY: Reading the callback where none is configured is refused.',
      source: [60133],
      decision: ['V1-20', 'V1-U-19'],
      async check(context) {
        await clear(context);
        expect(await context.send('getCallback', {})).toBeRefusedAs('callback-absent');
      },
    },
    {
      id: 'V1-CBU-001',
      sentence: 'MUST: Updating the callback replaces it and answers with the new address.',
      operations: ['updateCallback', 'getCallback'],
      async check(context) {
        await configureAnything(context);
        const next = `${address}/updated`;
        const stored = expect(
          await context.send('updateCallback', { address: next, actions: ['cancel'] }),
        ).toSucceed();
        expectThat(stored === next, `${next}`, JSON.stringify(stored));
        const read = await readConfiguration(context);
        const isReplaced = read.address === next && JSON.stringify(read.actions) === '["cancel"]';
        expectThat(isReplaced, `${next} with ["cancel"]`, JSON.stringify(read));
      },
    },
    {
      id: 'V1-CBU-002',
      sentence: 'MUST: Updating the callback where none is configured is refused.',
      operations: ['updateCallback'],
      decision: ['V1-20'],
      covers: [999],
      async check(context) {
        await clear(context);
        const answer = await context.send('updateCallback', configuration);
        if (readCode(answer) === 0) await requireRemoval(context);
        expect(answer).toBeRefusedAs('callback-not-configured');
      },
    },
    {
      id: 'V1-CBU-003',
      sentence: 'MUST: Updating the callback takes both its address and its actions.',
      operations: ['updateCallback'],
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
      operations: ['updateCallback'],
      decision: ['V1-19'],
      covers: [70001],
      async check(context) {
        await configureAnything(context);
        const body = { address: 'ftp://example.com/callback', actions };
        expect(await context.send('updateCallback', body)).toBeRefusedAs('address-scheme');
      },
    },
    {
      id: 'V1-CBD-001',
      sentence: 'MUST: Removing the callback answers with empty data.',
      source: [60131],
      operations: ['deleteCallback'],
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
        requireThat(before.address === address, 'V1-CBS-002', `${address}`, `${before.address}`);
        const removal = await context.send('deleteCallback', {});
        given('V1-CBD-001', removal).toSucceed();
        const answer = await context.send('getCallback', {});
        const isGone = readCode(answer) !== 0 || !readMembers(readEnvelope(answer).data).address;
        expectThat(isGone, 'no configuration after its removal', describeAnswer(answer));
      },
    },
    {
      id: 'V1-CBD-003',
      sentence: 'MAY: Removing the callback where none is configured is refused.',
      source: [60131],
      operations: ['deleteCallback'],
      decision: ['V1-20', 'V1-U-21'],
      async check(context) {
        await clear(context);
        expect(await context.send('deleteCallback', {})).toBeRefusedAs('callback-absent');
      },
    },
  ],
);

/** That something could be updated proves nothing where removing it does not remove it. */
async function requireRemoval(context: CheckContext): Promise<void> {
  await context.send('deleteCallback', {});
  const answer = await context.send('getCallback', {});
  const isGone = readCode(answer) !== 0 || !readMembers(readEnvelope(answer).data).address;
  requireThat(isGone, 'V1-CBD-002', 'no configuration after its removal', describeAnswer(answer));
}
