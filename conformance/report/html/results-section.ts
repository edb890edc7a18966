import { clip, type Markup, markup } from '@trtc-call/reporting';
import { areaName } from '../area-names.ts';
import { listAreas } from '../matrix.ts';
import type { Result, RunReport } from '../run-report.ts';
import { contractAddress, sourceAddress } from '../source-address.ts';
import { verdictWords } from '../verdicts.ts';
import { exchangePanel } from './exchange-panel.ts';
import { filterForm } from './filter-form.ts';

const maxMessageCharacters = 20_000;
const maxExchanges = 10;

/** Every result, grouped by area; a failure is open from the start, and what passed is folded. */
export function resultsSection(report: RunReport): Markup {
  const row = (result: Result) => resultRow(result, contractAddress(report.generation));
  const areas = listAreas(report).map((area) => {
    const results = report.results.filter((result) => result.area === area);
    const passed = results.filter(({ verdict }) => verdict === 'pass');
    const open = results.filter((result) => !passed.includes(result));
    return markup`
<section class="group" aria-label="${area}"><h3>${area} ${areaName(area)}</h3><div class="card">${open.map(row)}${folded(passed.map(row))}</div></section>`;
  });
  return markup`
<h2 id="results">Results</h2>
${filterForm(report)}
<p id="nothing" class="card empty" hidden>Nothing matches. <button type="button" class="plain" data-clear>Show all</button></p>
${areas}`;
}

/** What passed is read last: it is there, behind one row. */
function folded(passed: readonly Markup[]): Markup | null {
  if (passed.length === 0) return null;
  return markup`<details class="fold"><summary><span class="mark pass" aria-hidden="true">${verdictWords.pass.mark}</span><span>${passed.length} passed</span></summary>${passed}</details>`;
}

function resultRow(result: Result, contract: string): Markup {
  const { mark, label } = verdictWords[result.verdict];
  const open = result.verdict === 'fail' || result.verdict === 'error' ? markup` open` : null;
  return markup`
<details class="result" id="${result.id}" data-area="${result.area}" data-level="${result.level}" data-verdict="${result.verdict}"${open}>
<summary><span class="mark ${result.verdict}" aria-hidden="true">${mark}</span><span class="id">${result.id}</span><span class="level">${result.level}<span class="unseen"> ${label}:</span></span><span class="sentence">${result.sentence}</span>${outcome(result)}</summary>
<div class="detail">${failureDetail(result)}${divergenceDetail(result)}${notes(result, contract)}</div>
</details>`;
}

function outcome(result: Result): Markup | null {
  if (result.verdict === 'observed')
    return markup`<span class="outcome observed">→ ${clip(result.observed ?? '', 500)}</span>`;
  return result.reason ? markup`<span class="outcome">${clip(result.reason, 500)}</span>` : null;
}

function failureDetail({ failure, verdict }: Result): Markup | null {
  if (!failure) return null;
  const shown = failure.exchanges.slice(-maxExchanges);
  const hidden = failure.exchanges.length - shown.length;
  return markup`<div class="message ${verdict}">${clip(failure.message, maxMessageCharacters)}</div>
${hidden > 0 ? markup`<p class="quiet">${hidden} earlier exchanges are in report.json.</p>` : null}
${shown.map(exchangePanel)}`;
}

function divergenceDetail({ divergence }: Result): Markup | null {
  if (!divergence) return null;
  return markup`<p>Accepted until ${divergence.expires} by ${divergence.author}: ${divergence.reason}</p>`;
}

function notes(
  { level, source, operations, verified, durationMilliseconds }: Result,
  contract: string,
): Markup {
  const isQuestion = level === 'OBSERVE';
  const sources = source.map((page, at) => {
    const { text, href } = sourceAddress(page);
    const link = href === null ? text : markup`<a href="${href}" rel="noreferrer">${text}</a>`;
    return markup`${at > 0 ? ', ' : ''}${link}`;
  });
  const where = [
    verified.documents ? 'in the documents' : null,
    verified.mock === null ? null : `mock ${verified.mock}`,
    verified.live === null ? 'never live' : `live ${verified.live}`,
  ].filter((place) => place !== null);
  return markup`<dl class="notes">
${sources.length > 0 ? markup`<div><dt>${isQuestion ? 'Left open by' : 'Stated by'}</dt> <dd>${sources}</dd></div>` : null}
${operations.length > 0 ? markup`<div><dt>Operations</dt> <dd><a href="${contract}" rel="noreferrer">${operations.join(', ')}</a></dd></div>` : null}
${isQuestion || operations.length === 0 ? null : markup`<div><dt>Verified</dt> <dd>${where.join(', ')}</dd></div>`}
<div><dt>Took</dt> <dd>${Math.round(durationMilliseconds)} ms</dd></div>
</dl>`;
}
