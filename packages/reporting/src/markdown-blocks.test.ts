import { expect, test } from 'vitest';
import { fitBlocks, markdownTable } from './markdown-blocks.ts';

test('blocks that fit are shown, smaller ones behind one that does not fit too, and the rest is counted', () => {
  expect(fitBlocks(['é', 'x'.repeat(10), 'y'], 5)).toBe(
    'é\ny\n\n1 more entries are in report.json: they did not fit here.\n',
  );
  expect(fitBlocks(['é', 'y'], 5)).toBe('é\ny\n');
  expect(fitBlocks(['é', 'y'], 4)).toContain('1 more entries');
});

test('a table without rows is nothing, and its rows can be left out one by one', () => {
  expect(markdownTable('Empty', ['a'], [])).toEqual([]);
  expect(markdownTable('Full', ['a', 'b'], [['1', '2']])).toEqual([
    '\n## Full\n\n| a | b |\n| --- | --- |',
    '| 1 | 2 |',
  ]);
});
