import { lstatSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Requirement } from '../requirements/requirement.ts';
import { apiGenerations } from '../requirements/suites.ts';
import { syntheticReport, syntheticResult } from '../testing/synthetic-report.ts';
import {
  enterRun,
  findLastLiveRun,
  type Ledger,
  packagedLedger,
  readLedger,
  verify,
  writeLedger,
} from './ledger.ts';

const requirements = apiGenerations.flatMap(({ suite }) => suite.requirements);

describe('the ledger of the package', async () => {
  const ledger = await readLedger(packagedLedger());
  const entries = Object.entries(ledger.requirements);
  const update = 'enter a run: `trtc-call conformance --update-ledger`, or runConformance with updateLedger';

  test('has exactly the requirements, in their order', () => {
    expect(Object.keys(ledger.requirements), update).toEqual(requirements.map(({ id }) => id));
  });

  test('cites the pages that the requirements cite', () => {
    const cited = requirements.map(({ id, source }) => [
      id,
      ledger.requirements[id]?.documents ?? [],
      source,
    ]);
    expect(
      cited.filter(([, documents, source]) => String(documents) !== String(source)),
      update,
    ).toEqual([]);
  });

  test('shows every requirement that has a check as verified against the mock', () => {
    const checked = requirements.filter(({ check }) => check).map(({ id }) => id);
    expect(
      entries.filter(([, { mock }]) => mock).map(([id]) => id),
      update,
    ).toEqual(checked);
  });

  test('shows nothing as verified live while there was no live run', () => {
    const live = entries.filter(([, entry]) => entry.live !== null).map(([id]) => id);
    expect(Object.values(ledger.lastLiveRun).every((run) => run === null) ? live : []).toEqual([]);
  });
});

const [one, two, three, four] = ['V1-REC-001', 'V1-REC-002', 'V1-REC-003', 'V1-REC-004'] as const;
const known = [one, two, three, four].map(
  (id): Requirement<never> => ({
    id,
    level: 'MUST',
    sentence: id,
    source: [60137],
    operations: ['getRecordByCallId'],
    check: async () => {},
  }),
);
const entry = { documents: [60137], mock: '2030-01-01', live: '2030-01-01' };
const before: Ledger = {
  lastLiveRun: { v1: '2030-01-01T08:00:00.000Z' },
  requirements: { [one]: entry, [two]: entry, [three]: entry, 'V1-REC-999': entry },
};
const results = [
  syntheticResult({ id: one, verdict: 'pass' }),
  syntheticResult({ id: two, verdict: 'fail' }),
  syntheticResult({ id: three, verdict: 'skipped', reason: 'no key' }),
  syntheticResult({ id: four, verdict: 'pass' }),
];
const blocked = syntheticResult({ id: one, verdict: 'blocked', blockedBy: two, reason: 'x' });
const startedAt = '2030-02-02T08:00:00.000Z';

function entered(kind: 'mock' | 'live' | 'url'): Ledger {
  const target = { name: kind, kind, baseUrl: 'http://127.0.0.1', capabilities: [] };
  return enterRun(before, syntheticReport(results, { startedAt, target }), known);
}

function datesIn(ledger: Ledger, column: 'mock' | 'live') {
  return Object.values(ledger.requirements).map((requirement) => requirement[column]);
}

test('what passes against the mock keeps its first day, what failed loses it, what was skipped keeps it', () => {
  expect(datesIn(entered('mock'), 'mock')).toEqual(['2030-01-01', null, '2030-01-01', '2030-02-02']);
});

test.each(['mock', 'live'] as const)('what was blocked in a run against %s keeps its day', (kind) => {
  const target = { name: kind, kind, baseUrl: 'http://127.0.0.1', capabilities: [] };
  const ledger = enterRun(before, syntheticReport([blocked], { startedAt, target }), known);
  expect(ledger.requirements[one]).toEqual(entry);
});

test('a run against the mock changes nothing of what was verified live', () => {
  const ledger = entered('mock');
  expect(datesIn(ledger, 'live')).toEqual(['2030-01-01', '2030-01-01', '2030-01-01', null]);
  expect(ledger.lastLiveRun).toEqual(before.lastLiveRun);
});

