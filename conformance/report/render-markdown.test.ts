import { breakout } from '@trtc-call/reporting/testing';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { renderMarkdown } from './render-markdown.ts';
import { syntheticExchange, syntheticReport, syntheticResult, syntheticResults } from './synthetic-report.ts';

test('a report with every verdict, as Markdown', async () => {
  await expect(renderMarkdown(syntheticReport(syntheticResults()))).toMatchFileSnapshot(
    './fixtures/report.md',
  );
});

test('a hostile text adds no row, no column and no tag', () => {
  const shapeOf = (text: string) => {
    const outside = renderMarkdown(hostileReport(text)).replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
    const rows = outside.split('\n').filter((line) => line.startsWith('|'));
    return {
      columns: rows.map((row) => row.split('|').length),
      tags: outside.match(/<\/?[a-z]+>/g),
    };
  };
  expect(shapeOf(breakout)).toEqual(shapeOf('x'));
});

test('ten thousand failures and as many answers stay under the limit of a job summary', () => {
  const failure = {
    message: 'é'.repeat(5000),
    exchanges: [syntheticExchange({ responseBody: '`'.repeat(9000) })],
  };
  const results = Array.from({ length: 10_000 }, (_, at) => {
    const id = `V1-REC-${String(at).padStart(5, '0')}`;
    return at % 2 === 0
      ? syntheticResult({ id, verdict: 'fail', failure })
      : syntheticResult({ id, verdict: 'observed', level: 'OBSERVE', observed: '<'.repeat(2000) });
  });
  const text = renderMarkdown(syntheticReport(results));
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text).toMatch(/\d+ more entries are in report\.json/);
});
