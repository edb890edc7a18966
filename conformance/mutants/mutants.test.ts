import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, test } from 'vitest';
import { allKilled, killTable, renderKillTable } from './index.ts';
import { findClaimed, type Mutant, mutatedSuites } from './list-mutants.ts';
import { respondJson } from './mutations.ts';
import { runMutant } from './run-mutant.ts';

// Each mutant once in `npm test`; the full proof runs it in a busy app too.
const apps = isFullProof ? (['quiet', 'busy'] as const) : (['quiet'] as const);

const harmless: Mutant = {
  id: 'does-nothing',
  breaks: ['TRN-001'],
  broken: (request, forward) => forward(request),
};

test('a mutant claims what some generation checks', () => {
  const ids = mutatedSuites.flatMap(({ suite }) => suite.checked.map(({ id }) => id));
  const claimed = new Set(mutatedSuites.flatMap(({ mutants }) => mutants.flatMap(({ breaks }) => breaks)));
  expect([...claimed].filter((key) => !ids.some((id) => id.endsWith(`-${key}`)))).toEqual([]);
});

describe.each(mutatedSuites)('$suite.generation', ({ generation, suite, mutants }) => {
  test('no requirement is failed by the mock as it is in a busy app', async () => {
    const results = await runMutant(generation, harmless.broken, suite.checked, 'busy');
    expect(results.filter(({ outcome }) => outcome !== 'survived')).toEqual([]);
  });

  test('mutants have different ids in kebab-case, and claim something', () => {
    const ids = mutants.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(mutants.filter(({ breaks }) => breaks.length === 0)).toEqual([]);
  });

  test('every checked requirement is killed by a mutant', () => {
    const claimed = new Set(mutants.flatMap((mutant) => findClaimed(suite.checked, mutant)));
    const idle = suite.checked.filter((requirement) => !claimed.has(requirement)).map(({ id }) => id);
    expect(idle, 'write a mutant for each, in the file of its area').toEqual([]);
  });

  test('each mutant is found by an assertion of each requirement that it claims', async () => {
    const missed: string[] = [];
    for (const mutant of mutants) {
      const { id, broken } = mutant;
      const claimed = findClaimed(suite.checked, mutant);
      for (const app of apps) {
        for (const result of await runMutant(generation, broken, claimed, app)) {
          // What was expected, and what came.
          const isFound = result.outcome === 'killed' && /expected [\s\S]*got /.test(result.message);
          if (!isFound)
            missed.push(`${id}: ${result.id} ${result.outcome} in a ${app} app: ${result.message}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });
});

const [first] = mutatedSuites;
if (!first) throw new Error('There are no mutants.');
const buildTable = (mutant: Mutant) => killTable({ suites: [{ ...first, mutants: [mutant] }] });

test('a mutant that no requirement finds is shown as missed, with what it breaks', async () => {
  const rows = await buildTable(harmless);
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows, ['V1-TRN-001'])).toBe(
    [
      'MISSED  v1/does-nothing  V1-TRN-001',
      '        V1-TRN-001 survived',
      '        V1-TRN-001 in a busy app survived',
      '',
      '0 of 1 mutants killed; 0 of 1 checked requirements killed one',
      '',
    ].join('\n'),
  );
});

test('a mutant that makes a requirement crash is missed too; one that is found is killed', async () => {
  const crashing = await buildTable({
    ...harmless,
    broken: () => Promise.reject(new Error('no connection')),
  });
  expect(renderKillTable(crashing)).toContain(
    'V1-TRN-001 crashed: expected an answer, got none: no connection',
  );
  const killed = await buildTable({ ...harmless, broken: async () => respondJson({ errorCode: 70001 }) });
  expect(allKilled(killed)).toBe(true);
  expect(renderKillTable(killed)).toContain('killed  v1/does-nothing  V1-TRN-001\n');
});

test('a mutant that claims nothing is missed', async () => {
  const rows = await buildTable({ ...harmless, breaks: [] });
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows)).toContain('MISSED  v1/does-nothing\n');
});

test('a requirement that no mutant breaks is shown as missed', () => {
  expect(renderKillTable([], ['V4-ENV-001'])).toBe(
    'MISSED  no mutant breaks V4-ENV-001\n\n0 of 0 mutants killed; 0 of 1 checked requirements killed one\n',
  );
  expect(allKilled([], ['V4-ENV-001'])).toBe(false);
});
