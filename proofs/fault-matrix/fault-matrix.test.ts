import { expect, test } from 'vitest';
import { brokenClients } from './broken-clients.ts';
import { type FaultRow, faultRows } from './fault-rows.ts';
import { judgeRow } from './run-matrix.ts';

test.each(faultRows)('the client meets "$fault" as expected, and leaves nothing behind', async (row) => {
  const { wrong } = await judgeRow(row);
  expect(wrong, 'run npm run faults for the whole matrix').toEqual([]);
});

test.each(brokenClients)('$name is caught by "$caughtBy"', async ({ make, caughtBy, says }) => {
  const { wrong } = await judgeRow(findRow(caughtBy), make);
  expect(wrong.join('\n')).toContain(says);
});

test('no two rows have the same name', () => {
  expect(new Set(faultRows.map(({ fault }) => fault)).size).toBe(faultRows.length);
});

function findRow(fault: string): FaultRow {
  const row = faultRows.find((row) => row.fault === fault);
  if (!row) throw new Error(`there is no row "${fault}": name one of fault-rows.ts`);
  return row;
}
