import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findObeyed, hostileTexts, withTexts } from '@trtc-call/reporting/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suite as v1 } from '../requirements/v1/index.ts';
import { runItem } from '../run/run-items.ts';
import { listRequirements } from '../run-conformance.ts';
import { syntheticReport, syntheticResult, syntheticResults } from '../testing/synthetic-report.ts';
import { createTestContext } from '../testing/test-context.ts';
import { areaName } from './labels.ts';
import { createProgress } from './progress.ts';
import {
  ReportDirectoryError,
  renderGithub,
  renderHtml,
  renderJUnit,
  renderMarkdown,
  renderTerminal,
  writeReports,
} from './render.ts';

test.each([
  ['report.txt', renderTerminal],
  ['report.md', renderMarkdown],
  ['junit.xml', renderJUnit],
  ['github.txt', renderGithub],
])('a report with every verdict, as %s', async (file, render) => {
  await expect(render(syntheticReport(syntheticResults()))).toMatchFileSnapshot(`./fixtures/${file}`);
});

test('a run in which nothing failed is one notice', () => {
  expect(renderGithub(syntheticReport([syntheticResult()]))).toMatch(
    /^::notice title=TRTC Call v1 conformance of mock::The mock conforms; never verified .*: 1 MUST passed.*\n$/,
  );
});

test('the contract and the operation are links for those who have no checkout', () => {
  const page = renderHtml(syntheticReport([syntheticResult({ operations: ['getRecordsByFilter'] })]));
  expect(page).toMatch(/href="https:\/\/unpkg.com\/@trtc-call\/spec@[^/]+\/v1\/openapi.yaml"/);
  expect(page).toMatch(/href="https:\/\/unpkg.com\/@trtc-call\/spec@[^/]+\/v1\/paths\/[^"]+.yaml"/);
});

test('each generation of a run has its headline and its matrix', () => {
  const report = syntheticReport([...syntheticResults(), syntheticResult({ id: 'V4-REC-001' })], {
    generations: [
      { generation: 'v1', contractVersion: '1.0.0', mustTotal: 3 },
      { generation: 'v4', contractVersion: '0.1.0', mustTotal: 1 },
    ],
  });
  const page = renderHtml(report);
  expect(page).toContain('v1: The mock does not conform');
  expect(page).toContain('v4: The mock conforms; never verified against the vendor');
  for (const text of [page, renderTerminal(report), renderMarkdown(report)]) {
    expect(text).toContain('TRTC Call v1 and v4 conformance of mock');
    expect(text).toContain('Areas of v1');
    expect(text).toContain('Areas of v4');
  }
  expect(renderTerminal(report)).toContain('contract of v1 1.0.0, contract of v4 0.1.0');
  expect(renderJUnit(report)).toContain('classname="trtc-call.v4.REC"');
});

