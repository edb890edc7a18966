import { breakout } from '@trtc-call/reporting/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { renderTerminal } from './render-terminal.ts';
import { syntheticExchange, syntheticReport, syntheticResult, syntheticResults } from './synthetic-report.ts';

test('a report with every verdict, as a terminal shows it', async () => {
  await expect(renderTerminal(syntheticReport(syntheticResults()))).toMatchFileSnapshot(
    './fixtures/report.txt',
  );
});

test('nothing that a target says controls the terminal', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(renderTerminal(hostileReport(text))).not.toMatch(/[^\P{Cc}\t\n]/u);
    }),
    { numRuns: 50 },
  );
  expect(renderTerminal(hostileReport(breakout))).toContain('red');
});

test('colours appear only when asked for', () => {
  const report = syntheticReport(syntheticResults());
  expect(renderTerminal(report)).not.toContain('\u001b');
  expect(renderTerminal(report, { color: true })).toContain('\u001b[');
});

test('what is left out fits the width of a terminal', () => {
  const reason =
    'other calls of the app would be refused while this one uses up the rate: pass --exhaust-rate-limit';
  const results = Array.from({ length: 60 }, (_, at) =>
    syntheticResult({ id: `V1-NEG-${String(at).padStart(3, '0')}`, verdict: 'skipped', reason }),
  );
  const lines = renderTerminal(syntheticReport(results, { notRestored: 'word '.repeat(60) })).split('\n');
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('a body too long to read is cut and the rest is counted', () => {
  const exchange = syntheticExchange({ responseBody: 'x'.repeat(100_000) });
  const failure = { message: 'too long', exchanges: Array.from({ length: 9 }, () => exchange) };
  const text = renderTerminal(syntheticReport([syntheticResult({ verdict: 'fail', failure })]));
  expect(text).toContain('(96000 more characters in report.json)');
  expect(text).toContain('(4 earlier exchanges are in report.json)');
});
