import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAcceptedList } from '@trtc-call/reporting/accepted';
import { findObeyed, hostileTexts, withTexts } from '@trtc-call/reporting/testing';
import { describe, expect, test } from 'vitest';
import type { DriftReport } from '../drift-report.ts';
import { ruleHelp, ruleIds } from '../rules/rules.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { renderConclusion } from './map-report.ts';
import {
  ReportDirectoryError,
  renderGithub,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  writeDriftReports,
} from './render.ts';
import { damagedReport, fullReport, syntheticFinding, syntheticReport } from './testing/synthetic-report.ts';

test.each([
  ['report.txt', renderTerminal],
  ['report.md', renderMarkdown],
  ['github.txt', renderGithub],
  ['report.sarif', renderSarif],
])('a report of everything, as %s', async (file, render) => {
  await expect(render(damagedReport())).toMatchFileSnapshot(`./fixtures/${file}`);
});

test('a report of nothing is a notice, besides what was not judged', () => {
  expect(renderGithub(syntheticReport())).toBe(
    '::notice title=Not judged::calls.har: 2 entries: another host\n::notice title=TRTC Call v1 drift::No drift: 378 entries of 1 operation agree with the contract. Last successful check: 2026-01-31 12:00 UTC.\n',
  );
});

const formats: Record<string, (report: DriftReport) => string> = {
  terminal: renderTerminal,
  json: renderJson,
  sarif: renderSarif,
  markdown: renderMarkdown,
  github: renderGithub,
  html: renderHtml,
};
/** What the check itself says, never a vendor, a file or a user. */
const own = [
  'schema',
  'id',
  'class',
  'rule',
  'kind',
  'outcome',
  'failOn',
  'startedAt',
  'expires',
  'first',
  'last',
  'lastSuccess',
  'failingSince',
];

/** What each format has to show; the conclusion of the JSON is its exit code. */
const shows: Record<string, (report: DriftReport) => string[]> = {
  'each finding with its class, its id, its rule and what it means': ({ findings }) =>
    findings.flatMap((finding) => [finding.id, finding.class, finding.fingerprint.rule, finding.meaning]),
  'the line of the contract': () => ['v1/components/schemas/CallRecord.yaml'],
  'what to change': ({ findings }) => findings.flatMap(({ proposal }) => proposal?.text ?? []),
  'why it could not be checked': ({ check }) => [...check.reasons],
};
const inLogsToo: typeof shows = {
  'what was compared, and where it is damaged': () => ['calls.har', 'live', 'the file ends in the middle'],
  'what could not be judged': () => ['another host'],
  'how often each operation was seen': () => ['getRecord', 'setCallback', '300', '280'],
  'accepted findings with who and why': ({ accepted }) =>
    accepted.flatMap(({ finding, acceptance }) => [finding.id, acceptance.reason, acceptance.author]),
  'entries of the baseline that need attention': ({ baseline }) =>
    [...(baseline?.expired ?? []), ...(baseline?.unseen ?? [])].flatMap(({ id, reason }) => [id, reason]),
};

for (const [format, render] of Object.entries(formats)) {
  describe(format, () => {
    const report = damagedReport();
    const text = render(report);
    const facts = format === 'github' ? shows : { ...shows, ...inLogsToo };
    for (const [what, parts] of Object.entries(facts)) {
      test(`shows ${what}`, () => {
        for (const part of parts(report)) {
          expect(text.replaceAll('<wbr>', ''), part).toContain(part);
        }
      });
    }

    test('gives a terminal, an eye and the log of a CI job nothing to obey', () => {
      for (const hostile of hostileTexts) {
        // Annotations are what the format for GitHub consists of; they have a test of their own.
        const lines = render(withTexts(report, hostile, own)).split('\n');
        const foreign = lines.filter(
          (line) => format !== 'github' || !/^::(error|warning|notice) /.test(line),
        );
        expect(findObeyed(foreign.join('\n')), JSON.stringify(hostile)).toEqual([]);
      }
    });

    test('says when the last check was made, and since when they fail', () => {
      expect(text).toMatch(/2026-01-29[ T]12:00/);
      expect(text).toMatch(/2026-01-30[ T]12:00/);
    });

    test('a check that could not be made, and found nothing, does not look like one that found nothing', () => {
      const nothing = { findings: [], accepted: [], baseline: undefined };
      const green = render(syntheticReport());
      const blind = render(damagedReport(nothing));
      expect(green).toMatch(/No drift|"exitCode": 0/);
      expect(blind).not.toMatch(/No drift|"exitCode": 0|"executionSuccessful": true|<h1><span class="good">/);
      expect(blind).toMatch(/Could not check|"outcome": "could-not-check"/);
    });
  });
}

