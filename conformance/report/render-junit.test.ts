import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { renderJUnit } from './render-junit.ts';
import { syntheticReport, syntheticResults } from './synthetic-report.ts';

test('a report with every verdict, as JUnit XML', async () => {
  await expect(renderJUnit(syntheticReport(syntheticResults()))).toMatchFileSnapshot('./fixtures/junit.xml');
});

test('no text brings in a character that XML forbids, nor a tag', () => {
  const tags = renderJUnit(hostileReport('x')).match(/</g)?.length;
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40, minLength: 1 }), (text) => {
      const xml = renderJUnit(hostileReport(text));
      expect(xml).not.toMatch(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      expect(xml.match(/</g)?.length).toBe(tags);
    }),
    { numRuns: 50 },
  );
});
