import { expect, test } from 'vitest';
import { allKilled, killTable, renderKillTable } from './index.ts';
import { type Mutant, mutatedSuites } from './list-mutants.ts';

const [first] = mutatedSuites;
if (!first) throw new Error('There are no mutants.');
const checked = mutatedSuites.reduce((sum, { suite }) => sum + suite.checked.length, 0);
const harmless: Mutant = {
  id: 'does-nothing',
  breaks: ['TRN-001'],
  broken: (request, forward) => forward(request),
};
const buildTable = (mutant: Mutant) => killTable({ suites: [{ ...first, mutants: [mutant] }] });

test('a mutant that no requirement finds is shown as missed, with what it breaks', async () => {
  const rows = await buildTable(harmless);
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows)).toBe(
    [
      'MISSED  v1/does-nothing  V1-TRN-001',
      '        V1-TRN-001 survived',
      '        V1-TRN-001 in a busy app survived',
      '',
      `0 of 1 mutants killed; 0 of ${checked} checked requirements killed one`,
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
  const killed = await buildTable({ ...harmless, broken: async () => Response.json({ errorCode: 70001 }) });
  expect(allKilled(killed)).toBe(true);
  expect(renderKillTable(killed)).toContain('killed  v1/does-nothing  V1-TRN-001\n');
});

test('a mutant that claims nothing is missed', async () => {
  const rows = await buildTable({ ...harmless, breaks: [] });
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows)).toContain('MISSED  v1/does-nothing\n');
});
