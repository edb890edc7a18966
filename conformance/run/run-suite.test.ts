import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CapabilityState } from '../report/run-report.ts';
import { expectThat } from '../requirements/expect.ts';
import type { ItemContext, Requirement, Suite } from '../requirements/requirement.ts';
import { type OpenTarget, RestoreError } from '../targets/target.ts';
import { runSuite } from './run-suite.ts';

/** A context that knows one thing. */
interface World extends ItemContext {
  readonly colour: string;
}

const statement = {
  source: [90001],
  needs: ['secret-key'],
} as const;
const blue: Requirement<World> = {
  ...statement,
  id: 'V9-SKY-001',
  level: 'MUST',
  sentence: 'The sky is blue.',
  check: async ({ colour }) => expectThat(colour === 'blue', 'blue', colour),
};
const suite: Suite<World> = {
  generation: 'v9',
  contractVersion: '9.1.0',
  requirements: [
    blue,
    { ...statement, id: 'V9-SKY-002', level: 'SHOULD', sentence: 'It ends.', excluded: 'far away' },
  ],
  observations: [
    { id: 'V9-OBS-001', question: 'Which colour?', source: [], observe: async ({ colour }) => colour },
  ],
};

function open(colour: string, capability: Partial<CapabilityState> = {}): OpenTarget<World> {
  return {
    summary: { name: 'a sky', kind: 'mock', baseUrl: 'http://127.0.0.1' },
    capabilities: [{ name: 'secret-key', available: true, ...capability }],
    schedule: (items) => [[{ items, atOnce: 2 }]],
    open: async () => ({ colour, exchanges: [], redact: (text) => text }),
    release: async () => {},
  };
}

function run(target: OpenTarget<World>, options: Parameters<typeof runSuite>[0]['options'] = {}) {
  const ledgerFile = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.json');
  writeFileSync(ledgerFile, '{"lastLiveRun":{},"requirements":{}}');
  return runSuite({
    suites: [suite],
    open: async () => target,
    ledger: { file: ledgerFile, update: true, requirements: suite.requirements },
    whenInterrupted: 'It was interrupted',
    options: { now: () => Date.UTC(2030, 0, 31), ...options },
  });
}

test('a suite of another generation, with a context of its own, is run and reported as such', async () => {
  const report = await run(open('blue'));
  expect(report).toMatchObject({ generation: 'v9', contractVersion: '9.1.0', mustTotal: 1 });
  expect(report.results.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
    'V9-SKY-001 pass',
    'V9-SKY-002 excluded',
    'V9-OBS-001 observed',
  ]);
  expect(report.results[0]).toMatchObject({
    area: 'SKY',
    verified: { documents: true, mock: '2030-01-31', live: null },
  });
  expect(report.results[1]).toMatchObject({ reason: 'far away' });
});

test('a failure says what was expected, and verifies nothing', async () => {
  const [result] = (await run(open('grey'))).results;
  expect(result).toMatchObject({
    verdict: 'fail',
    failure: { message: 'expected blue, got grey' },
    verified: { mock: null },
  });
});

const accepted = { id: blue.id, reason: 'rain', author: 'alice', expires: '2030-01-31' };
const { id: _, ...divergence } = accepted;

function runAccepting(content: unknown, ...[colour, capability]: Parameters<typeof open>) {
  const divergencesFile = join(mkdtempSync(join(tmpdir(), 'divergences-')), 'divergences.json');
  writeFileSync(divergencesFile, typeof content === 'string' ? content : JSON.stringify(content));
  return run(open(colour, capability), { divergencesFile });
}

test.each([
  { colour: 'grey', expires: '2030-01-31', verdict: 'known-divergence', reason: 'rain' },
  { colour: 'grey', expires: '2030-01-30', verdict: 'fail' },
  { colour: 'blue', expires: '2030-01-31', verdict: 'error', reason: /remove it from the accepted list/ },
])('$colour sky, accepted until $expires, is a $verdict on 2030-01-31', async (one) => {
  const { colour, expires, verdict, reason } = one;
  const [result] = (await runAccepting([{ ...accepted, expires }], colour)).results;
  expect(result).toMatchObject({ verdict, divergence: { ...divergence, expires } });
  if (colour === 'grey') expect(result?.failure?.message).toBe('expected blue, got grey');
  expect(result?.reason ?? '').toMatch(reason ?? /^$/);
});

