import { capitalised, clip, type Markup, markup, readableTime } from '@trtc-call/reporting';
import { conclusionOf, liveStatementOf, renderHeadline } from '../conclusion.ts';
import { exitCodeOf } from '../exit-code.ts';
import { type Cause, findCauses } from '../find-causes.ts';
import { listVerdicts } from '../matrix.ts';
import type { RunReport } from '../run-report.ts';
import { contractAddress } from '../source-address.ts';
import { verdictWords } from '../verdicts.ts';
import { breakable } from './exchange-panel.ts';

/** The first screen: does it conform, by how much, who was asked, and when. */
export function summarySection(report: RunReport): Markup {
  const [, detail = ''] = conclusionOf(report).split(/:\s(.*)/);
  const { target } = report;
  return markup`
<header class="top ${exitCodeOf(report) === 0 ? 'passes' : 'fails'}">
  <p class="eyebrow">TRTC Call ${report.generation} conformance of ${target.name}</p>
  <h1>${renderHeadline(report)}</h1>
  <p class="lead">${capitalised(detail)}.</p>
  ${report.notRestored === undefined ? null : markup`<p class="lead">Not put back: ${report.notRestored}</p>`}
  ${bar(report)}
  <dl class="facts">
    <div class="wide"><dt>Target</dt><dd>${breakable(target.baseUrl)}</dd></div>
    <div><dt>Contract and suite</dt><dd><a href="${contractAddress(report.generation)}" rel="noreferrer">${report.contractVersion}</a> and ${report.suiteVersion}</dd></div>
    <div><dt>Run</dt><dd><time datetime="${report.startedAt}">${readableTime(report.startedAt)}</time>, ${(report.durationMilliseconds / 1000).toFixed(1)} s</dd></div>
    <div class="wide"><dt>Against the vendor</dt><dd>${liveStatementOf(report)}</dd></div>
  </dl>
</header>`;
}

/** What failed, one row for each cause, with what was expected and what came: most readers need no more. */
export function failureSection(report: RunReport): Markup | null {
  const causes = findCauses(report);
  if (causes.length === 0) return null;
  return markup`
<h2>What failed</h2>
<ul class="links causes card">${causes.map(causeRow)}</ul>`;
}

function causeRow({ results: [first, ...others], blocked, blockedBy }: Cause): Markup {
  const also = links(
    'Also',
    others.map(({ id }) => id),
  );
  const held = links('Blocked by it', blocked);
  if (first === undefined) {
    return markup`<li><p><span class="id">${blockedBy}</span> <span>was expected to hold, and does not</span></p>${held}</li>`;
  }
  const { id, level, sentence, reason, failure } = first;
  return markup`<li><a href="#${id}"><span class="id">${id}</span><span class="level">${level}</span><span>${sentence}</span></a>${
    failure?.expected === undefined
      ? markup`<p class="seen">${clip(failure?.message ?? reason ?? '', maxCharacters)}</p>`
      : markup`<p class="seen">${clip(failure.expected, maxCharacters)} <span aria-label="but got">→</span> <b>${clip(failure.got ?? '', maxCharacters)}</b></p>`
  }${also}${held}</li>`;
}

function links(title: string, ids: readonly string[]): Markup | null {
  if (ids.length === 0) return null;
  const entries = ids.map((id, at) => markup`${at > 0 ? ', ' : ''}<a href="#${id}">${id}</a>`);
  return markup`<p class="others">${title}: ${entries}</p>`;
}

const maxCharacters = 400;

function bar(report: RunReport): Markup {
  const verdicts = listVerdicts(report).toReversed();
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
