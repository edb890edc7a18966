import { capitalised, type Markup, markup, readableTime } from '@trtc-call/rendering';
import { conclusionOf, liveStatementOf } from '../conclusion.ts';
import { exitCodeOf } from '../exit-code.ts';
import { resultsWith, verdictsOf } from '../matrix.ts';
import type { RunReport } from '../run-report.ts';
import { verdictWords } from '../verdicts.ts';

/** The first screen: does it conform, by how much, who was asked, and when. */
export function summarySection(report: RunReport): Markup {
  const [verdict = '', detail = ''] = conclusionOf(report).split(/:\s(.*)/);
  const { target } = report;
  return markup`
<header class="top ${exitCodeOf(report) === 0 ? 'passes' : 'fails'}">
  <p class="eyebrow">TRTC Call ${report.generation} conformance of ${target.name}</p>
  <h1>${verdict}</h1>
  <p class="lead">${capitalised(detail)}.</p>
  ${report.notRestored === undefined ? null : markup`<p class="lead">Not put back: ${report.notRestored}</p>`}
  ${bar(report)}
  <dl class="facts">
    <div><dt>Target</dt><dd>${target.baseUrl}</dd></div>
    <div><dt>Contract and suite</dt><dd>${report.contractVersion} and ${report.suiteVersion}</dd></div>
    <div><dt>Run</dt><dd><time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time>, ${(report.durationMilliseconds / 1000).toFixed(1)} s</dd></div>
    <div><dt>Against the vendor</dt><dd>${liveStatementOf(report)}</dd></div>
  </dl>
</header>`;
}

/** Links to what failed, so that a reader need not search for it. */
export function failureSection(report: RunReport): Markup | null {
  const failures = resultsWith(report, 'fail', 'error');
  if (failures.length === 0) return null;
  const links = failures.map(
    ({ id, level, sentence }) =>
      markup`<li><a href="#${id}"><span class="id">${id}</span><span class="level">${level}</span><span>${sentence}</span></a></li>`,
  );
  return markup`
<h2>What failed</h2>
<ul class="links card">${links}</ul>`;
}

function bar(report: RunReport): Markup {
  const verdicts = verdictsOf(report).toReversed();
  const total = Math.max(1, report.results.length);
  let x = 0;
  const parts = verdicts.map((verdict) => {
    const width = report.counts[verdict];
    x += width;
    return markup`<rect class="${verdict}" x="${x - width}" width="${width}" height="1"/>`;
  });
  const entries = verdicts.map(
    (verdict) =>
      markup`<li><svg viewBox="0 0 2 2" aria-hidden="true"><circle class="${verdict}" cx="1" cy="1" r="1"/></svg><b>${report.counts[verdict]}</b> ${verdictWords[verdict].label}</li>`,
  );
  return markup`<svg class="bar" viewBox="0 0 ${total} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
  <ul class="legend">${entries}</ul>`;
}
