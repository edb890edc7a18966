import { rm } from 'node:fs/promises';
import { NotAFileError, resolveFile } from '@trtc-call/reporting';
import { CommandError, readErrorCode } from '../../../command-error.ts';
import type { Account } from '../../../credentials/read-credentials.ts';
import { localTime } from '../../../io/local-time.ts';
import { errorTerminal, logLine } from '../../../io/print.ts';
import { createProgressLine } from '../../../io/progress-line.ts';
import type { ServiceFlags } from '../../../options.ts';
import type { Filter } from '../../../service.ts';
import { type FilterFlags, readFilterByService, readServiceTime, type Services } from '../filter.ts';
import {
  advance,
  createPlan,
  type ExportGeneration,
  type ExportState,
  newState,
  notWritten,
  readProgress,
  readState,
  refuseIfTooLate,
  writeState,
} from './export-state.ts';
import { exists, giveName, lstatIfThere, notOwn, openPart, statIfThere } from './files.ts';
import { lockExport } from './lock-export.ts';
import { readPages } from './read-pages.ts';
import { createRenderer, type ExportFormat } from './render-records.ts';

export interface ExportFlags extends Omit<ServiceFlags, 'generation'>, FilterFlags {
  generation?: ExportGeneration;
  out: string;
  format: ExportFormat;
  formulaGuard: boolean;
  overwrite?: true;
  restart?: true;
}

interface Paths {
  /** The file itself, where a link was named. */
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
  try {
    // Beside the file that a link names, since a rename is atomic only within one file system.
    const out = await resolveFile(run.flags.out);
    const paths = { out, part: `${out}.part`, state: `${out}.part.state` };
    await using _lock = await lockExport(`${out}.part.lock`);
    const state = await beginOrGoOn(run, paths);
    if (!state) return;
    const whole = state.whole ? state : await readRest(run, paths, state);
    await giveName(paths.part, paths.out, run.flags.overwrite ?? false);
    await rm(paths.state, { force: true });
    reportGuardedCells(whole.guarded);
    reportWritten(whole.records, `to ${run.flags.out}`);
  } catch (error) {
    throw toCommandError(error, run.flags.out);
  }
}

/** The state from which the export goes on; nothing when the file is whole already. */
async function beginOrGoOn(
  { flags, account, generation, services, signal }: ExportRun,
  paths: Paths,
): Promise<ExportState | undefined> {
  const { format, formulaGuard } = flags;
  const { sdkAppId, baseUrl } = account;
  const plan = createPlan({ generation, sdkAppId, baseUrl, format, formulaGuard, asked: flags });
  const left = flags.restart ? undefined : await readState(paths.state, plan);
  const part = await lstatIfThere(paths.part);
  const out = await statIfThere(paths.out);
  const hasBothNames = part !== undefined && part.ino === out?.ino && part.dev === out.dev;
  if (left?.whole && out?.size === left.bytes && (part === undefined || hasBothNames)) {
    // It was interrupted between its last steps.
    await rm(paths.part, { force: true });
    await rm(paths.state, { force: true });
    logLine(`${flags.out} is whole already.`);
    return undefined;
  }
  if (out && !flags.overwrite) throw exists(flags.out);
  if (left) {
    if (!left.whole) refuseIfTooLate(left, services, await readServiceTime(services, signal));
    const reached = services.map(({ generation }) => readProgress(left, generation).completedUpTo);
    logLine(
      `Resuming an interrupted export: ${left.records} records, up to ${localTime(Math.min(...reached))}.`,
    );
    return left;
  }
  if (part?.isSymbolicLink() && !flags.restart) throw notOwn(paths.part, 'a symbolic link');
  if (part && !flags.restart) {
    throw new CommandError(
      `${paths.part} exists without its state: move it away, or begin again with --restart`,
    );
  }
  const begun = newState(plan, await readFilterByService(flags, services, signal));
  // In this order: a part file without a state would not be known as ours.
  await writeState(paths.state, begun);
  return begun;
}

