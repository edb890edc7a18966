import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { renderTerminal } from './terminal.ts';
import { findObeyed, hostileTexts } from './testing/hostile-texts.ts';
import { sampleReport, sampleRow, withTexts } from './testing/sample-report.ts';

test('colours appear only when asked for, and green only for good news', () => {
  const green = '\u001b[32m';
  const report = sampleReport({ groups: [], matrices: [] });
  expect(renderTerminal(report)).not.toContain('\u001b');
  expect(renderTerminal(report, { color: true })).not.toContain(green);
  const verdicts = report.verdicts.map((verdict) => ({ ...verdict, passed: true }));
  expect(renderTerminal({ ...report, verdicts }, { color: true })).toContain('\u001b[1m\u001b[32m');
});

test('what is left out and what is to be done fit the width of a terminal', () => {
  const reason =
    'other calls of the app would be refused while this one uses up the rate: pass --exhaust-rate-limit';
  const rows = Array.from({ length: 60 }, (_, at) =>
    sampleRow({ id: `V1-NEG-${at}`, status: 'skipped', text: reason }),
  );
  const groups = [{ title: 'Skipped', show: 'reasons' as const, rows }];
  const alerts = [
    { id: 'a', title: 'Not put back', severity: 'error' as const, texts: ['word '.repeat(60)] },
  ];
  const lines = renderTerminal(sampleReport({ groups, alerts, matrices: [] })).split('\n');
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  // Broken once, not at 80 columns and then again.
  const narrow = renderTerminal(sampleReport({ groups, alerts, matrices: [] }), { columns: 60 });
  expect(narrow).toContain(`${'  word word word word word word word word word word word\n'.repeat(5)}`);
  expect(narrow).toContain(
    '\n  other calls of the app would be refused while this one\n  uses up the rate: pass --exhaust-rate-limit\n',
  );
});

test.each([false, true])('at 80 columns no line is longer, and no word is lost (colours: %s)', (color) => {
  const title = 'the answer is that of another call and '.repeat(4);
  const [group] = sampleReport().groups;
  const statuses = Object.entries(sampleReport().statuses).map(([id, status]) => [
    id,
    { ...status, label: `${status.label} for a while` },
  ]);
  const report = sampleReport({
    statuses: Object.fromEntries(statuses),
    groups: [
      {
        title: 'Failed',
        show: 'full',
        rows: (group?.rows ?? []).map((row) => ({ ...row, title, advice: title })),
      },
    ],
  });
  const whole = stripVTControlCharacters(renderTerminal(report, { color }));
  const fitted = stripVTControlCharacters(renderTerminal(report, { color, columns: 80 }));
  const isProse = (line: string) => !/^ {4}[<>] /.test(line);
  expect(whole.split('\n').filter((line) => isProse(line) && line.length > 80)).not.toEqual([]);
  expect(fitted.split('\n').filter((line) => isProse(line) && line.length > 80)).toEqual([]);
  const findings = (text: string) => text.slice(text.indexOf('Failed (')).split(/\s+/);
  expect(findings(fitted)).toEqual(findings(whole));
});

test('columns stand where a terminal shows them, and lines fit, in every script', () => {
  const texts = ['plain', '通话记录', 'é́', '👨‍👩‍👧', '한국어'];
  const tables = [{ title: 'Inputs', columns: ['name', 'read'], rows: texts.map((text) => [text, 7]) }];
  const names = Object.fromEntries(texts.map((text) => [text, text]));
  const rows = texts.map((text) => sampleRow({ id: text, tags: { area: [text], level: ['MUST'] } }));
  const matrices = [
    { title: 'By area', rows, lines: { tag: 'area', names }, columns: { tag: 'level', values: ['MUST'] } },
  ];
  const lines = renderTerminal(sampleReport({ tables, matrices, groups: [] })).split('\n');
  for (const pattern of [/^.*(?=7 read$)/, /^ {2}.*(?=MUST {2,})/]) {
    const heads = lines.flatMap((line) => pattern.exec(line) ?? []);
    expect(heads).toHaveLength(texts.length);
    expect(new Set(heads.map((head) => stringWidth(head))).size, heads.join('\n')).toBe(1);
  }
  const alerts = [
    { id: 'a', title: 'Not put back', severity: 'error' as const, texts: ['通话 记录 '.repeat(40)] },
  ];
  const report = sampleReport({ alerts, groups: [], matrices: [] });
  for (const columns of [undefined, 60]) {
    const widths = renderTerminal(report, { columns })
      .split('\n')
      .filter((line) => line.includes('记录'))
      .map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns ?? 80);
    expect(widths[0]).toBeGreaterThan((columns ?? 80) - 6);
  }
});

test('where a line is broken, no word begins a command for the log of a CI job', () => {
  for (const text of hostileTexts) {
    const report = withTexts(sampleReport(), `${'word '.repeat(14)}${text} ${text}`);
    for (const columns of [40, 80]) expect(findObeyed(renderTerminal(report, { columns }))).toEqual([]);
  }
});
