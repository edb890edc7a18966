import {
  htmlPage,
  type Markup,
  markup,
  pageScript,
  pageStyle,
  readableTime,
  type Tone,
  toneRule,
} from '@trtc-call/reporting';
import type { BaselineEntry, DriftInput, DriftReport } from '../drift-report.ts';
import { type FindingClass, findingClasses } from '../findings/difference.ts';
import { unjudgedText } from './finding-text.ts';
import { acceptedSection, findingsSection } from './html-findings.ts';
import { conclusionOf, countClasses, describeLastSuccess, isGood, listed } from './words.ts';

/** The report as one HTML file that needs no network. It is whole without JavaScript, which only filters. */
export function renderHtml(report: DriftReport): string {
  const [verdict = ''] = conclusionOf(report).split(':');
  const hasFindings = report.findings.length > 0;
  return htmlPage({
    title: `${verdict}: TRTC Call ${report.generation} drift`,
    style: driftStyle,
    script: pageScript,
    skipTo: hasFindings
      ? { id: 'results', text: 'Skip to findings' }
      : { id: 'compared', text: 'Skip to what was compared' },
    body: markup`${summarySection(report)}
<main>
${reasonsSection(report)}
${breakingSection(report)}
${findingsSection(report)}
${acceptedSection(report)}
${baselineSection(report)}
${comparedSection(report)}
</main>`,
  });
}

/** The first screen: has the vendor changed, how badly, and when was it last looked at. */
function summarySection(report: DriftReport): Markup {
  const [verdict = '', detail = ''] = conclusionOf(report).split(/:\s(.*)/);
  return markup`
<header class="top ${isGood(report) ? 'passes' : 'fails'}">
  <p class="eyebrow">TRTC Call ${report.generation} drift</p>
  <h1>${verdict}</h1>
  <p class="lead">${detail}.</p>
  ${bar(report)}
  <dl class="facts">
    <div><dt>Contract and drift</dt><dd>${report.contractVersion} and ${report.version}</dd></div>
    <div><dt>Check</dt><dd><time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time>, ${(report.durationMilliseconds / 1000).toFixed(1)} s</dd></div>
    <div><dt>On record</dt><dd>${describeLastSuccess(report)}</dd></div>
    <div><dt>Fails on</dt><dd>${report.failOn}</dd></div>
  </dl>
</header>`;
}

