import { CommandError } from '../../../command-error.ts';
import { clientOf } from '../../../credentials/open-client.ts';
import { readAccount } from '../../../credentials/read-credentials.ts';
import { logLine, printData } from '../../../io/print.ts';
import { untilStopped } from '../../../io/stop-signal.ts';
import { checkFilterFlags, readFilterByService } from '../filter.ts';
import type { ExportFlags } from './export-to-file.ts';
import { type ExportRun, exportToFile, reportGuardedCells, reportWritten } from './export-to-file.ts';
import { createRenderer } from './render-records.ts';

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
  if (!isStdout) logLine('Interrupted. Run the same command again to resume.');
  return ended.exitCode;
}

/** Writes all records to standard output. The export stops when its reader does. */
async function exportToStdout({ flags, client, signal }: ExportRun): Promise<void> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard);
  let guarded = 0;
  let written = 0;
  const filter = await readFilterByService(flags, client, signal);
  await printData(renderer.head);
  for await (const { records } of client.records.list(filter, { signal }).pages()) {
    const rendered = renderer.render(records);
    guarded += rendered.guarded;
    written += records.length;
    await printData(rendered.text);
  }
  reportGuardedCells(guarded);
  reportWritten(written, 'to standard output');
}
