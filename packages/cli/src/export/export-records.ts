import { CommandError } from '../command-error.ts';
import type { ExportFlags } from '../commands/records.ts';
import { readAccount } from '../credentials/read-credentials.ts';
import { clientOf } from '../open-client.ts';
import { logLine } from '../output/print.ts';
import { checkFilterFlags } from '../record-filter.ts';
import { untilStopped } from '../stop-signal.ts';
import { exportToFile } from './export-to-file.ts';
import { exportToStdout } from './export-to-stdout.ts';

/**
 * Writes all records of a filter to a file or to standard output.
 *
 * @returns the exit code
 */
export async function exportRecords(flags: ExportFlags): Promise<number> {
  const isStdout = flags.out === '-' || flags.out === '/dev/stdout';
  if (isStdout && (flags.overwrite || flags.restart)) {
    const option = flags.overwrite ? '--overwrite' : '--restart';
    throw new CommandError(`${option} is for a file: leave it out with --out ${flags.out}`);
  }
  // Before anything is opened, so that a wrong option leaves no trace.
  checkFilterFlags(flags);
  const account = await readAccount({ file: flags.credentials, environment: process.env });
  await using client = clientOf(account);
  const ended = await untilStopped((signal) =>
    (isStdout ? exportToStdout : exportToFile)({ flags, account, client, signal }),
  );
  if ('value' in ended) return 0;
  if (!isStdout) logLine('Interrupted. The same command goes on from here.');
  return ended.exitCode;
}
