import { lstat, rm, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { RecordListPage } from '@trtc-call/client';
import { describeWriteFault, ifThere, NotAFileError, resolveFile } from '@trtc-call/reporting';
import { CommandError, readErrorCode } from '../../../command-error.ts';
import { openServices } from '../../../credentials/open-client.ts';
import type { Account } from '../../../credentials/read-credentials.ts';
import { localTime } from '../../../io/format.ts';
import { createProgressLine, logLine, printData } from '../../../io/print.ts';
import { nameGeneration } from '../../../io/remedy-line.ts';
import { untilStopped } from '../../../io/stop-signal.ts';
import type { ServiceFlags } from '../../../options.ts';
import type { AnyRecord, Filter, Service, Services } from '../../../service.ts';
import {
  checkFilterFlags,
  type FilterFlags,
  logListRefusals,
  readFilterByService,
  readServiceTime,
} from '../filter.ts';
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
import { exists, giveName, notOwn, openPart } from './files.ts';
import { lockExport } from './lock-export.ts';
import { createRenderer, type ExportFormat } from './render-records.ts';

export interface ExportFlags extends Omit<ServiceFlags, 'generation'>, FilterFlags {
  generation?: ExportGeneration;
  out: string;
  format: ExportFormat;
  formulaGuard: boolean;
  overwrite?: true;
  restart?: true;
}

interface ExportRun {
  readonly flags: ExportFlags;
  readonly account: Account;
  readonly generation: ExportGeneration;
  readonly services: Services;
  readonly signal: AbortSignal;
}

interface Paths {
  /** The file itself, where a link was named. */
  readonly out: string;
  readonly part: string;
  readonly state: string;
}

/** Writes all records of a filter to a file or to standard output. */
export async function exportRecords(flags: ExportFlags): Promise<number> {
  const { out, overwrite, restart } = flags;
  if (out.endsWith('/') || out.endsWith(sep))
    throw new CommandError(`--out: ${out} is a folder: name a file, or - for standard output`);
  const isStdout = out === '-' || out === '/dev/stdout';
  if (isStdout && (overwrite || restart)) {
    const option = overwrite ? '--overwrite' : '--restart';
    throw new CommandError(`${option} is for a file: leave it out with --out ${out}`);
  }
  await using opened = await openServices(flags);
  // Before anything is opened, so that a wrong option leaves no trace.
  checkFilterFlags(flags, opened.services);
  const ended = await untilStopped((signal) =>
    (isStdout ? exportToStdout : exportToFile)({ flags, ...opened, signal }),
  );
  if ('value' in ended) return 0;
  if (!isStdout) logLine('Interrupted. Run the same command again to resume.');
  return ended.exitCode;
}

async function exportToStdout({ flags, services, signal }: ExportRun): Promise<void> {
  const renderer = await createRenderer(flags.format, flags.formulaGuard, services);
  let guarded = 0;
  let written = 0;
  const filter = await readFilterByService(flags, services, signal);
  await printData(renderer.head);
  const rests = services.map((service) => ({ service, filter }));
  const silent = new Set(services);
  for await (const { page, rest } of readPages(rests, signal)) {
    if (page.records.length > 0) silent.delete(rest.service);
    const rendered = renderer.render(page.records);
    guarded += rendered.guarded;
    written += page.records.length;
    await printData(rendered.text);
  }
  await logListRefusals(silent, signal);
  reportWritten(written, guarded, 'to standard output');
}

/** Goes on with what an interrupted export to the file has left. */
async function exportToFile(run: ExportRun): Promise<void> {
  const { out: given, overwrite = false } = run.flags;
  try {
    // Beside the file that a link names, since a rename is atomic only within one file system.
    const out = await resolveFile(given);
    const paths = { out, part: `${out}.part`, state: `${out}.part.state` };
    await using _lock = await lockExport(`${out}.part.lock`);
    const state = await beginOrGoOn(run, paths);
    if (!state) return;
    const { records, guarded } = state.whole ? state : await readRest(run, paths, state);
    await giveName(paths.part, paths.out, overwrite);
    await rm(paths.state, { force: true });
    reportWritten(records, guarded, `to ${given}`);
  } catch (error) {
    throw toCommandError(error, given);
  }
}

/** The state from which the export goes on; nothing when the file is whole already. */
async function beginOrGoOn(
  { flags, account, generation, services, signal }: ExportRun,
  paths: Paths,
): Promise<ExportState | undefined> {
  const { overwrite, restart } = flags;
  const plan = createPlan(generation, account, flags);
  const left = restart ? undefined : await readState(paths.state, plan);
  const part = await ifThere(lstat(paths.part));
  const out = await ifThere(stat(paths.out));
  const hasBothNames = part !== undefined && part.ino === out?.ino && part.dev === out.dev;
  if (left?.whole && out?.size === left.bytes && (part === undefined || hasBothNames)) {
    // It was interrupted between its last steps.
    await rm(paths.part, { force: true });
    await rm(paths.state, { force: true });
    logLine(`${flags.out} is whole already.`);
    return undefined;
  }
  if (out && !overwrite) throw exists(flags.out);
  if (left) {
    if (!left.whole) refuseIfTooLate(left, services, await readServiceTime(services, signal));
    const reached = services.map((service) => readProgress(left, service.generation).completedUpTo);
    logLine(
      `Resuming an interrupted export: ${left.records} records, up to ${localTime(Math.min(...reached))}.`,
    );
    return left;
  }
  if (part?.isSymbolicLink() && !restart) throw notOwn(paths.part, 'a symbolic link');
  if (part && !restart) {
    const remedy = 'move it away, or begin again with --restart';
    throw new CommandError(`${paths.part} exists without its state: ${remedy}`);
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
  const progressLine = createProgressLine();
  const rests = services.map((service) => {
    const progress = readProgress(from, service.generation);
    const filter = { ...from.filter, start: progress.completedUpTo };
    return { service, filter, isNew: notWritten(progress, from.filter) };
  });
  const silent = new Set(services);
  let state = from;
  /** The states of this run after `from`, to go back to. */
  const states: ExportState[] = [];
  await using part = await openPart(paths.part, state.bytes);
  if (state.bytes === 0) state = { ...state, bytes: await part.append(renderer.head) };
  try {
    for await (const { page, rest } of readPages(rests, signal)) {
      const { generation } = rest.service;
      if (page.records.length > 0) silent.delete(rest.service);
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
  await logListRefusals(silent, signal);
  const whole = { ...state, whole: true };
  await writeState(paths.state, whole);
  return whole;
}

/**
 * The pages of all generations, always of the one that has been read the least far: what leaves the service while the
 * records are read has been read before, in each of them.
 */
async function* readPages<Rest extends { readonly service: Service; readonly filter: Filter }>(
  rests: readonly Rest[],
  signal: AbortSignal,
): AsyncGenerator<{ page: RecordListPage<AnyRecord>; rest: Rest }, void, undefined> {
  const readings = rests.map((rest) => ({
    rest,
    pages: rest.service.listRecords(rest.filter, signal)[Symbol.asyncIterator](),
    reached: rest.filter.start,
  }));
  const open = new Set(readings);
  const read = ({ pages, rest }: (typeof readings)[number]) =>
    pages.next().catch((error: unknown) => {
      throw nameGeneration(error, rest.service, rests);
    });
  try {
    while (open.size > 0) {
      const reading = [...open].reduce((one, other) => (other.reached < one.reached ? other : one));
      const { done, value: page } = await read(reading);
      if (done) {
        open.delete(reading);
        continue;
      }
      reading.reached = page.endTimestamp;
      yield { page, rest: reading.rest };
      // It ends with the error that says why, before any other reading goes on.
      if (!page.isComplete) await read(reading);
    }
  } finally {
    for (const { pages } of readings) await pages.return?.();
  }
}

const barWidth = 24;

/** Progress by time: how many records there are is not known before. */
function describeProgress({ start, end }: Filter, upTo: number, records: number): string {
  const share = Math.min(1, Math.max(0, (upTo - start) / Math.max(1, end - start)));
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)}%  ${records} records  ${localTime(upTo)}`;
}

function reportWritten(records: number, guarded: number, where: string): void {
  if (guarded > 0) {
    const cells = guarded === 1 ? '1 cell has' : `${guarded} cells have`;
    logLine(`${cells} an added ' so that no spreadsheet runs them as formulas; see --no-formula-guard.`);
  }
  logLine(`Wrote ${records} ${records === 1 ? 'record' : 'records'} ${where}.`);
}

function toCommandError(cause: unknown, out: string): unknown {
  if (cause instanceof NotAFileError)
    return new CommandError(`--out: ${cause.message}: name a file, or - for standard output`, 2, { cause });
  // Errors of the service have codes too, of their own.
  if (!(cause instanceof Error && 'syscall' in cause && 'errno' in cause)) return cause;
  const isFull = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(readErrorCode(cause));
  const remedy = `${isFull ? 'free some space' : 'choose another --out'}, and run the same command again to resume`;
  return new CommandError(`cannot write ${out} (${describeWriteFault(cause)}): ${remedy}`, 2, { cause });
}
