import { commandWords } from '@trtc-call/spec/v1';
import { expectThat } from '../expect.ts';
import { configuration, configureAnything, readConfiguration } from './callback-state.ts';
import type { CheckContext } from './check/context.ts';
import { expect, given } from './check/expect.ts';
import { defineArea, type Requirement } from './check/requirement.ts';

const operations = ['setCallback'] as const;
const needs = ['mutate-callback'] as const;
const { address, actions } = configuration;
const commands = [...commandWords.status, ...commandWords.event];

/** Sets a callback for what comes after it. */
async function store(context: CheckContext, body: { address: string; actions: readonly string[] }) {
  const answer = await context.send('setCallback', body);
  given('V1-CBS-001', answer).toSucceed();
}

/** Storing a callback configuration. */
export const callbackSet: readonly Requirement[] = defineArea({ source: [60134], operations, needs }, [
  {
    id: 'V1-CBS-001',
    sentence: 'MUST: Setting a callback answers with the address that was stored.',
    async check(context) {
      const stored = expect(await context.send('setCallback', { address, actions })).toSucceed();
      expectThat(stored === address, `${address}`, JSON.stringify(stored));
    },
  },
  {
    id: 'V1-CBS-002',
    sentence: 'MUST: Reading the callback returns what was set.',
    source: [60133, 60134],
    operations: ['setCallback', 'getCallback'],
    async check(context) {
      await store(context, { address, actions: ['call_busy', 'invite_user'] });
      const read = await readConfiguration(context);
      expectThat(read.address === address, `${address}`, JSON.stringify(read.address));
      const words = Array.isArray(read.actions)
        ? read.actions.toSorted().join(', ')
        : JSON.stringify(read.actions);
      expectThat(words === 'call_busy, invite_user', 'call_busy, invite_user', `${words}`);
    },
  },
  {
    id: 'V1-CBS-003',
    sentence: 'MUST: The last of several calls takes effect.',
    async check(context) {
      const last = `${address}/last`;
      await configureAnything(context);
      await store(context, { address: last, actions });
      const read = await readConfiguration(context);
      expectThat(read.address === last, `${last}`, JSON.stringify(read.address));
    },
  },
  {
    id: 'V1-CBS-004',
    sentence: 'MUST: An address that begins with neither http nor https is refused.',
    decision: ['V1-18'],
    covers: [70001],
    async check(context) {
      const wrong = ['ftp://example.com/callback', 'example.com/callback'];
      const answers = wrong.map((one) => context.send('setCallback', { address: one, actions }));
      for (const answer of await Promise.all(answers)) expect(answer).toBeRefusedAs('address-scheme');
    },
  },
  {
    id: 'V1-CBS-005',
    sentence: 'MUST: Addresses that begin with http and with https are both accepted.',
    async check(context) {
      const answers = ['http', 'https'].map((scheme) =>
        context.send('setCallback', { address: `${scheme}://callback.example.com/conformance`, actions }),
      );
      for (const answer of await Promise.all(answers)) expect(answer).toSucceed();
    },
  },
  {
    id: 'V1-CBS-006',
    sentence: 'MUST: Setting a callback without address is refused.',
    source: [60134, 60138],
    decision: ['V1-U-31'],
    async check(context) {
      expect(await context.send('setCallback', { actions })).toBeRefusedAs('field-missing');
    },
  },
  {
    id: 'V1-CBS-007',
    sentence: 'MUST: Setting a callback without actions is refused.',
    source: [60134, 60138],
    decision: ['V1-U-31'],
    async check(context) {
      expect(await context.send('setCallback', { address })).toBeRefusedAs('field-missing');
    },
  },
  {
    id: 'V1-CBS-008',
    sentence: `MUST: Each of the ${commands.length} command words is accepted as an action.`,
    source: [60135],
    async check(context) {
      expect(await context.send('setCallback', { address, actions: commands })).toSucceed();
      const read = await readConfiguration(context);
      const kept = Array.isArray(read.actions) ? read.actions : [];
      const lost = commands.filter((word) => !kept.includes(word));
      expectThat(lost.length === 0, 'all words to be kept', `them without ${lost.join(', ')}`);
    },
  },
]);
