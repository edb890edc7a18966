import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../findings/finding.ts';
import { rules } from '../../rules/rules.ts';
import { findDriftIn } from '../judged.ts';
import { allMutants } from './all-mutants.ts';
import { ruleClasses } from './mutant.ts';
import { doubtsAbout, tryMutant } from './try-mutants.ts';

// The short form tries one in six of the alike mutants of each operation; `npm run bench:drift` tries all.
const everyMutant = allMutants();
const kinds = Map.groupBy(everyMutant, ({ operation, operator, expected }) =>
  [operation.subject, operator, ...expected.map(({ rule }) => rule)].join(' '),
);
const mutants = isFullProof
  ? everyMutant
  : [...kinds.values()].flatMap((alike) => alike.filter((_, at) => at % 6 === 0));
const found = mutants.map((mutant) => ({
  mutant,
  findings: findDriftIn(mutant.pairs().map(({ mutated }) => mutated)),
}));

/** What is missed when findings are tampered with. */
function missesWith(tamper: (findings: readonly Finding[]) => readonly Finding[]): string[] {
  return found.flatMap(({ mutant, findings }) => tryMutant(mutant, tamper(findings)).misses);
}

test('every changed vendor is found out, by the right rule, class and place, and nothing else is found', () => {
  expect(missesWith((findings) => findings)).toEqual([]);
});

test('ajv agrees with what has to be found of each', () => {
  expect(mutants.flatMap(doubtsAbout)).toEqual([]);
});

test('a vendor that conforms all the same does so by a decision of the contract, or says other words', () => {
  const unexplained = everyMutant.filter(
    ({ expected, decisions = [], operator }) =>
      expected.length === 0 && decisions.length === 0 && operator !== 'reword',
  );
  expect(unexplained.map(({ operator, place, detail }) => `${operator} ${place} ${detail}`)).toEqual([]);
});

/** What documents and earlier checks say shows in no exchange. */
const rulesOfTraffic = rules
  .filter(({ detect }) => !('facts' in detect || 'page' in detect || 'state' in detect))
  .map(({ id }) => id);

test('every rule of exchanges has a mutant that it finds, and a class', () => {
  expect(listUnproven(rulesOfTraffic)).toEqual([]);
  expect(Object.keys(ruleClasses).sort()).toEqual(rulesOfTraffic.toSorted());
});

test('a rule without a mutant is named', () => {
  expect(listUnproven(['mismatch', 'a-new-rule'])).toEqual([
    'a-new-rule: no mutant expects it; write one in src/testing/mutants',
  ]);
});

function listUnproven(ids: readonly string[]): string[] {
  const proven = new Set<string>(everyMutant.flatMap(({ expected }) => expected.map(({ rule }) => rule)));
  return ids
    .filter((id) => !proven.has(id))
    .map((id) => `${id}: no mutant expects it; write one in src/testing/mutants`);
}

describe('the benchmark goes red when', () => {
  test.each(rulesOfTraffic)('%s is never found', (rule) => {
    expect(
      missesWith((findings) => findings.filter(({ fingerprint }) => fingerprint.rule !== rule)),
    ).not.toEqual([]);
  });
  test('a class is wrong', () => {
    const misses = missesWith((findings) =>
      findings.map((finding) => (finding.class === 'additive' ? { ...finding, class: 'breaking' } : finding)),
    );
    expect(misses).not.toEqual([]);
  });
  test('a line is wrong', () => {
    const misses = missesWith((findings) =>
      findings.map((finding) => ({
        ...finding,
        location: finding.location && { ...finding.location, line: 1 },
      })),
    );
    expect(misses).not.toEqual([]);
  });
  test('something is found of a vendor that conforms', () => {
    const [first] = found.flatMap(({ findings }) => findings);
    expect(missesWith((findings) => (first ? [...findings, first] : findings))).not.toEqual([]);
  });
});
