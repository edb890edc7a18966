import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { describe, expect, test } from 'vitest';
import type { DriftReport } from '../drift-report.ts';
import { renderGithub } from './render-github.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderSarif } from './render-sarif.ts';
import { renderTerminal } from './render-terminal.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, fullReport, syntheticReport } from './testing/synthetic-report.ts';
import { conclusionOf } from './words.ts';

const formats: Record<string, (report: DriftReport) => string> = {
  terminal: renderTerminal,
  json: renderJson,
  sarif: renderSarif,
  markdown: renderMarkdown,
  github: renderGithub,
  html: renderHtml,
};
/** What each format has to show; the conclusion of the JSON is its exit code. */
const shows: Record<string, (report: DriftReport) => string[]> = {
  'each finding with its class, its id, its rule and what it means': ({ findings }) =>
    findings.flatMap((one) => [one.id, one.class, one.fingerprint.rule, one.meaning]),
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
          expect(text, part).toContain(part);
        }
      });
    }

    test('gives a terminal, an eye and the log of a CI job nothing to obey, whatever the texts of the report', () => {
      for (const hostile of hostileTexts) {
        // Annotations are what the format for GitHub consists of; its own test looks at their shape.
        const lines = render(hostileReport(hostile)).split('\n');
        const foreign = lines.filter(
          (line) => format !== 'github' || !/^::(error|warning|notice) /.test(line),
        );
        expect(findObeyed(foreign.join('\n')), JSON.stringify(hostile)).toEqual([]);
        expect(findObeyed(lines.map((line) => `> ${line}`).join('\n')), JSON.stringify(hostile)).toEqual([]);
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
      expect(blind).not.toMatch(/No drift|"exitCode": 0|"executionSuccessful": true|class="top passes"/);
      expect(blind).toMatch(/Could not check|"outcome": "could-not-check"/);
    });
  });
}

test('the conclusion stands in every format for people', () => {
  for (const render of [renderTerminal, renderMarkdown, renderGithub]) {
    expect(render(fullReport())).toContain(conclusionOf(fullReport()));
  }
});
