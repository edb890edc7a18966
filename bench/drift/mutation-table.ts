import { describeMutant, type Mutant, type Trial } from '@trtc-call/drift/testing';

/** What another tool made of the same mutants. */
export interface Other {
  readonly name: string;
  readonly detected: ReadonlySet<Mutant>;
}

/** One row for each operator, and one for all of them. */
export function mutationTable(trials: readonly Trial[], others: readonly Other[]): string {
  const operators = [...new Set(trials.map(({ mutant }) => mutant.operator))];
  const heads = [
    'operator',
    'mutants',
    'detected',
    'right class',
    'right place',
    ...others.map(({ name }) => name),
    'conform all the same',
  ];
  const rows = operators.map((operator) =>
    renderRow(
      operator,
      trials.filter(({ mutant }) => mutant.operator === operator),
      others,
    ),
  );
  return [
    `| ${heads.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(heads.length - 1)}`,
    ...rows,
    renderRow('**all**', trials, others),
  ].join('\n');
}

/** Those that conform by a decision of the contract, or because only words for people differ. */
export function equivalentTable(trials: readonly Trial[]): string {
  const equivalent = trials.filter(({ isEquivalent }) => isEquivalent).map(({ mutant }) => mutant);
  const kinds = Map.groupBy(equivalent, ({ operator, place, detail }) => {
    const what = operator === 'reword' ? 'text that is free' : `${place} ${detail}`.trim();
    return `${operator}: ${what}`;
  });
  const rows = [...kinds].map(([kind, mutants]) => {
    const decisions = [...new Set(mutants.flatMap(({ decisions: own = [] }) => own))];
    const why = kind.startsWith('reword') ? 'no list, no bound' : decisions.join(', ');
    return `| ${kind} | ${mutants.length} | ${why} |`;
  });
  return ['| what | mutants | why it conforms |', '| --- | ---: | --- |', ...rows].join('\n');
}

/** What is not as it should be, one line each. */
export function listMisses(trials: readonly Trial[], others: readonly string[]): string[] {
  const missed = trials.filter(
    ({ isEquivalent, isDetected, misses }) => !isEquivalent && !isDetected && misses.length === 0,
  );
  return [
    ...others,
    ...trials.flatMap(({ misses }) => misses),
    ...missed.map(({ mutant }) => `${describeMutant(mutant)}: not detected`),
  ];
}

function renderRow(name: string, trials: readonly Trial[], others: readonly Other[]): string {
  const live = trials.filter(({ isEquivalent }) => !isEquivalent);
  const count = (isSo: (trial: Trial) => boolean) => live.filter(isSo).length.toLocaleString('en');
  const cells = [
    name,
    live.length.toLocaleString('en'),
    count(({ isDetected }) => isDetected),
    count(({ hasRightClass }) => hasRightClass),
    count(({ hasRightPlace }) => hasRightPlace),
    ...others.map(({ detected }) => count(({ mutant }) => detected.has(mutant))),
    String(trials.length - live.length),
  ];
  return `| ${cells.join(' | ')} |`;
}
