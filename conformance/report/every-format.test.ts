import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { createProgress } from './progress.ts';
import { renderHtml } from './render-html.ts';
import { renderJUnit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderTerminal } from './render-terminal.ts';
import type { RunReport } from './run-report.ts';
import { syntheticResult } from './synthetic-report.ts';

const formats: Record<string, (report: RunReport) => string> = {
  terminal: renderTerminal,
  Markdown: renderMarkdown,
  JUnit: renderJUnit,
  HTML: renderHtml,
};
for (const [format, render] of Object.entries(formats)) {
  test(`a report as ${format} gives a terminal, an eye and the log of a CI job nothing to obey`, () => {
    for (const text of hostileTexts) {
      expect(findObeyed(render(hostileReport(text))), JSON.stringify(text)).toEqual([]);
    }
  });
}

test('the progress in the log of a CI job gives it nothing to obey', () => {
  for (const sentence of hostileTexts) {
    let written = '';
    const write = (text: string) => {
      written += text;
    };
    const progress = createProgress({ write, live: false, total: 1, now: () => 0 });
    progress.onResult(syntheticResult({ sentence, verdict: 'fail' }));
    progress.done();
    expect(findObeyed(written), JSON.stringify(sentence)).toEqual([]);
  }
});
