import { type Markup, markup, readableTime } from '@trtc-call/rendering';
import type { DriftReport } from '../../drift-report.ts';
import { findingClasses } from '../../findings/difference.ts';
import { countClasses } from '../class-words.ts';
import { conclusionOf, isGood, lastSuccessOf } from '../conclusion.ts';

/** The first screen: has the vendor changed, how badly, and when was it last looked at. */
export function summarySection(report: DriftReport): Markup {
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
    <div><dt>On record</dt><dd>${lastSuccessOf(report)}</dd></div>
    <div><dt>Fails on</dt><dd>${report.failOn}</dd></div>
  </dl>
</header>`;
}

/** Why the check could not be made. */
export function reasonsSection({ check }: DriftReport): Markup | null {
  if (check.reasons.length === 0) return null;
  return markup`
<h2>Could not check</h2>
<ul class="reasons card">${check.reasons.map((reason) => markup`<li>${reason}</li>`)}</ul>`;
}

/** Links to what breaks, so that a reader need not search for it. */
export function breakingSection({ findings }: DriftReport): Markup | null {
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
