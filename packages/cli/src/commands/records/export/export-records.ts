import { CommandError } from '../../../command-error.ts';
import { openGeneration, readServiceAccount, requireGeneration } from '../../../credentials/open-client.ts';
import { logLine, printData } from '../../../io/print.ts';
import { untilStopped } from '../../../io/stop-signal.ts';
import type { Generation } from '../../../service.ts';
import { checkFilterFlags, readFilterByService, type Services } from '../filter.ts';
import {
  type ExportFlags,
  type ExportRun,
  exportToFile,
  reportGuardedCells,
  reportWritten,
} from './export-to-file.ts';
import { readPages } from './read-pages.ts';
import { createRenderer } from './render-records.ts';

/** Writes all records of a filter to a file or to standard output. */
export async function exportRecords(flags: ExportFlags): Promise<number> {
  if (flags.out === '') throw new CommandError('--out is empty: name a file, or - for standard output');
  const isStdout = flags.out === '-' || flags.out === '/dev/stdout';
  if (isStdout && (flags.overwrite || flags.restart)) {
    const option = flags.overwrite ? '--overwrite' : '--restart';
    throw new CommandError(`${option} is for a file: leave it out with --out ${flags.out}`);
  }
  const account = await readServiceAccount(flags, flags);
  const generation = flags.generation ?? requireGeneration(account);
  const open = (name: Generation) => openGeneration(name, account);
  await using first = await open(generation === 'both' ? 'v1' : generation);
  await using second = generation === 'both' ? await open('v4') : null;
  const services: Services = second ? [first, second] : [first];
  // Before anything is opened, so that a wrong option leaves no trace.
  checkFilterFlags(flags, services);
  const ended = await untilStopped((signal) =>
    (isStdout ? exportToStdout : exportToFile)({ flags, account, generation, services, signal }),
  );
  if ('value' in ended) return 0;
  if (!isStdout) logLine('Interrupted. Run the same command again to resume.');
  return ended.exitCode;
}

/** Writes all records to standard output. The export stops when its reader does. */
async function exportToStdout({ flags, services, signal }: ExportRun): Promise<void> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard, services);
  let guarded = 0;
  let written = 0;
  const filter = await readFilterByService(flags, services, signal);
  await printData(renderer.head);
  const rests = services.map((service) => ({ service, filter }));
  for await (const { page } of readPages(rests, signal)) {
    const { records } = page;
    const rendered = renderer.render(records);
    guarded += rendered.guarded;
    written += records.length;
    await printData(rendered.text);
  }
  reportGuardedCells(guarded);
  reportWritten(written, 'to standard output');
}
