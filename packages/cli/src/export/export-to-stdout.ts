import { once } from 'node:events';
import { readFilterByService } from '../record-filter.ts';
import { type ExportRun, sayGuarded } from './export-run.ts';
import { createRenderer } from './render-records.ts';

/** Writes all records to standard output, until its reader has seen enough. */
export async function exportToStdout({ flags, client, stop }: ExportRun): Promise<void> {
  const closed = new AbortController();
  process.stdout.once('error', () => closed.abort());
  const signal = AbortSignal.any([stop.signal, closed.signal]);
  const renderer = await createRenderer(flags.format, flags.formulaGuard);
  let guarded = 0;
  const write = async (text: string) => {
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain', { signal });
  };
  try {
    const filter = await readFilterByService(flags, client, signal);
    await write(renderer.head);
    for await (const { records } of client.records.list(filter, { signal }).pages()) {
      const rendered = renderer.render(records);
      guarded += rendered.guarded;
      await write(rendered.text);
    }
    sayGuarded(guarded);
  } catch (error) {
    if (!closed.signal.aborted) throw error;
  }
}
