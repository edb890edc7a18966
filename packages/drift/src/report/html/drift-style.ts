import { pageStyle, type Tone, toneRule } from '@trtc-call/rendering';
import type { FindingClass } from '../../findings/difference.ts';

const toneOf: Readonly<Record<FindingClass, Tone>> = {
  breaking: 'bad',
  additive: 'warn',
  informational: 'note',
};

const classRules = Object.entries(toneOf)
  .map(([name, tone]) => toneRule(name, tone))
  .join('\n');

/** The style that all pages share, and what only this report has: tables of what was compared. */
export const driftStyle = `${pageStyle}
.result summary { grid-template-columns: 1.25rem 8.2rem 7rem minmax(0, 1fr); }
.links a { grid-template-columns: 8.5rem 7rem minmax(0, 1fr); }
.sheet { overflow: hidden; }
.sheet th, .sheet td { text-align: left; padding: .55rem .75rem; font-weight: 450; vertical-align: top; }
.sheet th:first-child { padding-left: 1.15rem; }
.sheet thead th { color: var(--soft); font-size: .8125rem; border-bottom: 1px solid var(--line); }
.sheet tbody tr + tr > * { border-top: 1px solid var(--line); }
.sheet .number { text-align: right; }
.sheet .number, .sheet .day { white-space: nowrap; }
.sheet .quiet { display: block; font-size: .875rem; }
.reasons { padding: .8rem 1.15rem .8rem 2.2rem; }
${classRules}

@media (max-width: 44rem) {
  .result summary { grid-template-columns: 1.1rem auto minmax(0, 1fr); }
  .links a { grid-template-columns: auto 1fr; }
  .sheet th, .sheet td { padding: .5rem .4rem; font-size: .875rem; }
  .sheet th:first-child { padding-left: .9rem; }
}
`;