test('only a live run is entered as one', () => {
  expect(datesIn(entered('live'), 'live')).toEqual(['2030-02-02', null, '2030-01-01', '2030-02-02']);
  expect(entered('live').lastLiveRun).toEqual({ v1: startedAt });
  expect(entered('url').lastLiveRun).toEqual(before.lastLiveRun);
  expect(datesIn(entered('url'), 'live')).toEqual([...datesIn(before, 'live').slice(0, 3), null]);
});

test('a requirement that is gone leaves the ledger', () => {
  expect(Object.keys(entered('mock').requirements)).toEqual([one, two, three, four]);
});

test('a result shows this run where it passed, and the ledger elsewhere', () => {
  const run = { kind: 'mock', day: '2030-02-02' } as const;
  expect(verify(entry, 'pass', run)).toEqual({ mock: '2030-02-02', live: '2030-01-01' });
  expect(verify(entry, 'pass', { ...run, kind: 'live' })).toEqual({ mock: '2030-01-01', live: '2030-02-02' });
  expect(verify(entry, 'fail', run)).toEqual({ mock: '2030-01-01', live: '2030-01-01' });
  expect(verify(undefined, 'pass', { ...run, kind: 'url' })).toEqual({ mock: null, live: null });
});

test('the age of the last live run is counted in whole days', () => {
  const now = Date.parse('2030-01-04T07:59:59.000Z');
  const [v1, v4] = [{ generation: 'v1' }, { generation: 'v4' }];
  const lastLiveRun = { v1: '2030-01-01T08:00:00.000Z', v4: '2030-01-03T00:00:00.000Z' };
  const ledger = { ...before, lastLiveRun };
  expect(findLastLiveRun(ledger, [v1], now)).toEqual({ at: lastLiveRun.v1, ageDays: 2 });
  expect(findLastLiveRun(ledger, [v1, v4], now)).toEqual({ at: lastLiveRun.v1, ageDays: 2 });
  expect(findLastLiveRun(before, [v1, v4], now)).toBeNull();
  expect(findLastLiveRun(ledger, [v1], now + 1000)?.ageDays).toBe(3);
  expect(findLastLiveRun(ledger, [v1], Date.parse('2029-01-01'))?.ageDays, 'a clock that was set back').toBe(
    0,
  );
});

test('a ledger is read as it was written', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.json');
  await writeLedger(file, before);
  expect(await readLedger(file)).toEqual(before);
});

test('a ledger is written through a link, and one that cannot be written is an error with the remedy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  symlinkSync(join(folder, 'target.json'), join(folder, 'ledger.json'));
  await writeLedger(join(folder, 'ledger.json'), before);
  expect(lstatSync(join(folder, 'ledger.json')).isSymbolicLink()).toBe(true);
  expect(await readLedger(join(folder, 'target.json'))).toEqual(before);
  await expect(writeLedger(folder, before)).rejects.toMatchObject({
    code: 'bad-ledger',
    message: `The ledger ${folder} cannot be written (it is a folder, not a file): name one that you may write to, or leave out --update-ledger`,
  });
});

test('a ledger that is not there is an error that says so', async () => {
  await expect(readLedger('/no/such/ledger.json')).rejects.toThrow(/cannot be read: .*ENOENT/);
});

test.each([
  '',
  '[]',
  'null',
  '7',
  '{"lastLiveRun":{}}',
  '{"lastLiveRun":{},"requirements":null}',
  ' '.repeat(2 ** 20 + 1),
  '{"requirements":{}}',
  '{"generation":"v1","lastLiveRun":null,"requirements":{}}',
])('a file that holds %.60s is not taken for a ledger', async (content) => {
  const file = join(mkdtempSync(join(tmpdir(), 'ledger-')), 'ledger.json');
  writeFileSync(file, content);
  await expect(readLedger(file)).rejects.toMatchObject({ code: 'bad-ledger' });
});
