import { generations } from '@trtc-call/spec';
import manifest from '../package.json' with { type: 'json' };
import { type DriftSource, readSources } from './check-sources.ts';
import { type Contract, readContracts } from './contract/contract.ts';
import type { Generation } from './contract/generations.ts';
import { type DocumentsResult, type DriftReport, driftReportSchemaId } from './drift-report.ts';
import { applyBaseline, createCoverageCheck } from './findings/baseline.ts';
import { correlate } from './findings/correlate.ts';
import { findingClasses } from './findings/difference.ts';
import {
  emptyState,
  nextState,
  readState,
  type SensorOutcomes,
  staleFindings,
  summarizeCheck,
  writeState,
} from './findings/drift-state.ts';
import { compareFindings, type Finding } from './findings/finding.ts';
import { readBaseline } from './findings/read-baseline.ts';
import { Judge } from './judge/judge.ts';
import { type OptionNames, refuseUnknownOptions, requireNumber, requireWord } from './options.ts';
import { decideExitCode } from './report/exit-code.ts';

/** What is checked, and what counts. */
export interface DriftCheckOptions {
  /** Default: none. */
  readonly sources?: readonly DriftSource[] | undefined;
  /** Compares the pages. Default: they are not looked at. */
  readonly documents?: (() => Promise<DocumentsResult>) | undefined;
  /** YAML or JSON file of accepted findings. Default: none. */
  readonly baselineFile?: string | undefined;
  /** JSON file that remembers when checks last succeeded; it is made when it is not there. Default: nothing is kept. */
  readonly stateFile?: string | undefined;
  /** Checks that fail for longer are a finding, in milliseconds. Default: 604800000, a week. */
  readonly staleAfterMilliseconds?: number | undefined;
  /** The mildest class that makes the exit code 1. Default: `additive`. */
  readonly failOn?: DriftReport['failOn'] | undefined;
  /** Whose exchanges are judged. Default: `both`; each exchange is judged by the contract of its path. */
  readonly generation?: Generation | 'both' | undefined;
  /** Report documented fields missing from all of the last N exchanges. Default: 20. */
  readonly neverSeenAfter?: number | undefined;
  /** Ends the check, which then rejects with the signal's reason: nothing is judged or remembered of it. Default: it runs to its end. */
  readonly signal?: AbortSignal | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const optionNames: OptionNames<DriftCheckOptions> = {
  sources: true,
  documents: true,
  baselineFile: true,
  stateFile: true,
  staleAfterMilliseconds: true,
  failOn: true,
  generation: true,
  neverSeenAfter: true,
  signal: true,
  now: true,
};

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Compares exchanges, reports of clients and the vendor's pages with the contract.
 *
 * @throws DriftOptionError for an unknown option or value; BaselineError, StateError when a file cannot be used: nothing is asked then; the reason of the signal when
 *   the check was stopped
 */
export async function checkDrift(options: DriftCheckOptions): Promise<DriftReport> {
  refuseUnknownOptions('checkDrift', options, optionNames);
  const { sources = [], documents, baselineFile, stateFile, failOn = 'additive', now = Date.now } = options;
  const { signal, generation = 'both', neverSeenAfter, staleAfterMilliseconds } = options;
  requireWord('failOn', failOn, [...findingClasses, 'never']);
  requireNumber('staleAfterMilliseconds', staleAfterMilliseconds, 0);
  requireWord('generation', generation, [...generations, 'both']);
  const contracts = readContracts(generation === 'both' ? generations : [generation]);
  const judge = new Judge({ neverSeenAfter }, contracts);
  const started = now();
  const entries = baselineFile === undefined ? [] : await readBaseline(baselineFile);
  const before = stateFile === undefined ? emptyState : await readState(stateFile);

  const read = await readSources(sources, judge, signal);
  const pages = await documents?.();
  signal?.throwIfAborted();
  const reasons = [...read.reasons, ...(pages?.unreadable ?? [])];
  if (sources.length === 0 && !pages)
    reasons.push('nothing was asked: name files, a target, or the documents');

  const outcomes: SensorOutcomes = Object.fromEntries(
    [...read.sensors, ...(pages ? [['documents', pages.unreadable.length === 0] as const] : [])].map(
      ([sensor, isWhole]) => [sensor, isWhole ? 'checked' : 'could-not-check'],
    ),
  );
  const state = nextState(before, outcomes, started);
  const sensors = (['documents', 'probes', 'production'] as const).filter((sensor) => sensor in outcomes);
  const check = summarizeCheck(state, sensors, reasons);
  const told = judge.findings();
  const seen = listSeen(contracts, told, judge, pages && (pages.generation ?? 'v1'));
  const coverage = judge.coverage().filter((one) => seen.some((contract) => isOf(contract, one)));
  const { findings: found, merged } = correlate(told, pages, (id) => judge.sensorsOf(id));
  const stale = staleFindings(state, started, staleAfterMilliseconds ?? week);
  const couldSee = createCoverageCheck({ outcome: check.outcome, sensors, coverage }, contracts);
  const applied = applyBaseline(
    [...found, ...stale].sort(compareFindings),
    entries,
    new Date(started).toISOString().slice(0, 10),
    (entry) => !merged.has(entry.id) && couldSee(entry),
  );
  if (stateFile !== undefined) await writeState(stateFile, state);

  const { findings, accepted, expired, unseen } = applied;
  const [only, ...others] = seen;
  return {
    schema: driftReportSchemaId,
    version: manifest.version,
    generation: only && others.length === 0 ? only.generation : 'both',
    contractVersion: describeVersions(seen),
    startedAt: new Date(started).toISOString(),
    durationMilliseconds: now() - started,
    inputs: [...judge.inputs(), ...(pages ? [pages.input] : [])],
    coverage,
    findings,
    accepted,
    baseline: baselineFile === undefined ? undefined : { file: baselineFile, expired, unseen },
    check,
    failOn,
    exitCode: decideExitCode({ findings, failOn, check }),
  };
}

/** The contracts that a report is about: those of which there was something to see, or all that were asked for. */
function listSeen(
  contracts: readonly Contract[],
  findings: readonly Pick<Finding, 'generation'>[],
  judge: Judge,
  ofPages: Generation | undefined,
): readonly Contract[] {
  const called = judge.coverage().filter(({ exchanges }) => exchanges > 0);
  const seen = contracts.filter(
    (contract) =>
      contract.generation === ofPages || [...called, ...findings].some((one) => isOf(contract, one)),
  );
  return seen.length > 0 ? seen : contracts;
}

function isOf({ generation }: Contract, one: Pick<Finding, 'generation'>): boolean {
  return one.generation === generation;
}

function describeVersions(contracts: readonly Contract[]): string {
  const [only, ...others] = contracts;
  if (only && others.length === 0) return only.statements.version;
  return contracts.map(({ generation, statements }) => `${generation} ${statements.version}`).join(', ');
}
