import { breakout } from '@trtc-call/reporting/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBaseline } from '../findings/read-baseline.ts';
import { renderTerminal } from './render-terminal.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, fullReport, syntheticFinding, syntheticReport } from './testing/synthetic-report.ts';

test('a report of everything, as a terminal shows it', async () => {
  await expect(renderTerminal(damagedReport())).toMatchFileSnapshot('./fixtures/report.txt');
});

test('a report of nothing, as a terminal shows it', async () => {
  await expect(renderTerminal(syntheticReport())).toMatchFileSnapshot('./fixtures/silent.txt');
});

/** Of GitHub's runner: a line that begins with `::` whatever blanks stand before it, or `##[` anywhere. */
const command = /^\s*::|##\[/m;

test('nothing that the vendor says controls the terminal or the log of a CI job', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('::error::x', '##[error]x', '\n::set-env::', breakout),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const shown = renderTerminal(hostileReport(text));
      expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u);
      expect(shown).not.toMatch(command);
    }),
    { numRuns: 60 },
  );
});

test('colours appear only when asked for, and green only for a check that was made and found nothing bad', () => {
  const green = '\u001b[32m';
  expect(renderTerminal(fullReport())).not.toContain('\u001b');
  expect(renderTerminal(syntheticReport(), { color: true })).toContain(green);
  expect(renderTerminal(fullReport(), { color: true })).not.toContain(green);
  expect(renderTerminal({ ...damagedReport(), findings: [] }, { color: true })).not.toContain(green);
});

test('the entry that it offers is read by the baseline once reason and author are filled in', () => {
  const report = fullReport();
  const [, shown = ''] = renderTerminal(report).split('add it to drift-baseline.yaml:\n');
  const [entry = ''] = shown.split('\n\n');
  const filled = entry.replace('reason: ""', 'reason: known').replace('author: ""', 'author: Ada');
  const [first] = report.findings;
  expect(parseBaseline(filled, 'b.yaml')).toEqual([
    { id: first?.id, reason: 'known', author: 'Ada', expires: '2026-05-01', fingerprint: first?.fingerprint },
  ]);
  expect(() => parseBaseline(entry, 'b.yaml')).toThrow('has no `reason`');
});

test('thousands of findings are counted, not shown', () => {
  const findings = Array.from({ length: 5000 }, () => syntheticFinding());
  const text = renderTerminal(syntheticReport({ findings }));
  expect(text).toContain('4800 more findings are in the JSON report.');
  expect(text).toContain('Drift: 5000 breaking');
});
