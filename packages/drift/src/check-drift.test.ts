import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTrtcCallClient } from '@trtc-call/client';
import { createHarFile } from '@trtc-call/client/har';
import { describe, expect, test } from 'vitest';
import { checkDrift, type DriftSource, fileSource } from './check-drift.ts';
import type { DocumentsResult } from './drift-report.ts';
import { SourceError } from './errors.ts';
import { type Finding, makeFinding } from './findings/finding.ts';
import { renderTerminal } from './report/render.ts';
import { createSource } from './testing/judged.ts';
import { sampleAnswer, sampleExchange, sampleTime } from './testing/sample-exchange.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import type { Exchange } from './traffic/exchange.ts';

const folder = temporaryFolder();
const now = () => sampleTime;

function withField(name: string): Exchange {
  const answer = sampleAnswer('getRecordByCallId');
  return sampleExchange('getRecordByCallId', {
    answer: { ...answer, data: { ...Object(answer.data), [name]: 1 } },
  });
}

function documents(...findings: Finding[]): () => Promise<DocumentsResult> {
  const input = {
    name: 'documents of v1',
    read: 1,
    judged: 1,
    unjudged: [],
    sensors: ['documents'],
    damage: undefined,
  } as const;
  const page = { generation: 'v1', id: '60137', about: 'a page', outcome: 'read', facts: {} } as const;
  return async () => ({ findings, inputs: [input], pages: [page], unreadable: [] });
}

const pageField = (pointer: string) =>
  makeFinding({
    fingerprint: { rule: 'document-field', subject: '60137', pointer, before: '', after: 'integer' },
    class: 'additive',
    operationId: 'getRecordByCallId',
    location: undefined,
    title: 'a page',
    meaning: '',
    proposal: undefined,
    sightings: [{ sensor: 'documents', count: 1 }],
  });

test('what a client in production records has no finding that its reports lack', async () => {
  const path = join(folder, 'production.har');
  const { onExchange, close } = createHarFile({ path, redactIdentifier: true });
  const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
  const fetch = async () => Response.json(sampleAnswer('getRecordByCallId'));
  const client = createTrtcCallClient({ generation: 'v1', sdkAppId: 88888888, secretKey, fetch, onExchange });
  await client.records.get('2ae7d549-c441-4a9b-87c0-61810fe19582');
  close();
  const report = await checkDrift({ sources: [fileSource(path)], now });
  expect(report.inputs).toMatchObject([{ read: 1, judged: 1 }]);
  expect(report.findings.map(({ title }) => title)).toEqual([]);
});

test('nothing changed: no finding, exit 0, and the report says what was compared', async () => {
  const report = await checkDrift({ sources: [createSource(sampleExchange('getCallback'))], now });
  expect(report).toMatchObject({ findings: [], exitCode: 0, check: { outcome: 'checked', reasons: [] } });
  expect(report.inputs).toMatchObject([{ name: 'probe', read: 1, judged: 1, sensors: ['probes'] }]);
});

test.each([
  ['additive', 1],
  ['breaking', 0],
  ['never', 0],
] as const)('a new field with --fail-on %s exits %d', async (failOn, exitCode) => {
  const report = await checkDrift({ sources: [createSource(withField('region'))], failOn, now });
  expect(report.findings).toHaveLength(1);
  expect(report.exitCode).toBe(exitCode);
});

describe('what could not be checked is never green', () => {
  test('a source that gives nothing, with the others read all the same', async () => {
    const broken: DriftSource = {
      name: 'live',
      sensor: 'probes',
      read: () => Promise.reject(new SourceError('no response: check the network')),
    };
    const report = await checkDrift({ sources: [broken, createSource(withField('region'))], now });
    expect(report.exitCode).toBe(2);
    expect(report.findings).toHaveLength(1);
    expect(report.check.reasons).toEqual(['live: no response: check the network']);
  });
  test('part of a source: what was read of it is judged, and its notes are in the report', async () => {
    const whole = createSource(withField('region'));
    const read: DriftSource['read'] = async (sink, options) => ({
      ...(await whole.read(sink, options)),
      unchecked: ['v4 was not checked: no region'],
      notes: ['something to know'],
    });
    const report = await checkDrift({ sources: [{ ...whole, read }], now });
    expect(report.exitCode).toBe(2);
    expect(report.findings).toHaveLength(1);
    expect(report.check.reasons).toEqual(['probe: v4 was not checked: no region']);
    expect(renderTerminal(report)).toMatch(/About what was checked \(1\)\n {2}probe: something to know/);
  });
  test('a file that is not there', async () => {
    const report = await checkDrift({ sources: [fileSource(join(folder, 'none.har'))], now });
    expect(report.exitCode).toBe(2);
    expect(report.check.reasons[0]).toMatch(/none\.har is not there: name a HAR or NDJSON file/);
  });
  test('exchanges of which none can be judged', async () => {
    const url = 'https://example.com/v1/users';
    const elsewhere = { ...sampleExchange('getCallback'), url, answerBody: '{"id":1}' };
    const report = await checkDrift({ sources: [createSource(elsewhere)], now });
    expect(report.check.reasons).toEqual(['probe: nothing in it could be judged']);
    expect(report.exitCode).toBe(2);
  });
  test('pages that cannot be looked at', async () => {
    const pages = { ...(await documents()()), unreadable: ['60137: timed out'] };
    const report = await checkDrift({ documents: async () => pages, now });
    expect(report).toMatchObject({ exitCode: 2, check: { reasons: ['60137: timed out'] } });
  });
  test('nothing at all', async () => {
    expect((await checkDrift({ now })).exitCode).toBe(2);
  });
  test('but clients that have nothing to report are', async () => {
    const path = join(folder, 'quiet.ndjson');
    writeFileSync(path, '');
    expect(await checkDrift({ sources: [fileSource(path)], now })).toMatchObject({
      exitCode: 0,
      findings: [],
    });
  });
});