async function readRest(
  { flags, services, signal }: ExportRun,
  paths: Paths,
  from: ExportState,
): Promise<ExportState> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard, services);
  const progressLine = createProgressLine(errorTerminal());
  const rests = services.map((service) => {
    const progress = readProgress(from, service.generation);
    const filter = { ...from.filter, start: progress.completedUpTo };
    return { service, filter, isNew: notWritten(progress, from.filter) };
  });
  let state = from;
  /** The states of this run after `from`, to go back to. */
  const states: ExportState[] = [];
  await using part = await openPart(paths.part, state.bytes);
  if (state.bytes === 0) state = { ...state, bytes: await part.append(renderer.head) };
  try {
    for await (const { page, rest } of readPages(rests, signal)) {
      const { generation } = rest.service;
      if (!page.isComplete) {
        // The reading ends with an error now; the next run asks again for all of the time that may lack records.
        const lacksFrom = page.incompleteFrom ?? page.startTimestamp;
        const before = states.findLast((state) => readProgress(state, generation).completedUpTo < lacksFrom);
        await writeState(paths.state, before ?? from);
        continue;
      }
      const records = page.records.filter(rest.isNew);
      progressLine.show(describeProgress(from.filter, page.endTimestamp, state.records + records.length));
      const { text, guarded } = renderer.render(records);
      // A span without records counts too, so that going on does not ask for it again.
      const progress = advance(readProgress(state, generation), records, page.endTimestamp);
      state = {
        ...state,
        progress: { ...state.progress, [generation]: progress },
        bytes: text === '' ? state.bytes : await part.append(text),
        records: state.records + records.length,
        guarded: state.guarded + guarded,
      };
      await writeState(paths.state, state);
      states.push(state);
    }
  } finally {
    progressLine.done();
  }
  const whole = { ...state, whole: true };
  await writeState(paths.state, whole);
  return whole;
}

const barWidth = 24;

/** Progress by time: how many records there are is not known before. */
function describeProgress({ start, end }: Filter, upTo: number, records: number): string {
  const share = Math.min(1, Math.max(0, (upTo - start) / Math.max(1, end - start)));
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${records} records  ${localTime(upTo)}`;
}

const causes: Readonly<Record<string, string>> = {
  ENOSPC: 'disk full; free some space',
  EDQUOT: 'disk quota exceeded; free some space',
  EFBIG: 'file too large for this place; raise the limit',
  EACCES: 'you may not write there: choose another --out',
  EPERM: 'you may not write there: choose another --out',
  EROFS: 'nothing can be written there: choose another --out',
  ENOENT: 'the folder does not exist: make it, or choose another --out',
  EIO: 'the disk or the network failed: look at it',
  ENOTDIR: 'its folder is not a folder: choose another --out',
  EISDIR: 'it is a folder: choose another --out',
  ELOOP: 'its links lead in a circle: choose another --out',
};

function toCommandError(error: unknown, out: string): unknown {
  if (error instanceof NotAFileError) {
    const remedy = 'name a file, or - for standard output';
    return new CommandError(`--out: ${error.message}: ${remedy}`, 2, { cause: error });
  }
  // Errors of the service have codes too, of their own.
  const isOfFiles = error instanceof Error && 'syscall' in error && 'errno' in error;
  if (!isOfFiles) return error;
  const code = readErrorCode(error);
  const remedy = causes[code] ?? `the system says ${code}: look at the place`;
  return new CommandError(`cannot write ${out}: ${remedy}. Run the same command again to resume`, 2, {
    cause: error,
  });
}

export interface ExportRun {
  readonly flags: ExportFlags;
  readonly account: Account;
  readonly generation: ExportGeneration;
  readonly services: Services;
  /** Aborted when the export is to stop. */
  readonly signal: AbortSignal;
}

/** Says how many cells are not as the service gave them. */
export function reportGuardedCells(guarded: number): void {
  if (guarded === 0) return;
  const cells = guarded === 1 ? '1 cell has' : `${guarded} cells have`;
  logLine(`${cells} an added ' so that no spreadsheet runs them as formulas; see --no-formula-guard.`);
}

export function reportWritten(records: number, where: string): void {
  logLine(`Wrote ${records} ${records === 1 ? 'record' : 'records'} ${where}.`);
}
