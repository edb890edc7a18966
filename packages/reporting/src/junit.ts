import {
  describeAcceptance,
  describeSeen,
  exchangeText,
  findStatus,
  listFacts,
  listRows,
} from './describe.ts';
import type { Report, Row } from './report.ts';
import { clip, type Markup, type MarkupValue, markup, oneLine } from './sanitize.ts';

const maxTextCharacters = 20_000;

/**
 * The report as JUnit XML: one suite per suite of its rows, one case per row. What was accepted and what could not be
 * checked is `skipped` with its reason; an answer without a verdict passes and says itself in `system-out`.
 */
export function renderJUnit(report: Report): string {
  const rows = listRows(report);
  const suites = [...Map.groupBy(rows, ({ suite }) => suite)].map(
    ([suite, members]) => markup`
  <testsuite name="${`TRTC Call ${suite}`}" ${totals(report, members)} timestamp="${report.startedAt.replace(/(\.\d+)?Z$/, '')}">
    <properties>${report.facts.map(
      ({ name, text }) => markup`
      <property name="${name}" value="${text}"/>`,
    )}
    </properties>${members.map((row) => testCase(report, row))}
  </testsuite>`,
  );
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${report.name}" ${totals(report, rows)}>${suites}
</testsuites>
`.text;
}

function totals(report: Report, rows: readonly Row[]): Markup {
  const count = (...outcomes: string[]) =>
    rows.filter((row) => outcomes.includes(findStatus(report, row).outcome)).length;
  const time = seconds(rows.reduce((sum, { durationMilliseconds = 0 }) => sum + durationMilliseconds, 0));
  return markup`tests="${rows.length}" failures="${count('failed')}" errors="${count('broken')}" skipped="${count('skipped')}" time="${time}"`;
}

function testCase(report: Report, row: Row): Markup {
  const name = oneLine(`${row.id} ${row.level} ${row.title}`);
  const classname = `trtc-call.${row.suite.replaceAll(' ', '.')}`;
  return markup`
    <testcase name="${name}" classname="${classname}" time="${seconds(row.durationMilliseconds ?? 0)}">${outcome(report, row)}</testcase>`;
}

function outcome(report: Report, row: Row): MarkupValue {
  const { level, text = '', accepted, exchanges } = row;
  const seen = describeSeen(report, row);
  const message = oneLine(clip(seen || text, 500));
  const details = [
    row.title,
    text,
    seen,
    ...listFacts(row).map((fact) => `${fact.name} ${fact.text}`),
    ...exchanges.map(exchangeText),
  ];
  const body = clip(details.filter((part) => part !== '').join('\n\n'), maxTextCharacters);
  switch (findStatus(report, row).outcome) {
    case 'failed':
      return markup`<failure type="${level}" message="${message}">${body}</failure>`;
    case 'broken':
      return markup`<error type="suite" message="${message}">${body}</error>`;
    case 'skipped':
      return markup`<skipped message="${oneLine(accepted ? describeAcceptance(accepted) : text)}"/>`;
    case 'passed':
      return seen === '' ? null : markup`<system-out>${seen}</system-out>`;
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