test('for how long checks fail is remembered, and is a finding after the set time', async () => {
  const stateFile = join(folder, 'state.json');
  const day = 24 * 60 * 60 * 1000;
  const checks = {
    ok: createSource(sampleExchange('getCallback')),
    bad: createSource(sampleExchange('getCallback', { status: 0 })),
  };
  const check = (which: keyof typeof checks, days: number) =>
    checkDrift({
      sources: [checks[which]],
      stateFile,
      staleAfterMilliseconds: 2 * day,
      now: () => sampleTime + days * day,
    });
  await check('ok', 0);
  expect((await check('bad', 1)).findings).toEqual([]);
  const third = await check('bad', 4);
  expect(third.findings.map(({ fingerprint }) => fingerprint.rule)).toEqual(['check-stale']);
  expect(third.check).toMatchObject({
    lastSuccess: new Date(sampleTime).toISOString(),
    outcome: 'could-not-check',
  });
  expect(await check('ok', 5)).toMatchObject({ findings: [], exitCode: 0, check: { failingSince: null } });
  expect(JSON.parse(readFileSync(stateFile, 'utf8')).sensors.probes.failingSince).toBeNull();
});

test('checks may fail for a week when nothing is said', async () => {
  const sources = [createSource(sampleExchange('getCallback', { status: 0 }))];
  const week = 7 * 24 * 60 * 60 * 1000;
  const check = async (later: number) => {
    const at = () => sampleTime + later;
    return (await checkDrift({ sources, stateFile: join(folder, 'week.json'), now: at })).findings.length;
  };
  expect([await check(0), await check(week), await check(week + 1)]).toEqual([0, 0, 1]);
});

test('an accepted finding does not count until its day; an entry that is not seen any more is named', async () => {
  const sources = [createSource(withField('region'))];
  const [finding] = (await checkDrift({ sources, now })).findings;
  const baselineFile = join(folder, 'baseline.yaml');
  const entry = (expires: string) =>
    writeFileSync(
      baselineFile,
      JSON.stringify([
        { id: finding?.id, reason: 'known', author: 'us', expires, fingerprint: finding?.fingerprint },
      ]),
    );
  entry('2026-01-02');
  expect(await checkDrift({ sources, baselineFile, now })).toMatchObject({ findings: [], exitCode: 0 });
  entry('2026-01-01');
  const expired = await checkDrift({ sources, baselineFile, now });
  expect(expired).toMatchObject({ exitCode: 1, baseline: { expired: [{ id: finding?.id }] } });
  const gone = await checkDrift({
    sources: [createSource(sampleExchange('getRecordByCallId'))],
    baselineFile,
    now,
  });
  expect(gone).toMatchObject({ exitCode: 0, baseline: { unseen: [{ id: finding?.id }] } });
});

describe('pages and exchanges', () => {
  test('that show the same difference are one finding that both have seen', async () => {
    const sources = [createSource(withField('region'))];
    const report = await checkDrift({ sources, documents: documents(pageField('/data/region')), now });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]?.sightings.map(({ sensor }) => sensor)).toEqual(['probes', 'documents']);
  });
  test('that show different ones are two, and each says who did not see it', async () => {
    const sources = [createSource(withField('region'))];
    const report = await checkDrift({ sources, documents: documents(pageField('/data/zone')), now });
    expect(report.findings.map(({ fingerprint, notSeenBy }) => [fingerprint.pointer, notSeenBy])).toEqual([
      ['/data/zone', ['probes']],
      ['/data/region', ['documents']],
    ]);
  });
});
