import { clip, type Markup, markup } from '@trtc-call/rendering';
import type { DriftReport } from '../../drift-report.ts';
import type { Finding } from '../../findings/finding.ts';
import { classMarks } from '../class-words.ts';
import {
  agreementText,
  operationsIn,
  placeOf,
  proposalText,
  sightingText,
  subjectText,
} from '../finding-text.ts';
import { filterForm } from './filter-form.ts';

const maxFindings = 2000;
const maxCharacters = 4000;

/** Every finding, worst first; what breaks is open from the start. */
export function findingsSection({ findings }: DriftReport): Markup | null {
  if (findings.length === 0) return null;
  const shown = findings.slice(0, maxFindings);
  const hidden = findings.length - shown.length;
  return markup`
<h2 id="results">Findings</h2>
${filterForm(shown)}
<p id="nothing" class="card empty" hidden>Nothing matches. <button type="button" class="plain" data-clear>Show all</button></p>
<section class="group" aria-label="Findings"><div class="card">${shown.map(findingRow)}</div></section>
${hidden > 0 ? markup`<p class="quiet">${hidden} more findings are in report.json.</p>` : null}`;
}

/** Those that somebody accepted, apart from the others. */
export function acceptedSection({ accepted }: DriftReport): Markup | null {
  if (accepted.length === 0) return null;
  const rows = accepted.map(
    ({ finding: { id, class: name, title }, acceptance: { reason, author, expires } }) =>
      markup`<tr><th scope="row"><span class="id">${id}</span></th><td><span class="${name}">${name}</span> ${title}<span class="quiet">${reason} (${author})</span></td><td class="day">${expires}</td></tr>`,
  );
  return markup`
<h2>Accepted</h2>
<div class="sheet card"><table><thead><tr><th scope="col">Finding</th><th scope="col">What, and why it is accepted</th><th scope="col">Until</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function findingRow(finding: Finding): Markup {
  const { id, class: name, title, sightings } = finding;
  const operations = operationsIn(finding).join(' ') || undefined;
  const open = name === 'breaking' ? markup` open` : null;
  const sensors = sightings.map(({ sensor }) => sensor).join(' ');
  return markup`
<details class="result" id="${id}" data-class="${name}" data-operation="${operations}" data-sensor="${sensors}"${open}>
<summary><span class="mark ${name}" aria-hidden="true">${classMarks[name]}</span><span class="id">${id}</span><span class="level">${name}<span class="unseen">:</span></span><span class="sentence">${clip(title, maxCharacters)}</span></summary>
<div class="detail"><p>${clip(finding.meaning, maxCharacters)}</p><div class="message ${name}">${clip(proposalText(finding), maxCharacters)}</div>${notes(finding)}</div>
</details>`;
}

function notes(finding: Finding): Markup {
  const note = (name: string, text: string | undefined) =>
    text === undefined || text === ''
      ? null
      : markup`<div><dt>${name}</dt> <dd>${clip(text, maxCharacters)}</dd></div>`;
  return markup`<dl class="notes">
${note('Contract', placeOf(finding))}
${note('At', subjectText(finding))}
${note('Rule', finding.fingerprint.rule)}
${finding.sightings.map((sighting) => note('Seen by', sightingText(sighting)))}
${note('Sensors', agreementText(finding))}
</dl>`;
}
