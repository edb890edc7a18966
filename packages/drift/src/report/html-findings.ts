import { clip, type Markup, markup } from '@trtc-call/reporting';
import type { DriftReport } from '../drift-report.ts';
import { findingClasses } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import {
  agreementText,
  operationsIn,
  placeText,
  proposalText,
  sightingText,
  subjectText,
} from './finding-text.ts';
import { classMarks, countClasses } from './words.ts';

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
${note('Contract', placeText(finding))}
${note('At', subjectText(finding))}
${note('Rule', finding.fingerprint.rule)}
${finding.sightings.map((sighting) => note('Seen by', sightingText(sighting)))}
${note('Sensors', agreementText(finding))}
</dl>`;
}

/** Narrows the findings by class, sensor, operation and text. Nothing chosen means that everything is shown. */
function filterForm(findings: readonly Finding[]): Markup {
  const counts = countClasses(findings);
  const classes = findingClasses
    .filter((name) => counts[name] > 0)
    .map((name) => chip('class', name, `${name} ${counts[name]}`));
  const sensors = [...new Set(findings.flatMap(({ sightings }) => sightings.map(({ sensor }) => sensor)))]
    .toSorted()
    .map((sensor) => chip('sensor', sensor, sensor));
  const operations = [...new Set(findings.flatMap(operationsIn))]
    .toSorted()
    .map((operation) => markup`<option value="${operation}">${operation}</option>`);
  return markup`
<form id="filters">
  <div class="filters">
    <fieldset class="chips"><legend>Class</legend>${classes}</fieldset>
    ${sensors.length > 1 ? markup`<fieldset class="chips"><legend>Sensor</legend>${sensors}</fieldset>` : null}
  </div>
  <div class="find">
    <input type="search" aria-label="Search in findings" name="text" placeholder="Search id, field, meaning" autocomplete="off" spellcheck="false">
    <select name="operation" aria-label="Operation"><option value="">All operations</option>${operations}</select>
  </div>
</form>
<div class="count"><p id="shown" role="status" data-noun="findings">${findings.length} findings</p><button type="button" class="plain" data-clear>Show all</button></div>
<noscript><p class="count">Filters need JavaScript. All findings are below.</p></noscript>`;
}

function chip(name: string, value: string, label: string): Markup {
  return markup`<label><input type="checkbox" name="${name}" value="${value}"><span>${label}</span></label>`;
}
