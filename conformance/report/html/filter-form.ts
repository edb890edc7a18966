import { type Markup, markup } from '@trtc-call/reporting';
import { areaName } from '../area-names.ts';
import { listAreas, listVerdicts } from '../matrix.ts';
import type { RunReport } from '../run-report.ts';
import { levelOrder, verdictWords } from '../verdicts.ts';

/** Narrows the results by verdict, level, area and text. Nothing chosen means that everything is shown. */
export function filterForm(report: RunReport): Markup {
  const verdicts = listVerdicts(report).map((verdict) =>
    chip('verdict', verdict, `${verdictWords[verdict].label} ${report.counts[verdict]}`),
  );
  const levels = levelOrder
    .filter((level) => report.results.some((result) => result.level === level))
    .map((level) => chip('level', level, level));
  const areas = listAreas(report).map(
    (area) => markup`<option value="${area}">${`${area} ${areaName(area)}`.trim()}</option>`,
  );
  return markup`
<form id="filters">
  <div class="filters">
    <fieldset class="chips"><legend>Verdict</legend>${verdicts}</fieldset>
    <fieldset class="chips"><legend>Level</legend>${levels}</fieldset>
  </div>
  <div class="find">
    <input type="search" aria-label="Search in results" name="text" placeholder="Search" autocomplete="off" spellcheck="false">
    <select name="area" aria-label="Area"><option value="">All areas</option>${areas}</select>
  </div>
</form>
<div class="count"><p id="shown" role="status" data-noun="results">${report.results.length} results</p><button type="button" class="plain" data-clear>Show all</button></div>
<noscript><p class="count">Filters need JavaScript. All results are below.</p></noscript>`;
}

function chip(name: string, value: string, label: string): Markup {
  return markup`<label><input type="checkbox" name="${name}" value="${value}"><span>${label}</span></label>`;
}
