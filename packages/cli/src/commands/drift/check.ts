import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyFixes,
  checkDrift,
  compareDocuments,
  createPageFetcher,
  type DriftCheckOptions,
  type DriftReport,
  type DriftSource,
  fileSource,
  findSourcesLocks,
  type Generation,
  prepareReportDirectory,
  readExchanges,
  renderConclusion,
  renderFixes,
  renderGithub,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  SourceError,
  type SourceRead,
  writeDriftReports,
} from '@trtc-call/drift';
import { CommandError } from '../../command-error.ts';
import { hasColors, logLine, print, printData, printError, terminalOptions } from '../../io/print.ts';
import { tellStopping, untilStopped } from '../../io/stop-signal.ts';
import type { recordProbes } from './record.ts';

export type DriftFormat = 'terminal' | 'json' | 'sarif' | 'markdown' | 'github' | 'html';

export type FailOn = 'breaking' | 'additive' | 'informational' | 'never';

export interface ReportFlags {
  accepted?: string;
  state?: string;
  staleAfter: number;
  failOn: FailOn;
  format: DriftFormat;
  out?: string;
  fix?: true;
}

interface PageFlags {
  generation?: Generation | 'both';
  only?: string[];
  from?: string;
  lock?: string;
}

export interface DriftCheckFlags extends ReportFlags, PageFlags {
  target?: string;
  docs?: true;
  neverSeenAfter: number;
  allowMutations?: true;
  exhaustRateLimit?: true;
}

export interface DriftDocsFlags extends ReportFlags, PageFlags {
  update?: true;
  acceptLoss?: true;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

export async function runDriftCheck(files: readonly string[], flags: DriftCheckFlags): Promise<number> {
  return run(flags, (signal) => {
    // A check that is stopped does not wait for the end of its standard input.
    if (files.includes('-')) signal.addEventListener('abort', () => process.stdin.destroy());
    const sources = files.map(fileSource);
    if (flags.target !== undefined) sources.push(targetSource(flags.target, flags, signal));
    const documents = flags.docs ? openDocuments(flags, signal) : undefined;
    const { generation, neverSeenAfter } = flags;
    return { ...toOptions(flags), sources, documents, generation, neverSeenAfter };
  });
}

export async function runDriftDocs(flags: DriftDocsFlags): Promise<number> {
  const { generation } = flags;
  return run(flags, (signal) => ({
    ...toOptions(flags),
    generation,
    documents: openDocuments(flags, signal),
  }));
}

function toOptions({ accepted, state, staleAfter, failOn }: ReportFlags): DriftCheckOptions {
  const staleAfterMilliseconds = staleAfter * dayMilliseconds;
  return { baselineFile: accepted, stateFile: state, staleAfterMilliseconds, failOn };
}

/** In a checkout what pages said is kept beside the lists of them; elsewhere only if a file is named. */
function openDocuments(
  { generation, only, from, lock, update, acceptLoss }: Partial<DriftDocsFlags>,
  signal: AbortSignal,
): DriftCheckOptions['documents'] {
  const lockFile = lock ?? findSourcesLocks(process.cwd());
  const fetcher = () => createPageFetcher({ signal });
  return () => compareDocuments({ generation, only, from, lockFile, update, acceptLoss, signal, fetcher });
}

async function run(flags: ReportFlags, options: (signal: AbortSignal) => DriftCheckOptions): Promise<number> {
  // Known before anything is asked: a long check must not end with a surprise.
  if (flags.out !== undefined) await prepareReportDirectory(flags.out);
  const ended = await untilStopped((signal) => checkDrift({ ...options(signal), signal }), tellStopping);
  return 'value' in ended ? showDrift(ended.value, flags) : ended.exitCode;
}

/** A target is asked as `record` does it; the file is gone when it was read. */
function targetSource(target: string, flags: DriftCheckFlags, signal: AbortSignal): DriftSource {
  return {
    name: target,
    sensor: 'probes',
    async read(sink, options) {
      // Loaded here, since a check of files needs nothing of them.
      const { CannotRunError } = await import('@trtc-call/conformance');
      const { recordProbes } = await import('./record.ts');
      const folder = await mkdtemp(join(tmpdir(), 'trtc-call-drift-'));
      try {
        const path = join(folder, 'exchanges.har');
        // Of both, those that are there are asked; the report names what is missing.
        const { generation, ...others } = flags;
        const asked = generation !== undefined && generation !== 'both' && { generation };
        const probes = await recordProbes({ ...others, ...asked, target, path }, signal);
        return { ...(await readExchanges(path, sink, options)), ...listUnchecked(probes, flags) };
      } catch (error) {
        if (error instanceof CannotRunError || error instanceof CommandError)
          throw new SourceError(error.message, { cause: error });
        throw error;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/**
 * Lists what was not checked. An app without the package of one generation has the other one alone, which is not a fault
 * unless both were asked for by name; for any other reason there may be calls that nothing looked at.
 */
export function listUnchecked(
  { generations, notes, unchecked }: Awaited<ReturnType<typeof recordProbes>>,
  { generation }: Pick<DriftCheckFlags, 'generation'>,
): Pick<SourceRead, 'unchecked' | 'notes'> {
  if (generation === undefined) return { notes, unchecked };
  const remedy = `; pass --generation ${generations.join()} to check that alone`;
  return { notes: [], unchecked: [...unchecked, ...notes.map((note) => `${note}${remedy}`)] };
}

async function showDrift(report: DriftReport, { out, format, fix }: ReportFlags): Promise<number> {
  // Files first: they must not be lost when standard output is closed early.
  const written = out === undefined ? undefined : await writeDriftReports(report, out);
  const { check, inputs, findings } = report;
  const isEmpty = findings.length === 0 && inputs.every(({ judged }) => judged === 0);
  // A report of nothing would look like one of no drift. GitHub gets its annotation all the same.
  if (check.outcome === 'could-not-check' && isEmpty && format !== 'github') {
    logLine(`trtc-call: could not check: ${check.reasons.join('; ')}`);
    return report.exitCode;
  }
  // Beside data for a program, the conclusion is for the person at the terminal.
  const isForMachine = format !== 'terminal';
  const printAside = isForMachine ? printError : print;
  if (isForMachine) {
    await printData(renderers[format](report));
    logLine(renderConclusion(report));
  } else print(renderTerminal(report, terminalOptions()), { keepColors: hasColors() });
  if (written) printAside(`Report: ${written.html}\n`);
  return fix ? fixAll(report, printAside) : report.exitCode;
}

const classes: readonly string[] = ['breaking', 'additive', 'informational'];

/** What was fixed counts no more; what is left to people does. */
async function fixAll(report: DriftReport, printAside: (text: string) => void): Promise<number> {
  const { findings, exitCode, failOn } = report;
  const ended = await untilStopped((signal) => applyFixes({ findings, signal }), tellStopping);
  if (!('value' in ended)) return ended.exitCode;
  const result = ended.value;
  printAside(renderFixes(result));
  if (exitCode !== 1) return exitCode;
  const left = new Set(result.undecided.map(({ id }) => id));
  const counting = classes.slice(0, 1 + classes.indexOf(failOn));
  return findings.some((finding) => left.has(finding.id) && counting.includes(finding.class)) ? 1 : 0;
}

const renderers = {
  json: renderJson,
  sarif: renderSarif,
  markdown: renderMarkdown,
  github: renderGithub,
  html: renderHtml,
} as const satisfies Record<Exclude<DriftFormat, 'terminal'>, (report: DriftReport) => string>;
