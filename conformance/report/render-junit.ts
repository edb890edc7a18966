import { clip, type Markup, type MarkupValue, markup, oneLine } from '@trtc-call/reporting';
import { exchangeText } from './exchange-text.ts';
import { listAreas } from './matrix.ts';
import type { Result, RunReport } from './run-report.ts';
import { sourceAddress } from './source-address.ts';

const maxTextCharacters = 20_000;

/**
 * The report as JUnit XML: one suite per area, one case per requirement. A failure that was accepted, and what
 * could not be checked, is `skipped` with its reason; an observation passes and says its answer in `system-out`.
 */
export function renderJUnit(report: RunReport): string {
  const suites = listAreas(report).map((area) => {
    const results = report.results.filter((result) => result.area === area);
    return markup`
  <testsuite name="${`TRTC Call ${report.generation} ${area}`}" ${totals(results)} timestamp="${report.startedAt.replace(/(\.\d+)?Z$/, '')}" hostname="${report.target.name}">
    <properties>
      <property name="target" value="${report.target.baseUrl}"/>
      <property name="contract" value="${report.contractVersion}"/>
      <property name="suite" value="${report.suiteVersion}"/>
    </properties>${results.map((result) => testCase(result, report.generation))}
  </testsuite>`;
  });
  const name = `TRTC Call ${report.generation} conformance of ${report.target.name}`;
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${name}" ${totals(report.results)}>${suites}
</testsuites>
`.text;
}

function totals(results: readonly Result[]): Markup {
  const count = (...verdicts: Result['verdict'][]) =>
    results.filter((result) => verdicts.includes(result.verdict)).length;
  const time = seconds(results.reduce((sum, result) => sum + result.durationMilliseconds, 0));
  const skipped = count('blocked', 'skipped', 'excluded', 'known-divergence');
  return markup`tests="${results.length}" failures="${count('fail')}" errors="${count('error')}" skipped="${skipped}" time="${time}"`;
}

function testCase(result: Result, generation: string): Markup {
  const name = oneLine(`${result.id} ${result.level} ${result.sentence}`);
  return markup`
    <testcase name="${name}" classname="${`trtc-call.${generation}.${result.area}`}" time="${seconds(result.durationMilliseconds)}">${outcome(result)}</testcase>`;
}

function outcome(result: Result): MarkupValue {
  const message = oneLine(clip(result.failure?.message ?? result.reason ?? '', 500));
  const details = clip(formatDetails(result), maxTextCharacters);
  switch (result.verdict) {
    case 'fail':
      return markup`<failure type="${result.level}" message="${message}">${details}</failure>`;
    case 'error':
      return markup`<error type="suite" message="${message}">${details}</error>`;
    case 'blocked':
    case 'skipped':
    case 'excluded':
      return markup`<skipped message="${oneLine(result.reason ?? '')}"/>`;
    case 'known-divergence':
      return markup`<skipped message="${oneLine(`known divergence: ${result.divergence?.reason ?? result.reason ?? ''}`)}"/>`;
    case 'observed':
      return markup`<system-out>${result.observed ?? ''}</system-out>`;
    case 'pass':
      return null;
  }
}

function formatDetails(result: Result): string {
  const exchanges = result.failure?.exchanges ?? [];
  const parts = [
    result.sentence,
    result.reason,
    result.failure?.message,
    ...result.source.map((source) => `stated by ${sourceAddress(source).text}`),
    ...exchanges.map(exchangeText),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
