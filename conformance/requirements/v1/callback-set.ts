import { commandWords } from '@trtc-call/spec/v1';
import { requireThat } from '../not-checked-error.ts';
import { configuration, configureAnything, readConfiguration } from './callback-state.ts';
import { codeOf, describeAnswer } from './check/answer.ts';
import type { CheckContext } from './check/context.ts';
import { expectRejected, expectSuccess, expectThat } from './check/expect.ts';
import type { Requirement } from './check/requirement.ts';

const operations = ['setCallback'] as const;
const needs = ['mutate-callback'] as const;
const { address, actions } = configuration;

/** Sets a callback for what comes after it. */
async function store(context: CheckContext, body: { address: string; actions: readonly string[] }) {
  const answer = await context.send('setCallback', body);
  requireThat(
    codeOf(answer) === 0,
    'V1-CBS-001',
    `expected the callback to be set, got ${describeAnswer(answer)}`,
  );
}

/** Storing a callback configuration. */
export const callbackSet: readonly Requirement[] = [
  {
    id: 'V1-CBS-001',
    level: 'MUST',
    sentence: 'Setting a callback answers with the address that was stored.',
    source: [60134],
    operations,
    needs,
    async check(context) {
      const stored = expectSuccess(await context.send('setCallback', { address, actions }));
      expectThat(stored === address, `expected ${address}, got ${JSON.stringify(stored)}`);
    },
  },
  {
    id: 'V1-CBS-002',
    level: 'MUST',
    sentence: 'What was set is what is read afterwards.',
    source: [60133, 60134],
    operations: ['setCallback', 'getCallback'],
    needs,
    async check(context) {
      await store(context, { address, actions: ['call_busy', 'invite_user'] });
      const read = await readConfiguration(context);
      expectThat(read.address === address, `expected ${address}, got ${JSON.stringify(read.address)}`);
      const words = Array.isArray(read.actions)
        ? read.actions.toSorted().join(', ')
        : JSON.stringify(read.actions);
      expectThat(words === 'call_busy, invite_user', `expected call_busy, invite_user, got ${words}`);
    },
  },
  {
    id: 'V1-CBS-003',
    level: 'MUST',
    sentence: 'Of several calls the last one counts.',
    source: [60134],
    operations,
    needs,
    async check(context) {
      const last = `${address}/last`;
      await configureAnything(context);
      await store(context, { address: last, actions });
      const read = await readConfiguration(context);
      expectThat(read.address === last, `expected ${last}, got ${JSON.stringify(read.address)}`);
    },
  },
  {
    id: 'V1-CBS-004',
    level: 'MUST',
    sentence: 'An address that begins with neither http nor https is refused.',
    source: [60134],
    operations,
    decision: ['V1-18'],
    covers: [70001],
    needs,
    async check(context) {
      const wrong = ['ftp://example.com/callback', 'example.com/callback'];
      const answers = wrong.map((one) => context.send('setCallback', { address: one, actions }));
      for (const answer of await Promise.all(answers)) expectRejected(answer, 'address-scheme');
    },
  },
  {
    id: 'V1-CBS-005',
    level: 'MUST',
    sentence: 'Addresses that begin with http and with https are both accepted.',
    source: [60134],
    operations,
    needs,
    async check(context) {
      const answers = ['http', 'https'].map((scheme) =>
        context.send('setCallback', { address: `${scheme}://callback.example.com/conformance`, actions }),
      );
      for (const answer of await Promise.all(answers)) expectSuccess(answer);
    },
  },
  {
    id: 'V1-CBS-006',
    level: 'MUST',
    sentence: 'Setting a callback without address is refused.',
    source: [60134, 60138],
    operations,
    decision: ['V1-U-31'],
    needs,
    async check(context) {
      expectRejected(await context.send('setCallback', { actions }), 'field-missing');
    },
  },
  {
    id: 'V1-CBS-007',
    level: 'MUST',
    sentence: 'Setting a callback without actions is refused.',
    source: [60134, 60138],
    operations,
    decision: ['V1-U-31'],
    needs,
    async check(context) {
      expectRejected(await context.send('setCallback', { address }), 'field-missing');
    },
  },
  {
    id: 'V1-CBS-008',
    level: 'MUST',
    sentence: 'Each of the 25 command words is accepted as an action.',
    source: [60135],
    operations,
    needs,
    async check(context) {
      const words = [...commandWords.status, ...commandWords.event];
      expectSuccess(await context.send('setCallback', { address, actions: words }));
      const read = await readConfiguration(context);
      const kept = Array.isArray(read.actions) ? read.actions : [];
      const lost = words.filter((word) => !kept.includes(word));
      expectThat(lost.length === 0, `expected all words to be kept, lost: ${lost.join(', ')}`);
    },
  },
];
