import { CommandError } from '../command-error.ts';
import type { ExportFlags } from '../commands/records.ts';
import { readAccount } from '../credentials/read-credentials.ts';
import { clientOf } from '../open-client.ts';
import { say } from '../output/print.ts';
import { checkFilterFlags } from '../record-filter.ts';
import { stopSignal } from '../stop-signal.ts';
import { exportToFile } from './export-to-file.ts';
import { exportToStdout } from './export-to-stdout.ts';

/**
 * Writes all records of a filter to a file or to standard output.
 *
 * @returns the exit code
 */
export async function exportRecords(flags: ExportFlags): Promise<number> {
  const isStdout = flags.out === '-';
  if (isStdout && (flags.overwrite || flags.restart)) {
    const option = flags.overwrite ? '--overwrite' : '--restart';
    throw new CommandError(`${option} is for a file: leave it out with --out -`);
  }
  // Before anything is opened, so that a wrong option leaves no trace.
  checkFilterFlags(flags);
  const account = await readAccount({ file: flags.credentials, environment: process.env });
  await using client = clientOf(account);
  const stop = stopSignal();
  try {
    await (isStdout ? exportToStdout : exportToFile)({ flags, account, client, stop });
    return 0;
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    if (!isStdout) say('Interrupted. The same command goes on from here.');
    return stop.received;
  }
}
