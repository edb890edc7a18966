import { rm } from 'node:fs/promises';
import { CommandError, systemCodeOf } from '../command-error.ts';
import { localTime } from '../output/local-time.ts';
import { say } from '../output/print.ts';
import { createProgressLine } from '../output/progress-line.ts';
import { readFilterByService, readServiceTime } from '../record-filter.ts';
import { type ExportRun, sayGuarded } from './export-run.ts';
import { type ExportState, newState, planOf, readState, writeState } from './export-state.ts';
import { renameDurably, sizeOf } from './files.ts';
import { lockExport } from './lock-export.ts';
import { openPart } from './part-file.ts';
import { createRenderer } from './render-records.ts';
import { refuseIfTooLate } from './too-late.ts';
import { notWritten, recentOnes } from './written-records.ts';

interface Paths {
  readonly out: string;
  readonly part: string;
  readonly state: string;
}

/**
 * Writes all records to a file, and goes on with what an interrupted export has left.
 *
 * @throws CommandError when the file cannot be written, or the rest of an interrupted export cannot be gone on with
 */
export async function exportToFile(run: ExportRun): Promise<void> {
  const { out } = run.flags;
  const paths = { out, part: `${out}.part`, state: `${out}.part.state` };
  try {
    await using _lock = await lockExport(`${out}.part.lock`);
    const state = await beginOrGoOn(run, paths);
    if (!state) return;
    const whole = state.whole ? state : await readRest(run, paths, state);
    await renameDurably(paths.part, paths.out);
    await rm(paths.state, { force: true });
    sayGuarded(whole.guarded);
    if (process.stderr.isTTY) say(`${whole.records} records in ${out}`);
  } catch (error) {
    throw inOurWords(error, paths);
  }
}

/** The state from which the export goes on; nothing when the file is whole already. */
async function beginOrGoOn(
  { flags, account, client, stop }: ExportRun,
  paths: Paths,
): Promise<ExportState | undefined> {
  const { format, formulaGuard } = flags;
  const { sdkAppId, baseUrl } = account;
  const plan = planOf({ sdkAppId, baseUrl, format, formulaGuard, asked: flags });
  const left = flags.restart ? undefined : await readState(paths.state, plan);
  const partSize = await sizeOf(paths.part);
  const outSize = await sizeOf(paths.out);
  if (left?.whole && partSize === undefined && outSize === left.bytes) {
    // It was interrupted between its last two steps.
    await rm(paths.state, { force: true });
    say(`${paths.out} is whole already.`);
    return undefined;
  }
  if (outSize !== undefined && !flags.overwrite) {
    throw new CommandError(`${paths.out} exists: give --overwrite to replace it, or another --out`);
  }
  if (left) {
    if (!left.whole) refuseIfTooLate(left, await readServiceTime(client, stop.signal));
    say(
      `Goes on with an interrupted export: ${left.records} records, up to ${localTime(left.completedUpTo)}.`,
    );
    return left;
  }
  if (partSize !== undefined && !flags.restart) {
    throw new CommandError(
      `${paths.part} exists without its state: move it away, or begin again with --restart`,
    );
  }
  const begun = newState(plan, await readFilterByService(flags, client, stop.signal));
  // In this order: a part file without a state would not be known as ours.
  await writeState(paths.state, begun);
  return begun;
}

async function readRest(
  { flags, client, stop }: ExportRun,
  paths: Paths,
  from: ExportState,
): Promise<ExportState> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard);
  const progress = createProgressLine(from.filter, process.stderr);
  const isNew = notWritten(from);
  const rest = { ...from.filter, startTimestamp: from.completedUpTo };
  let state = from;
  await using part = await openPart(paths.part, state.bytes);
  if (state.bytes === 0) state = { ...state, bytes: await part.append(renderer.head) };
  try {
    for await (const page of client.records.list(rest, { signal: stop.signal }).pages()) {
      const records = page.records.filter(isNew);
      // After a page that may lack some the reading ends with an error; the next run asks for its span again.
      if (!page.isComplete) continue;
      progress.show(page.endTimestamp, state.records + records.length);
      if (records.length === 0) continue;
      const { text, guarded } = renderer.render(records);
      const bytes = await part.append(text);
      state = advanced(state, { records, guarded, bytes, completedUpTo: page.endTimestamp });
      await writeState(paths.state, state);
    }
  } finally {
    progress.done();
  }
  const whole = { ...state, whole: true };
  await writeState(paths.state, whole);
  return whole;
}

type Written = Pick<ExportState, 'bytes' | 'guarded' | 'completedUpTo'> & {
  records: Parameters<typeof recentOnes>[1];
};

function advanced(state: ExportState, { records, guarded, bytes, completedUpTo }: Written): ExportState {
  return {
    ...state,
    bytes,
    completedUpTo,
    records: state.records + records.length,
    guarded: state.guarded + guarded,
    recent: recentOnes(state.recent, records, completedUpTo),
  };
}

const causes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'your share of the disk is full: make room',
  EFBIG: 'the file is too large for this place: raise the limit',
  EACCES: 'you may not write there: choose another --out',
  EPERM: 'you may not write there: choose another --out',
  EROFS: 'nothing can be written there: choose another --out',
  ENOENT: 'the folder does not exist: make it, or choose another --out',
  ENOTDIR: 'its folder is no folder: choose another --out',
  EISDIR: 'it is a folder: choose another --out',
};

function inOurWords(error: unknown, { out }: Paths): unknown {
  // Errors of the service have codes too, of their own.
  const isOfFiles = error instanceof Error && 'syscall' in error && 'errno' in error;
  if (!isOfFiles) return error;
  const code = systemCodeOf(error);
  const remedy = causes[code] ?? `the system says ${code}: look at the place`;
  return new CommandError(`cannot write ${out}: ${remedy}. The same command goes on`, 2, { cause: error });
}
