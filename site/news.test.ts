import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createBadges, findChanges, type Reports, readReports, renderFeed } from './src/news.ts';

const none: Reports = { badge: undefined, conformance: undefined, drift: undefined };

/** A repository whose lock had these texts, one commit each, the first in 2026-01. */
function commitLocks(...texts: string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'news-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'spec/v1'), { recursive: true });
  const git = (month: number, ...args: string[]) => {
    const date = `2026-0${month}-02T03:04:05Z`;
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, env });
  };
  git(1, 'init', '-q');
  for (const [at, text] of texts.entries()) {
    writeFileSync(join(root, 'spec/v1/sources.lock.yaml'), text);
    git(at + 1, 'add', '.');
    git(at + 1, 'commit', '-qm', 'x');
  }
  return root;
}

const lock = (facts: string) => `pages:\n  "60141":\n    facts: ${facts}\n`;

test('a fact that changes, comes or goes is a change of the day; a page read for the first time is none', () => {
  const root = commitLocks('pages: {}\n', lock('{ rate: 20, gone: x }'), lock('{ rate: 10, new: y }'));
  const at = expect.stringMatching(/^2026-03-02T03:04:05/);
  expect(findChanges(root, none)).toEqual([
    { id: expect.any(String), at, sensors: ['documents'], title: 'Page 60141: gone', before: 'x', after: '' },
    { id: expect.any(String), at, sensors: ['documents'], title: 'Page 60141: new', before: '', after: 'y' },
    {
      id: expect.any(String),
      at,
      sensors: ['documents'],
      title: 'Page 60141: rate',
      before: '20',
      after: '10',
    },
  ]);
});

test('what another reader, or one of another form, took out of a page is not a change of the vendor', () => {
  const read = (facts: string, basis: string) => `${lock(facts)}    ${basis}\n`;
  const root = commitLocks(
    read('{ rate: 20 }', 'reader: 1'),
    read('{ rate: 10 }', 'reader: 2'),
    read('{ rate: 5 }', 'reader: 2'),
    read('{}', 'reader: 2\n    form: html'),
  );
  expect(findChanges(root, none).map(({ before, after }) => [before, after])).toEqual([['10', '5']]);
});

test('what several pages state anew in the same way is one change', () => {
  const pages = (rate: number, other: number) =>
    `${lock(`{ rate: ${rate} }`)}  "60137":\n    facts: { rate: ${rate} }\n  "60138":\n    facts: { rate: ${other} }\n`;
  const root = commitLocks(pages(20, 20), pages(10, 5));
  expect(findChanges(root, none).map(({ title, after }) => [title, after])).toEqual([
    ['Pages 60137, 60141: rate', '10'],
    ['Page 60138: rate', '5'],
  ]);
});

const drift = {
  exitCode: 1,
  failOn: 'additive',
  accepted: [],
  startedAt: '2026-05-01T00:00:00.000Z',
  check: { outcome: 'checked' },
  findings: [
    {
      id: 'D-0123456789',
      title: 'A <new> &\u0001odd code',
      fingerprint: { rule: 'unknown-code', subject: '70099', pointer: '' },
      before: '70001',
      after: '70099',
      sightings: [
        { sensor: 'probes', count: 2, first: '2026-04-30T10:00:00.000Z' },
        { sensor: 'production', count: 1 },
      ],
    },
  ],
};

