import { applyAccepted } from '@trtc-call/reporting/accepted';
import { generations } from '@trtc-call/spec';
import manifest from '../package.json' with { type: 'json' };
import { type Contract, readContracts } from './contract/contract.ts';
import type { Generation } from './contract/generations.ts';
import {
  type CheckState,
  type DocumentsResult,
  type DriftExitCode,
  type DriftInput,
  type DriftReport,
  driftReportSchemaId,
  type PageResult,
} from './drift-report.ts';
import { SourceError } from './errors.ts';
import { correlate } from './findings/correlate.ts';
import { allSensors, findingClasses, type Sensor } from './findings/difference.ts';
import { compareFindings, type Finding } from './findings/finding.ts';
import {
  createCoverageCheck,
  emptyState,
  nextState,
  readBaseline,
  readState,
  type SensorOutcomes,
  staleFindings,
  summarizeCheck,
  writeState,
} from './findings/kept-files.ts';
import { type Answers, Judge } from './judge/judge.ts';
import { type OptionNames, refuseUnknownOptions, requireNumber, requireWord } from './options.ts';
import { type ExchangeSink, tooLarge } from './traffic/exchange.ts';
import {
  ExchangeFileError,
  type ReadExchanges,
  type ReadOptions,
  readExchanges,
} from './traffic/read-exchanges.ts';

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
    reasons.push('nothing to compare: give HAR or NDJSON files, a target (--target), or the pages (--docs)');

  const outcomes = listOutcomes(read.sensors, pages);
  const state = nextState(before, outcomes, started);
  const sensors = allSensors.filter((sensor) => sensor in outcomes);
  const check = summarizeCheck(state, sensors, reasons);
  // What an outage shows is no change of the vendor's.
  const heard = new Set<Finding['generation']>(judge.heard());
  const judged = judge.findings().filter(({ generation }) => heard.has(generation));
  const seen = listSeen(contracts, judged, judge, pages?.pages ?? []);
  const coverage = judge.coverage().filter((covered) => seen.some((contract) => isAbout(contract, covered)));
  const { findings: found, merged } = pages
    ? correlate(judged, pages, (id) => judge.listSensors(id))
    : { findings: judged, merged: new Set() };
  const stale = staleFindings(state, started, staleAfterMilliseconds ?? week);
  const couldSee = createCoverageCheck({ outcome: check.outcome, sensors, coverage }, contracts);
  const applied = applyAccepted(
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
    inputs: [...judge.inputs(), ...(pages?.inputs ?? [])],
    coverage,
    ...(pages && { pages: pages.pages }),
    findings,
    accepted,
    baseline: baselineFile === undefined ? undefined : { file: baselineFile, expired, unseen },
    check,
    failOn,
    exitCode: decideExitCode({ findings, failOn, check }),
  };
}

function listOutcomes(
  sensors: ReadonlyMap<Sensor, boolean>,
  pages: DocumentsResult | undefined,
): SensorOutcomes {
  const isWhole = new Map(sensors);
  if (pages) isWhole.set('documents', pages.unreadable.length === 0);
  return Object.fromEntries(
    [...isWhole].map(([sensor, whole]) => [sensor, whole ? 'checked' : 'could-not-check']),
  );
}

function listSeen(
  contracts: readonly Contract[],
  findings: readonly Pick<Finding, 'generation'>[],
  judge: Judge,
  pages: readonly PageResult[],
): readonly Contract[] {
  const called = judge.coverage().filter(({ exchanges }) => exchanges > 0);
  const seen = contracts.filter((contract) =>
    [...called, ...findings, ...pages].some((seen) => isAbout(contract, seen)),
  );
  return seen.length > 0 ? seen : contracts;
}

function isAbout({ generation }: Contract, thing: { readonly generation?: Generation | undefined }): boolean {
  return thing.generation === generation;
}

function describeVersions(contracts: readonly Contract[]): string {
  const [only, ...others] = contracts;
  if (only && others.length === 0) return only.statements.version;
  return contracts.map(({ generation, statements }) => `${generation} ${statements.version}`).join(', ');
}

interface ExitCodeParts {
  readonly findings: readonly Pick<Finding, 'class'>[];
  readonly failOn: DriftReport['failOn'];
  readonly check: Pick<CheckState, 'outcome'>;
}

