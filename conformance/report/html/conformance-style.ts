import { pageStyle, type Tone, toneRule } from '@trtc-call/reporting';
import type { Verdict } from '../run-report.ts';

const toneOf: Readonly<Record<Verdict, Tone>> = {
  pass: 'good',
  fail: 'bad',
  error: 'odd',
  blocked: 'odd',
  'known-divergence': 'warn',
  skipped: 'dull',
  excluded: 'faint',
  observed: 'note',
};

const verdictRules = Object.entries(toneOf)
  .map(([verdict, tone]) => toneRule(verdict, tone))
  .join('\n');

/** The style that all pages share, and what only this report has: the table of areas and exchanges side by side. */
export const conformanceStyle = `${pageStyle}
.matrix table { table-layout: fixed; }
.matrix th:first-child { width: 30%; }
.matrix .name { color: var(--soft); font-size: .875rem; }
.matrix .code { display: inline-block; min-width: 3.2rem; }
.matrix { overflow: hidden; }
.matrix th, .matrix td { text-align: left; padding: .2rem .5rem; font-weight: 450; }
.matrix th:first-child { padding-left: 1.15rem; }
.matrix th { overflow-wrap: break-word; }
.matrix thead th { color: var(--soft); font-size: .8125rem; padding-top: .7rem; padding-bottom: .6rem; border-bottom: 1px solid var(--line); }
.matrix thead th + th { padding-left: 1rem; }
.matrix tbody tr + tr > * { border-top: 1px solid var(--line); }
.matrix button { font: inherit; font-size: .9375rem; color: var(--ink); background: none; border: 0; border-radius: 7px; padding: .4rem .5rem; width: 100%; text-align: left; cursor: pointer; display: flex; gap: .2rem .75rem; flex-wrap: wrap; }
.matrix button:hover { background: var(--sunk); }
.tally { white-space: nowrap; }

.causes li { padding-bottom: .8rem; }
.causes li > a { padding-bottom: .15rem; }
.causes p { padding: .1rem 1.15rem 0; }
.causes .seen { font-size: .9375rem; color: var(--soft); overflow-wrap: break-word; }
.causes .seen b { color: var(--ink); font-weight: 560; }
.causes .others { font-size: .875rem; color: var(--soft); }
.causes .others a { display: inline; padding: 0; color: var(--accent); }
.fold > summary { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: .75rem; padding: .68rem 1.15rem; cursor: pointer; list-style: none; color: var(--soft); border-radius: 12px; }
.fold > summary::-webkit-details-marker { display: none; }
.fold > summary:hover { background: var(--sunk); }
.fold > .result, .result + .fold { border-top: 1px solid var(--line); }
.exchange { border: 1px solid var(--line); border-radius: 9px; overflow: hidden; min-width: 0; background: var(--sunk); }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
.side { padding: .8rem 1rem; min-width: 0; }
.side + .side { border-left: 1px solid var(--line); }
.side h4 { margin: 0 0 .5rem; font-size: .8125rem; font-weight: 620; }
.side h4 span { font-weight: 450; color: var(--soft); }
.side code { display: block; }
.side pre { margin: .6rem 0 0; white-space: pre-wrap; max-height: 26rem; overflow-y: auto; tab-size: 2; }
${verdictRules}

@media (max-width: 44rem) {
  .facts .wide { grid-column: 1 / -1; }
  .causes p { padding-left: .9rem; padding-right: .9rem; }
  .fold > summary { padding: .75rem .9rem; gap: .55rem; grid-template-columns: 1.1rem minmax(0, 1fr); }
  .matrix table { table-layout: auto; }
  .matrix th, .matrix td { padding: .15rem .1rem; }
  .matrix th:first-child { padding-left: .9rem; width: auto; }
  .matrix thead th + th { padding-left: .3rem; }
  .matrix thead th { font-size: .6875rem; }
  .matrix tbody th { font-size: .875rem; }
  .matrix .name { display: none; }
  .matrix .code { min-width: 0; }
  .matrix button { padding: .55rem .2rem; font-size: .875rem; gap: 0 .4rem; }
  .matrix tr > :last-child { padding-right: .6rem; }
  .sides { grid-template-columns: minmax(0, 1fr); }
  .side + .side { border-left: 0; border-top: 1px solid var(--line); }
}
`;