function writeReports(reports: Record<string, unknown>): Reports {
  const root = mkdtempSync(join(tmpdir(), 'news-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [file, value] of Object.entries(reports)) {
    mkdirSync(join(root, 'reports', file, '..'), { recursive: true });
    writeFileSync(join(root, 'reports', file), JSON.stringify(value));
  }
  return readReports(root);
}

/** RFC 9562. */
const urn = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('a finding is one change, since when it was seen first, with each sensor that saw it', () => {
  const changes = findChanges(commitLocks(), writeReports({ 'drift/report.json': drift }));
  expect(changes.map(({ at, sensors }) => [at, sensors])).toEqual([
    ['2026-04-30T10:00:00.000Z', ['probes', 'production']],
  ]);
  const feed = renderFeed(changes, (path) => `https://example.org/${path}`);
  expect(feed).toContain('<title>A &lt;new&gt; &amp; odd code</title>');
  expect(feed).toContain('<updated>2026-04-30T10:00:00.000Z</updated>');
  expect(feed).toContain('<category term="probes"/><category term="production"/>');
  expect([...feed.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id)).toEqual([
    expect.stringMatching(urn),
    expect.stringMatching(urn),
  ]);
  expect(new Set(feed.match(/<id>.*?<\/id>/g)).size).toBe(2);
  expect(feed).toContain('<link rel="self" href="https://example.org/changes.atom"/>');
});

test('the feed is well-formed and has its links, whatever characters pages and reports hold', () => {
  const odd = 'a\0b\x1bc\ufffed\uffffe\ud800f';
  const change = {
    id: odd,
    at: '2026-04-30T10:00:00.000Z',
    sensors: [odd],
    title: odd,
    before: odd,
    after: '',
  };
  const feed = renderFeed([change], (path) => path);
  expect(feed).toContain('<title>a b c d e\ufffdf</title>');
  expect(feed).toContain('<link href="changes.html#a%00b%1Bc%EF%BF%BEd%EF%BF%BFe%EF%BF%BDf"/>');
  // What XML 1.0 has no character for.
  expect(feed).not.toMatch(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
});

/** The same difference at two operations, seen by one sensor each. */
const sameFindings = ['setCallback', 'getCallback'].map((operationId, at) => ({
  ...drift.findings[0],
  id: operationId,
  title: `${operationId}: /data is text`,
  operationId,
  class: 'breaking',
  fingerprint: { rule: 'value-type', subject: operationId, pointer: '/data' },
  sightings: [{ sensor: 'probes', count: 1, first: `2026-04-0${3 - at}T00:00:00.000Z` }],
  notSeenBy: [],
}));

test('one change of the vendor at several operations is one entry, since when any of them was seen', () => {
  const report = { ...drift, findings: sameFindings };
  expect(findChanges(commitLocks(), writeReports({ 'drift/report.json': report }))).toEqual([
    {
      id: expect.any(String),
      at: '2026-04-02T00:00:00.000Z',
      sensors: ['probes'],
      title: '2 operations: /data is text',
      before: '70001',
      after: '70099',
    },
  ]);
});

test('a badge says what was not run, and is green only where all is well', () => {
  const conformance = { startedAt: '2026-05-01T00:00:00.000Z', target: { name: 'mock' } };
  const badge = { schemaVersion: 1, label: 'TRTC Call v1', message: '81 MUST passed', color: 'brightgreen' };
  const suite = { 'conformance/report.json': conformance, 'conformance/badge.json': badge };
  const show = (reports: Record<string, unknown>) => {
    const { both } = createBadges(writeReports(reports));
    return `${both.color}: ${both.message}`;
  };
  const passed = '81 MUST passed by mock on 2026-05-01';
  expect(show({})).toBe('lightgrey: not run; drift: not checked');
  expect(show(suite)).toBe(`lightgrey: ${passed}; drift: not checked`);
  const showDrift = (changes: object) => show({ ...suite, 'drift/report.json': { ...drift, ...changes } });
  // The same difference at two operations is one change.
  expect(showDrift({ findings: sameFindings })).toBe(`orange: ${passed}; drift: 1 breaking on 2026-05-01`);
  expect(showDrift({ check: { outcome: 'could-not-check' }, findings: [] })).toBe(
    `lightgrey: ${passed}; drift: could not check on 2026-05-01`,
  );
  expect(showDrift({ findings: [] })).toBe(`brightgreen: ${passed}; drift: none on 2026-05-01`);
});
