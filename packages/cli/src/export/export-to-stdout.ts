import { printData } from '../output/print.ts';
import { readFilterByService } from '../record-filter.ts';
import { type ExportRun, reportGuardedCells, reportWritten } from './export-run.ts';
import { createRenderer } from './render-records.ts';

/** Writes all records to standard output. Whoever stops reading stops the export. */
export async function exportToStdout({ flags, client, signal }: ExportRun): Promise<void> {
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
