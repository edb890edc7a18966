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

test.each([
  { expires: '2030-01-31', verdict: 'known-divergence' },
  { expires: '2030-01-30', verdict: 'fail' },
])('a failure that was accepted until $expires is a $verdict on 2030-01-31', async ({ expires, verdict }) => {
  const divergencesFile = join(mkdtempSync(join(tmpdir(), 'divergences-')), 'divergences.json');
  writeFileSync(divergencesFile, JSON.stringify([{ id: blue.id, reason: 'rain', author: 'alice', expires }]));
  const [result] = (await run(open('grey'), { divergencesFile })).results;
  expect(result).toMatchObject({
    verdict,
    failure: { message: 'expected blue, got grey' },
    divergence: { reason: 'rain', author: 'alice', expires },
  });
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
