import { expect, test } from 'vitest';
import { syntheticResult } from '../testing/synthetic-report.ts';
import { createProgress } from './progress.ts';

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
