import { type Markup, markup } from '@trtc-call/rendering';
import { findingClasses } from '../../findings/difference.ts';
import type { Finding } from '../../findings/finding.ts';
import { countClasses } from '../class-words.ts';
import { operationsIn } from '../finding-text.ts';

/** Narrows the findings by class, sensor, operation and text. Nothing chosen means that everything is shown. */
export function filterForm(findings: readonly Finding[]): Markup {
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
