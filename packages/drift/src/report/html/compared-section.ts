import { type Markup, markup } from '@trtc-call/rendering';
import type { BaselineEntry, DriftInput, DriftReport } from '../../drift-report.ts';
import { unjudgedText } from '../finding-text.ts';
import { listed } from '../words.ts';

/** What was compared: each input with what could not be judged, and each operation. */
export function comparedSection({ inputs, coverage }: DriftReport): Markup {
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
export function baselineSection({ baseline }: DriftReport): Markup[] {
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
