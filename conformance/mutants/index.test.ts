import { expect, test } from 'vitest';
import { checkedRequirements } from '../requirements/v1/index.ts';
import { allKilled, killTable, renderKillTable } from './index.ts';
import { mutants } from './v1/index.ts';
import type { Mutant } from './v1/mutant.ts';
import { unmutated } from './v1/run-mutant.ts';

test('every mutant is killed, and the table says so', async () => {
  const rows = await killTable();
  const table = renderKillTable(rows);
  expect(table).not.toContain('MISSED');
  expect(table.match(/^killed {2}/gm)).toHaveLength(mutants.length);
  expect(table).toContain(
    `${mutants.length} of ${mutants.length} mutants killed; ` +
      `${checkedRequirements.length} of ${checkedRequirements.length} checked requirements killed one`,
  );
  expect(allKilled(rows)).toBe(true);
  const messages = rows.flatMap(({ results }) => results.map(({ id, message }) => `${id} ${message}`));
  // What was expected, and what came.
  const isTold = /expected [\s\S]*got /;
  expect(messages.filter((message) => !isTold.test(message))).toEqual([]);
});

const harmless: Mutant = {
  id: 'does-nothing',
  breaks: ['V1-TRN-001'],
  description: 'Nothing is broken.',
  mutate: unmutated,
};

test('a mutant that no requirement finds is shown as missed, with what it breaks', async () => {
  const rows = await killTable([harmless]);
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows)).toBe(
    [
      'MISSED  does-nothing  V1-TRN-001',
      '        V1-TRN-001 survived: Nothing is broken.',
      '        V1-TRN-001 in a busy app survived: Nothing is broken.',
      '',
      `0 of 1 mutants killed; 0 of ${checkedRequirements.length} checked requirements killed one`,
      '',
    ].join('\n'),
  );
});

test('a mutant that makes a requirement crash is missed too', async () => {
  const mutate: Mutant['mutate'] = () => Promise.reject(new Error('no connection'));
  const rows = await killTable([{ ...harmless, mutate }]);
  expect(renderKillTable(rows)).toContain('V1-TRN-001 crashed: expected an answer, got none: no connection');
});

test('a mutant that claims nothing is missed', async () => {
  const rows = await killTable([{ ...harmless, breaks: [] }]);
  expect(allKilled(rows)).toBe(false);
  expect(renderKillTable(rows)).toContain('MISSED  does-nothing\n');
});