test('what was skipped stays so although its failure was accepted', async () => {
  const { results } = await runAccepting([accepted], 'grey', { available: false, reason: 'no key' });
  expect(results[0]).toMatchObject({ verdict: 'skipped', reason: 'no key' });
  expect(results[0]).not.toHaveProperty('divergence');
});

test('a list in YAML may hold findings of drift, and requirements of other suites: they are passed over', async () => {
  const ids = [blue.id, 'D-0123456789', 'V1-RCA-001', 'V4-REC-001'];
  const yaml = ids.map((id) => `- ${JSON.stringify({ ...accepted, id })}`).join('\n');
  expect((await runAccepting(yaml, 'grey')).counts).toMatchObject({ 'known-divergence': 1, observed: 1 });
});

test.each([
  ['without an author', [{ ...accepted, author: ' ' }], /:1: entry 1 .* has no `author`/],
  [
    'with an unknown id',
    [{ ...accepted, id: 'V9-SKY-999' }],
    /entry 1 .* no requirement of that id: see --list/,
  ],
  ['with an unknown area', [{ ...accepted, id: 'V9-SEA-001' }], /no requirement of that id/],
  ['with an id twice', [accepted, accepted], /accepts V9-SKY-001 again/],
])('a list %s cannot be used', async (_title, content, message) => {
  await expect(runAccepting(content, 'grey')).rejects.toMatchObject({
    name: 'CannotRunError',
    code: 'bad-divergences',
    message: expect.stringMatching(message),
  });
});

test('a list that does not exist cannot be used', async () => {
  const missing = run(open('grey'), { divergencesFile: '/no/such/file.json' });
  await expect(missing).rejects.toThrow(/\/no\/such\/file.json \(ENOENT\)/);
});

test('what the target cannot be asked is skipped with its reason; without one the suite is at fault', async () => {
  const lacking = (reason: string) => run(open('blue', { available: false, reason }));
  expect((await lacking('no key')).results[0]).toMatchObject({ verdict: 'skipped', reason: 'no key' });
  expect((await lacking('')).results[0]).toMatchObject({
    verdict: 'error',
    reason: expect.stringContaining('does not say why'),
  });
});

test('what could not be put back is in the report; after an interruption it is thrown', async () => {
  const stubborn: OpenTarget<World> = {
    ...open('blue'),
    release: async () => {
      throw new RestoreError('set it again by hand');
    },
  };
  expect((await run(stubborn)).notRestored).toBe('set it again by hand');
  const signal = AbortSignal.abort();
  await expect(run(stubborn, { signal })).rejects.toThrow('set it again by hand');
  await expect(run(open('blue'), { signal })).rejects.toMatchObject({
    code: 'interrupted',
    message: 'It was interrupted',
  });
});

test('of several suites those are run and counted of whose generation the target is', async () => {
  const older: Suite<World> = {
    generation: 'v8',
    contractVersion: '8.0.0',
    requirements: [{ ...blue, id: 'V8-SKY-001' }],
    observations: [],
  };
  const runBoth = (generations: readonly string[]) =>
    runSuite({
      suites: [older, suite],
      open: async () => ({ ...open('blue'), generations }),
      whenInterrupted: '',
      options: {},
    });
  expect(await runBoth(['v8', 'v9'])).toMatchObject({
    generation: 'v8 and v9',
    contractVersion: '8.0.0 and 9.1.0',
    mustTotal: 2,
  });
  const report = await runBoth(['v8']);
  expect(report).toMatchObject({ generation: 'v8', mustTotal: 1 });
  expect(report.results.map(({ id, generation }) => `${generation} ${id}`)).toEqual(['v8 V8-SKY-001']);
});
