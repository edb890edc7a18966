import type { Exchange, Generation } from '@trtc-call/drift';
import {
  allMutants,
  conformingExchanges,
  doubtsAbout,
  findDriftIn,
  type Mutant,
  specs,
  tryMutant,
  withSign,
} from '@trtc-call/drift/testing';
import { equivalentTable, listMisses, mutationTable, type Other } from './mutation-table.ts';
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
