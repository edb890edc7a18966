import { breakout } from '@trtc-call/reporting/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMarkdown } from './render-markdown.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, syntheticFinding, syntheticReport } from './testing/synthetic-report.ts';

test('a report of everything, as Markdown', async () => {
  await expect(renderMarkdown(damagedReport())).toMatchFileSnapshot('./fixtures/report.md');
});

test('a hostile text adds no line, no column, no tag and no mention', () => {
  const shapeOf = (text: string) => {
    const lines = renderMarkdown(hostileReport(text)).split('\n');
    return {
      lines: lines.map((line) => /^(#+ |- |\| |)/.exec(line)?.[0]),
      columns: lines.map((line) => (line.startsWith('|') ? line.split('|').length : 0)),
    };
  };
  const expected = shapeOf('x');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constant(breakout)), (text) => {
      fc.pre(text.trim() !== '');
      expect(shapeOf(text)).toEqual(expected);
      expect(renderMarkdown(hostileReport(text))).not.toMatch(/[<>@]|(?<!\\)`/);
    }),
    { numRuns: 60 },
  );
});

test('any number of findings fits the body of an issue, and what is left out is counted', () => {
  const findings = Array.from({ length: 3000 }, (_, at) =>
    syntheticFinding({ title: `é${'<'.repeat(900)}${at}`, meaning: '|'.repeat(4000) }),
  );
  const text = renderMarkdown(syntheticReport({ findings }));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('Drift: 3000 breaking');
  const shown = text.match(/^### breaking/gm)?.length ?? 0;
  const missing = Number(/(\d+) more entries are in report\.json/.exec(text)?.[1]);
  expect(shown).toBeGreaterThan(0);
  expect(shown + missing).toBe(3000);
});
