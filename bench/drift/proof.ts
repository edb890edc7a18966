import type { Exchange, Generation } from '@trtc-call/drift';
import {
  allMutants,
  conformingExchanges,
  describeMutant,
  doubtsAbout,
  findDriftIn,
  type Mutant,
  specs,
  type Trial,
  tryMutant,
  withSign,
} from '@trtc-call/drift/testing';
import { askPrism } from './prism.ts';
import { askRedocly } from './redocly.ts';
import { detectedBy, repeatExchanges, type Said } from './same-exchanges.ts';

const conforming = 10_000;
/** Prism answers requests: of each mutant it gets no more exchanges than these. */
const mostForPrism = 8;

/** The tables, and what is not as it should be. */
export interface Proof {
  readonly tables: string;
  readonly misses: readonly string[];
}

/** Each generation by itself, and then the conforming exchanges of all of them in one file. */
export async function prove(folder: string, asksOthers: boolean): Promise<Proof> {
  const proofs: Proof[] = [];
  for (const { generation } of Object.values(specs)) {
    proofs.push(await proveGeneration(generation, folder, asksOthers));
  }
  const mixed = findDriftIn(conformingExchanges({ seed: 2, count: conforming }));
  return {
    tables: proofs.map(({ tables }) => tables).join('\n\n'),
    misses: [
      ...proofs.flatMap(({ misses }) => misses),
      ...mixed.map(({ title }) => `both generations in one file: ${title}`),
    ],
  };
}

/** Changed vendors and one that keeps the contract, shown to drift, and to the others when they are asked as well. */
async function proveGeneration(generation: Generation, folder: string, asksOthers: boolean): Promise<Proof> {
  const { operations } = specs[generation];
  const mutants = allMutants(operations);
  const trials = mutants.map((mutant) =>
    tryMutant(mutant, findDriftIn(mutant.pairs().map(({ mutated }) => mutated))),
  );
  const right = [...conformingExchanges({ seed: 1, count: conforming, operations })].map(withSign);
  const alarms = findDriftIn(right).map(({ title }) => `a vendor that keeps the contract: ${title}`);
  const live = mutants.filter(({ expected }) => expected.length > 0);
  const others = asksOthers ? await askOthers(generation, live, right, folder) : [];
  return {
    tables: [
      `### ${generation}`,
      mutationTable(trials, others),
      equivalentTable(trials),
      alarmTable([{ name: 'trtc-call drift', alarmed: alarms.length }, ...others]),
    ].join('\n\n'),
    misses: listMisses(trials, [...mutants.flatMap(doubtsAbout), ...alarms]),
  };
}

/** Another tool with the number of right exchanges that it says something of. */
interface Asked extends Other {
  readonly alarmed: number;
}

async function askOthers(
  generation: Generation,
  live: readonly Mutant[],
  right: readonly Exchange[],
  folder: string,
): Promise<Asked[]> {
  const all = repeatExchanges(live);
  const some = repeatExchanges(live, mostForPrism);
  return [
    {
      name: 'redocly drift',
      detected: detectedBy(await askRedocly(generation, all.exchanges, folder), all),
      alarmed: alarmedBy(await askRedocly(generation, right, folder)),
    },
    {
      name: 'prism proxy',
      detected: detectedBy(await askPrism(generation, some.exchanges), some),
      alarmed: alarmedBy(await askPrism(generation, right)),
    },
  ];
}

function alarmedBy(said: Said): number {
  return [...said.values()].filter((lines) => lines.length > 0).length;
}

function alarmTable(tools: readonly { readonly name: string; readonly alarmed: number }[]): string {
  const rows = tools.map(({ name, alarmed }) => `| ${name} | ${alarmed.toLocaleString('en')} |`);
  const head = `| tool | exchanges that conform, of ${conforming.toLocaleString('en')}, of which it says something |`;
  return [head, '| --- | ---: |', ...rows].join('\n');
}

/** What another tool made of the same mutants. */
interface Other {
  readonly name: string;
  readonly detected: ReadonlySet<Mutant>;
}

/** One row for each operator, and one for all of them. */
function mutationTable(trials: readonly Trial[], others: readonly Other[]): string {
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
function equivalentTable(trials: readonly Trial[]): string {
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
function listMisses(trials: readonly Trial[], others: readonly string[]): string[] {
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
