import { allKilled, killTable, renderKillTable } from '@trtc-call/conformance';

/**
 * Runs every mutant and prints which requirement finds it.
 *
 * @returns the exit code: 0 when all are found, 1 when one is missed
 */
export async function printKillTable(json: boolean): Promise<number> {
  const rows = await killTable();
  process.stdout.write(json ? `${JSON.stringify(rows, null, 2)}\n` : renderKillTable(rows));
  return allKilled(rows) ? 0 : 1;
}
