import { type Markup, markup } from '@trtc-call/reporting';
import { areaName } from '../area-names.ts';
import { buildMatrix, listAreas, splitByGeneration } from '../matrix.ts';
import type { RunReport, Verdict } from '../run-report.ts';
import { levelOrder, verdictOrder, verdictWords } from '../verdicts.ts';

const passing: readonly Verdict[] = ['pass', 'observed'];

/** Counts per area and level; each is a button that shows what it counts. */
export function matrixSection(report: RunReport): Markup {
  const parts = splitByGeneration(report);
  const tables = (parts.length === 0 ? [report] : parts).map(
    (part) => markup`
<h2>Areas${parts.length > 1 ? ` of ${part.generation}` : ''}</h2>
${matrixTable(part)}`,
  );
  return markup`${tables}`;
}

function matrixTable(report: RunReport): Markup {
  const rows = buildMatrix(report);
  const levels = levelOrder.filter((level) => rows.some((row) => row.level === level));
  const body = listAreas(report).map((area) => {
    const cells = levels.map((level) => {
      const row = rows.find((candidate) => candidate.area === area && candidate.level === level);
      if (!row) return markup`<td></td>`;
      const words = verdictOrder.flatMap((verdict) =>
        row.counts[verdict] ? [`${row.counts[verdict]} ${verdictWords[verdict].label}`] : [],
      );
      return markup`<td><button type="button" data-area="${area}" data-level="${level}" title="${words.join(', ')}" aria-label="Show ${area} ${level}: ${words.join(', ')}">${tallies(row.counts)}</button></td>`;
    });
    return markup`<tr><th scope="row"><span class="code">${area}</span> <span class="name">${areaName(area)}</span></th>${cells}</tr>`;
  });
  const heads = levels.map((level) => markup`<th scope="col">${level}</th>`);
  return markup`<div class="matrix card"><table>
  <thead><tr><th scope="col">Area</th>${heads}</tr></thead>
  <tbody>${body}</tbody>
</table></div>`;
}

function tallies(counts: Partial<Record<Verdict, number>>): Markup[] {
  const order = [...verdictOrder].toSorted(
    (a, b) => Number(passing.includes(b)) - Number(passing.includes(a)),
  );
  return order.flatMap((verdict) => {
    const count = counts[verdict];
    if (!count) return [];
    return [markup`<span class="tally ${verdict}">${count} ${verdictWords[verdict].mark}</span>`];
  });
}
