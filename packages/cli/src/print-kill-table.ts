import { listReceiverRequirements } from '@trtc-call/conformance';
import { allKilled, killTable, receiverKillTable, renderKillTable } from '@trtc-call/conformance/mutants';
import { print, printJson } from './output/print.ts';

/**
 * Runs every mutant, of the mock and of a receiver, and prints which requirement finds it.
 *
 * @returns the exit code: 0 when all are found, 1 when one is missed
 */
export async function printKillTable(json: boolean): Promise<number> {
  const ofApi = await killTable();
  const ofReceivers = await receiverKillTable();
  const rows = [...ofApi, ...ofReceivers];
  const receivers = listReceiverRequirements().length;
  if (json) printJson(rows);
  else print(`${renderKillTable(ofApi)}\nReceivers\n${renderKillTable(ofReceivers, receivers)}`);
  return allKilled(rows) ? 0 : 1;
}
