import { readFilter } from '../record-filter.ts';
import { type ExportRun, sayGuarded } from './export-run.ts';
import { createRenderer } from './render-records.ts';

/** Writes all records to standard output. Whoever stops reading stops the export. */
export async function exportToStdout({ flags, client, signal }: ExportRun): Promise<void> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard);
  let guarded = 0;
  await write(renderer.head);
  for await (const { records } of client.records.list(readFilter(flags, Date.now()), { signal }).pages()) {
    const rendered = renderer.render(records);
    guarded += rendered.guarded;
    await write(rendered.text);
  }
  sayGuarded(guarded);
}

/** Waits until the text is out, so that an export that ends well has been taken whole. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve();
      // Later, so that whoever watches the output has been told first.
      else setImmediate(reject, error);
    });
  });
}