test('the conclusion stands in every format for people', () => {
  for (const render of [renderTerminal, renderMarkdown, renderGithub]) {
    expect(render(fullReport())).toContain(renderConclusion(fullReport()));
  }
});

test('the page shows what was and what is now, when it was seen, and links to the contract', () => {
  const page = renderHtml(fullReport());
  expect(page).toContain(
    '<h1><span class="bad">The vendor changed: 2 breaking, 1 additive, 1 informational</span></h1>',
  );
  expect(page).toMatch(/<dt>Was<\/dt><dd>string<\/dd>.*<dt>Is now<\/dt><dd>absent<\/dd>/);
  expect(page).toMatch(/<figure class="timeline">.*2026-01-30 08:00 UTC.*2026-01-31 12:00 UTC/);
  expect(page).toMatch(
    /href="https:\/\/unpkg.com\/@trtc-call\/spec@[^/]+\/v1\/components\/schemas\/CallRecord.yaml"/,
  );
});

test('findings of either generation can be told apart', () => {
  const ofV4 = syntheticFinding({
    fingerprint: {
      rule: 'missing-field',
      subject: 'v4/endCall',
      pointer: '/Response',
      before: 'object',
      after: '',
    },
    location: { file: 'v4/paths/end_call.yaml', line: 3 },
  });
  const page = renderHtml(syntheticReport({ findings: [syntheticFinding(), ofV4] }));
  expect(page).toContain('<legend>Generation</legend>');
  expect(page).toContain('data-generation="v4"');
  expect(renderHtml(fullReport())).not.toContain('<legend>Generation</legend>');
});

test('the entry that it offers is read by the accepted list once reason and author are filled in', async () => {
  const report = fullReport();
  const [, shown = ''] = renderTerminal(report).split('add it to drift-baseline.yaml:\n');
  const [entry = ''] = shown.split('\n\n');
  const filled = entry.replace('reason: ""', 'reason: known').replace('author: ""', 'author: Ada');
  const [first] = report.findings;
  expect(await parseAcceptedList(filled, 'b.yaml')).toEqual([
    { id: first?.id, reason: 'known', author: 'Ada', expires: '2026-05-01', fingerprint: first?.fingerprint },
  ]);
  await expect(parseAcceptedList(entry, 'b.yaml')).rejects.toThrow('has no `reason`');
});

test('every rule has its words, and SARIF has every rule', () => {
  const { runs } = JSON.parse(renderSarif(syntheticReport()));
  expect(runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([...ruleIds]);
  for (const [id, { title, text }] of Object.entries(ruleHelp)) {
    expect(title, id).not.toMatch(/\.$/);
    expect(text, id).toMatch(/\.$/);
  }
});

const folder = temporaryFolder();

test('four files appear in a folder that did not exist, and nothing else', async () => {
  const written = await writeDriftReports(fullReport(), join(folder, 'new', 'reports'));
  const names = await readdir(join(folder, 'new', 'reports'));
  expect(names.toSorted()).toEqual(['report.html', 'report.json', 'report.md', 'report.sarif']);
  expect(JSON.parse(await readFile(written.json, 'utf8'))).toMatchObject({ exitCode: 1 });
  expect(JSON.parse(await readFile(written.sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  expect(await readFile(written.markdown, 'utf8')).toMatch(/^# TRTC Call v1 drift/);
  expect(await readFile(written.html, 'utf8')).toMatch(/^<!doctype html>/);
});

test('a folder that cannot be made is one line with the remedy', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  const failure = await writeDriftReports(fullReport(), join(file, 'reports')).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ReportDirectoryError);
  expect(failure).toMatchObject({
    message: `cannot write reports to ${join(file, 'reports')} (a part of the path is a file): name a directory you may write to`,
  });
});