/** What a command that made such a check exits with. */
export function decideExitCode({ findings, failOn, check }: ExitCodeParts): DriftExitCode {
  if (check.outcome === 'could-not-check') return 2;
  if (failOn === 'never') return 0;
  const lowest = findingClasses.indexOf(failOn);
  return findings.some((finding) => findingClasses.indexOf(finding.class) <= lowest) ? 1 : 0;
}

/** Where exchanges come from: a file, or a target that is asked. */
export interface DriftSource {
  readonly name: string;
  /** Whose the exchanges are, where that is known even if none can be read. Default: whatever they say of themselves. */
  readonly sensor?: Sensor | undefined;
  /** Hands on all there is. @throws SourceError, ExchangeFileError when there is nothing to hand on */
  read(sink: ExchangeSink, options?: ReadOptions): Promise<SourceRead>;
}

/** What came of reading a source. */
export interface SourceRead extends ReadExchanges {
  /** What of it was to be checked and was not, with the remedy, one line each: the check is not whole then. */
  readonly unchecked?: readonly string[] | undefined;
  /** What a reader has to know of it, such as a generation that it does not have; one line each. */
  readonly notes?: readonly string[] | undefined;
}

/** A file of exchanges or reports; `-` is standard input. */
export function fileSource(path: string): DriftSource {
  return {
    name: path === '-' ? 'standard input' : path,
    read: (sink, options) => readExchanges(path, sink, options),
  };
}

interface SourcesRead {
  readonly reasons: readonly string[];
  readonly sensors: ReadonlyMap<Sensor, boolean>;
}

async function readSources(
  sources: readonly DriftSource[],
  judge: Judge,
  signal?: AbortSignal,
): Promise<SourcesRead> {
  const reasons: string[] = [];
  const sensors = new Map<Sensor, boolean>();
  const note = (asked: readonly Sensor[], isWhole: boolean) => {
    for (const sensor of asked) sensors.set(sensor, (sensors.get(sensor) ?? true) && isWhole);
  };
  for (const { name, sensor, read } of sources) {
    judge.begin(name);
    const { input, faults } = await readOne(judge, read, signal);
    signal?.throwIfAborted();
    reasons.push(...faults.map((fault) => (fault.startsWith(name) ? fault : `${name}: ${fault}`)));
    const own = [...input.sensors, ...(sensor ? [sensor] : [])];
    note(own.length > 0 ? own : ['production'], faults.length === 0);
  }
  return { reasons, sensors };
}

async function readOne(
  judge: Judge,
  read: DriftSource['read'],
  signal: AbortSignal | undefined,
): Promise<{ input: DriftInput; faults: readonly string[] }> {
  try {
    const source = await read(judge, { signal });
    const input = judge.end(source.damage, source.skipped, source.notes);
    return { input, faults: [...findFaults(source, input, judge.answers()), ...(source.unchecked ?? [])] };
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof ExchangeFileError)) throw error;
    return { input: judge.end(undefined), faults: [error.message] };
  }
}

function findFaults(
  { damage, format, read, skipped }: SourceRead,
  input: DriftInput,
  answers: readonly Answers[],
): string[] {
  if (damage) return [`${damage.reason} (byte ${damage.offset})`];
  const unread = input.unjudged.find(({ reason }) => reason === tooLarge)?.count ?? 0;
  if (unread > 0) return [`${unread} of ${input.read} answers could not be judged: ${tooLarge}`];
  // A service that mostly does not answer cannot be found to have changed.
  const silent = answers.filter(isMostlyUnanswered);
  if (silent.length > 0) return silent.map(describeUnanswered);
  // Clients that have nothing to report leave an empty file; a record of exchanges without any is not a check.
  const hasNothingToSay = format === 'ndjson' && read === 0 && skipped.length === 0;
  return input.judged === 0 && !hasNothingToSay ? ['nothing in it could be judged'] : [];
}

/** Whether too many requests of a generation were unanswered for the others to be a check. */
export function isMostlyUnanswered({ requests, unanswered }: Answers): boolean {
  return unanswered * 2 > requests;
}

/** Such as `2 of 3 requests of v1 got no answer that can be judged (no answer came)`. */
export function describeUnanswered({ generation, requests, unanswered, reason }: Answers): string {
  const why = reason === undefined ? '' : ` (${reason})`;
  return `${unanswered} of ${requests} requests of ${generation} got no answer that can be judged${why}`;
}