/** Why the check could not be made. */
function reasonsSection({ check }: DriftReport): Markup | null {
  if (check.reasons.length === 0) return null;
  return markup`
<h2>Could not check</h2>
<ul class="reasons card">${check.reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
}

/** Links to what breaks, so that a reader need not search for it. */
function breakingSection({ findings }: DriftReport): Markup | null {
  const links = findings
    .filter((finding) => finding.class === 'breaking')
    .map(
      ({ id, class: name, title }) =>
        markup`<li><a href="#${id}"><span class="id">${id}</span><span class="level">${name}</span><span>${title}</span></a></li>`,
    );
  return links.length === 0 ? null : markup`\n<h2>What breaks</h2>\n<ul class="links card">${links}</ul>`;
}

function bar({ findings }: DriftReport): Markup | null {
  if (findings.length === 0) return null;
  const counts = countClasses(findings);
  let x = 0;
  const parts = findingClasses.map((name) => {
    const width = counts[name];
    x += width;
    return markup`<rect class="${name}" x="${x - width}" width="${width}" height="1"/>`;
  });
  const entries = findingClasses.map(
    (name) =>
      markup`<li><svg viewBox="0 0 2 2" aria-hidden="true"><circle class="${name}" cx="1" cy="1" r="1"/></svg><b>${counts[name]}</b> ${name}</li>`,
  );
  return markup`<svg class="bar" viewBox="0 0 ${findings.length} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
  <ul class="legend">${entries}</ul>`;
}

/** What was compared: each input with what could not be judged, and each operation. */
function comparedSection({ inputs, coverage }: DriftReport): Markup {
  const operations = coverage.map(
    ({ operationId, exchanges, successes, refusals }) =>
      markup`<tr><th scope="row">${operationId}</th>${[exchanges, successes, refusals].map(number)}</tr>`,
  );
  return markup`
<h2 id="compared">Compared</h2>
<div class="sheet card"><table><thead><tr><th scope="col">Input</th>${head('Read')}${head('Judged')}</tr></thead><tbody>${inputs.map(inputRow)}</tbody></table></div>
${
  operations.length === 0
    ? null
    : markup`<h2>Seen by operation</h2>
<div class="sheet card"><table><thead><tr><th scope="col">Operation</th>${head('Exchanges')}${head('Succeeded')}${head('Refused')}</tr></thead><tbody>${operations}</tbody></table></div>`
}`;
}

/** Entries of the baseline that somebody has to look at. */
function baselineSection({ baseline }: DriftReport): Markup[] {
  if (!baseline) return [];
  return [
    entries('Accepted, but the time is over', baseline.expired),
    entries('Accepted, but no longer seen', baseline.unseen),
  ].flatMap((part) => part ?? []);
}

function inputRow({ name, sensors, read, judged, unjudged, damage }: DriftInput): Markup {
  const notes = [
    listed(sensors),
    ...(damage ? [`damaged at byte ${damage.offset}: ${damage.reason}`] : []),
    ...unjudged.map(unjudgedText),
  ];
  return markup`<tr><th scope="row">${name}${notes.map((note) => markup`<span class="quiet">${note}</span>`)}</th>${[read, judged].map(number)}</tr>`;
}

function entries(title: string, list: readonly BaselineEntry[]): Markup | null {
  if (list.length === 0) return null;
  const rows = list.map(
    ({ id, reason, author, expires }) =>
      markup`<tr><th scope="row"><span class="id">${id}</span></th><td>${reason} <span class="quiet">${author}</span></td><td class="day">${expires}</td></tr>`,
  );
  return markup`
<h2>${title}</h2>
<div class="sheet card"><table><thead><tr><th scope="col">Finding</th><th scope="col">Why it was accepted</th><th scope="col">Until</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function head(text: string): Markup {
  return markup`<th scope="col" class="number">${text}</th>`;
}

function number(value: number): Markup {
  return markup`<td class="number">${value}</td>`;
}

const classTones: Readonly<Record<FindingClass, Tone>> = {
  breaking: 'bad',
  additive: 'warn',
  informational: 'note',
};

const classRules = Object.entries(classTones)
  .map(([name, tone]) => toneRule(name, tone))
  .join('\n');

/** The style that all pages share, and what only this report has: tables of what was compared. */
const driftStyle = `${pageStyle}
.result summary { grid-template-columns: 1.25rem 8.2rem 7rem minmax(0, 1fr); }
.links a { grid-template-columns: 8.5rem 7rem minmax(0, 1fr); }
.sheet { overflow: hidden; }
.sheet th, .sheet td { text-align: left; padding: .55rem .75rem; font-weight: 450; vertical-align: top; }
.sheet th:first-child { padding-left: 1.15rem; }
.sheet thead th { color: var(--soft); font-size: .8125rem; border-bottom: 1px solid var(--line); }
.sheet tbody tr + tr > * { border-top: 1px solid var(--line); }
.sheet .number { text-align: right; }
.sheet .number, .sheet .day { white-space: nowrap; }
.sheet .quiet { display: block; font-size: .875rem; }
.reasons { padding: .8rem 1.15rem .8rem 2.2rem; }
${classRules}

@media (max-width: 44rem) {
  .result summary { grid-template-columns: 1.1rem auto minmax(0, 1fr); }
  .links a { grid-template-columns: auto 1fr; }
  .sheet th, .sheet td { padding: .5rem .4rem; font-size: .875rem; }
  .sheet th:first-child { padding-left: .9rem; }
}
`;