test('what several operations do not refuse is one row with all of them, whatever asked it', async () => {
  const data = { totalNum: 1, page: 1, callRecordList: [{ callId: 'a', startCallTs: 1 }] };
  const text = JSON.stringify({ errorCode: 0, errorMessage: '', requestId: '1', data });
  const keys = ['CBS-006', 'CBS-007', 'NEG-001', 'NEG-011'];
  const items = v1.checked.filter(({ id }) => keys.some((key) => id.endsWith(key)));
  const results = items.map(async (item) => {
    const open = async () => createTestContext({ fetch: async () => new Response(text) });
    const { id, operations, sentence } = item;
    return syntheticResult({ id, sentence, operations: [...operations], ...(await runItem(item, open)) });
  });
  const report = syntheticReport(await Promise.all(results));
  expect(report.counts.fail).toBe(4);
  const page = renderMarkdown(report);
  expect(page.match(/^### /gm)).toHaveLength(1);
  expect(page).toContain('- the same: V1-CBS-007 V1-NEG-001 V1-NEG-011');
  expect(page).toContain('- operations: setCallback getRecordByCallId getRecordsByFilter updateCallback');
  expect(renderJUnit(report).match(/<failure /g)).toHaveLength(4);
});

/** What the suite itself says, never a target. */
const own = ['schema', 'id', 'area', 'level', 'verdict', 'kind', 'startedAt', 'blockedBy', 'expires', 'at'];

test.each(Object.entries({ renderTerminal, renderMarkdown, renderJUnit, renderHtml }))(
  'nothing that a target says is obeyed in what %s makes',
  (_, render) => {
    for (const text of hostileTexts) {
      expect(findObeyed(render(withTexts(syntheticReport(syntheticResults()), text, own))), text).toEqual([]);
    }
  },
);

test('the progress in the log of a CI job gives it nothing to obey', () => {
  for (const sentence of hostileTexts) {
    let written = '';
    const write = (text: string) => {
      written += text;
    };
    const progress = createProgress({ write, live: false, total: 1, now: () => 0 });
    const failure = { message: sentence, expected: sentence, got: sentence, exchanges: [] };
    progress.onResult(syntheticResult({ sentence, verdict: 'fail', failure }));
    progress.done();
    expect(findObeyed(written), JSON.stringify(sentence)).toEqual([]);
  }
});

test('every area of the suite has a name', () => {
  const areas = new Set(listRequirements().map(({ area }) => area));
  expect([...areas].filter((area) => areaName(area) === '')).toEqual([]);
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-reports-'));
});
afterAll(() => rm(folder, { recursive: true }));

const report = syntheticReport(syntheticResults());

test('five files appear in a folder that did not exist, and nothing else', async () => {
  const written = await writeReports(report, join(folder, 'new', 'reports'));
  const names = await readdir(join(folder, 'new', 'reports'));
  expect(names.toSorted()).toEqual(['badge.json', 'junit.xml', 'report.html', 'report.json', 'report.md']);
  expect(JSON.parse(await readFile(written.json, 'utf8'))).toEqual(report);
  expect(await readFile(written.html, 'utf8')).toMatch(/^<!doctype html>/);
});

test('reports of an earlier run are replaced', async () => {
  const { json } = await writeReports(report, join(folder, 'again'));
  await writeReports({ ...report, suiteVersion: '9.9.9' }, join(folder, 'again'));
  expect(await readFile(json, 'utf8')).toContain('"suiteVersion": "9.9.9"');
});

test('a folder that cannot be made is one line with the remedy', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const failure = await writeReports(report, join(file, 'reports')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ReportDirectoryError);
  expect(failure).toMatchObject({
    message: `cannot write reports to ${join(file, 'reports')} (a part of the path is a file): name a directory you may write to`,
  });
});

function recorded(live: boolean) {
  let written = '';
  let time = 0;
  const progress = createProgress({
    write: (text) => {
      written += text;
    },
    live,
    columns: 40,
    total: 3,
    now: () => time,
  });
  return {
    progress,
    text: () => written,
    pass: () => {
      time += 100;
    },
  };
}

const failed = syntheticResult({ id: 'V1-REC-002', verdict: 'fail' });

test('on a terminal one line is written over, and is gone at the end', () => {
  const { progress, text, pass } = recorded(true);
  progress.onResult(syntheticResult());
  pass();
  progress.onResult(syntheticResult({ id: 'V1-REC-009' }));
  expect(text()).toContain('\r\u001b[2K2 of 3  V1-REC-009 MUST');
  expect(text()).not.toContain('\n');
  progress.done();
  expect(text().endsWith('\r\u001b[2K')).toBe(true);
});

test('the line is never wider than the terminal', () => {
  const { progress, text } = recorded(true);
  progress.onResult(syntheticResult({ sentence: 'long '.repeat(40) }));
  expect(text().replace('\r\u001b[2K', '').length).toBeLessThan(40);
});

test('results that come faster than an eye can follow are drawn once', () => {
  const { progress, text } = recorded(true);
  for (let at = 0; at < 50; at += 1) progress.onResult(syntheticResult());
  expect(text().split('\r')).toHaveLength(2);
});

test('in a pipe only failures have a line, with what was expected and what came, without escape sequences', () => {
  const { progress, text } = recorded(false);
  progress.onResult(syntheticResult());
  const failure = { message: '', expected: 'one', got: '\u001b[31mtwo', exchanges: [] };
  progress.onResult({ ...failed, sentence: 'a red sentence', failure });
  progress.done();
  expect(text()).toBe('✗ V1-REC-002 MUST a red sentence: expected one -> got \\u001b[31mtwo\n');
});
