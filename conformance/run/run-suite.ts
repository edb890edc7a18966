import { guardHook } from '@trtc-call/client/hooks';
import manifest from '../package.json' with { type: 'json' };
import { areaName, countVerdicts } from '../report/labels.ts';
import type { Divergence, Result, RunReport, Verdict } from '../report/run-report.ts';
import {
  type Item,
  type ItemContext,
  isRunnable,
  type Requirement,
  type RunnableItem,
  readGeneration,
  type Suite,
} from '../requirements/requirement.ts';
import { hidePaths } from '../targets/recorder.ts';
import { type OpenTarget, RestoreError } from '../targets/target.ts';
import { describeItem, findReasonToSkip, selectItems } from './items.ts';
import { enterRun, findLastLiveRun, readLedger, verify, writeLedger } from './ledger.ts';
import { CannotRunError, type CommonRunOptions, refuseUnknownLevels } from './options.ts';
import { type Judgement, runItems } from './run-items.ts';

export interface SuiteRun<Context extends ItemContext> {
  readonly suites: readonly Suite<Context>[];
  /** Opens the target; what is wrong with it rejects, and nothing is run. */
  open(signal: AbortSignal): Promise<OpenTarget<Context>>;
  /** Where it is noted what was verified where, and whether this run is entered. Default nowhere. */
  readonly ledger?: {
    readonly file: string | URL;
    readonly update: boolean;
    /** All that the ledger is to hold, also of generations that are not run. */
    readonly requirements: readonly Requirement<Context>[];
  };
  /** What a run that was interrupted says of its target. */
  readonly whenInterrupted: string;
  readonly options: CommonRunOptions;
}

/**
 * Runs what was chosen of a suite against a target, and reports it.
 *
 * @throws CannotRunError when nothing can be checked. Its message is one line that names the remedy.
 * @throws RestoreError when the run was interrupted, or broke, and the target could not be put back as it was
 */
export async function runSuite<Context extends ItemContext>({
  suites,
  open,
  ledger: ledgerUse,
  whenInterrupted,
  options,
}: SuiteRun<Context>): Promise<RunReport> {
  const { now = Date.now, signal = new AbortController().signal, divergencesFile, onResult } = options;
  refuseUnknownLevels(options.levels);
  const started = now();
  const startedAt = new Date(started).toISOString();
  const day = startedAt.slice(0, 10);
  const chosen = selectItems(suites, options);
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id));
  const divergences = divergencesFile ? await readDivergences(divergencesFile, ids) : new Map();
  const ledger = ledgerUse && (await readLedger(ledgerUse.file));
  const interrupted = () => new CannotRunError('interrupted', whenInterrupted);

  const target = await open(signal).catch((error: unknown) => {
    throw signal.aborted ? interrupted() : error;
  });
  const { summary, capabilities } = target;
  const isAsked = (generation: string) => target.generations?.includes(generation) ?? true;
  const items = chosen.filter(({ id }) => isAsked(readGeneration(id)));
  const asked = suites.filter(({ generation }) => isAsked(generation));
  const results = new Map<string, Result>();
  const report = onResult && guardHook('onResult', onResult);
  const note = (item: Item<Context>, judgement: Judgement) => {
    const { decision, needs, excluded, ...stated } = describeItem(item);
    const settled = settle(judgement.verdict, divergences.get(item.id), day);
    const documents = stated.level !== 'OBSERVE' && stated.source.length > 0;
    const dates = verify(ledger?.requirements[item.id], settled.verdict, { kind: summary.kind, day });
    const result: Result = {
      ...stated,
      source: [...stated.source],
      operations: [...stated.operations],
      ...judgement,
      ...settled,
      verified: { documents, ...dates },
    };
    results.set(item.id, result);
    // A copy: what becomes of it is not in the report.
    report?.(structuredClone(result));
  };
  const runAll = async () => {
    const runnable: RunnableItem<Context>[] = [];
    for (const item of items) {
      const judgement = judgeWithoutRun(item, target);
      if (judgement) note(item, judgement);
      else if (isRunnable(item)) runnable.push(item);
    }
    await runItems(target, runnable, note, signal);
  };

  const [judged, released] = [await settleWork(runAll()), await settleWork(target.release())];
  // Whatever else happened: a person must now put the target right by hand.
  if (released && (judged || signal.aborted || !(released instanceof RestoreError))) throw released;
  if (judged) throw judged;
  if (signal.aborted) throw interrupted();
  if (released && options.onNotRestored) guardHook('onNotRestored', options.onNotRestored)(released.message);

  const ordered = items.flatMap(({ id }) => results.get(id) ?? []);
  const generations = asked.map(({ generation, contractVersion, requirements }) => ({
    generation,
    contractVersion,
    mustTotal: requirements.filter(
      (one) => one.level === 'MUST' && judgeWithoutRun(one, target)?.verdict !== 'excluded',
    ).length,
  }));
  const runReport: RunReport = {
    schema: 'https://trtc-call.dev/conformance-report/1',
    generation: asked.map(({ generation }) => generation).join(' and '),
    contractVersion: asked.map(({ contractVersion }) => contractVersion).join(' and '),
    generations,
    suiteVersion: manifest.version,
    target: { ...summary, capabilities: [...capabilities] },
    startedAt,
    durationMilliseconds: now() - started,
    counts: countVerdicts(ordered),
    lastLiveRun: ledger ? findLastLiveRun(ledger, asked, started) : null,
    mustTotal: generations.reduce((sum, { mustTotal }) => sum + mustTotal, 0),
    strict: options.strict ?? false,
    ...(released && { notRestored: hidePaths(released.message) }),
    results: ordered,
  };
  if (ledger && ledgerUse.update) {
    await writeLedger(ledgerUse.file, enterRun(ledger, runReport, ledgerUse.requirements));
  }
  return runReport;
}

/** What there is to say of an item that cannot be run against this target; nothing where it can. */
function judgeWithoutRun(
  item: Item<never>,
  { capabilities }: Pick<OpenTarget<never>, 'capabilities'>,
): Judgement | undefined {
  const judge = (verdict: Verdict, reason: string): Judgement => ({
    verdict,
    reason,
    durationMilliseconds: 0,
  });
  if ('excluded' in item && item.excluded !== undefined) return judge('excluded', item.excluded);
  try {
    const reason = findReasonToSkip(item, capabilities);
    if (reason === undefined) return undefined;
    // No option allows it: it is as little to be checked from outside as what is excluded everywhere.
    return judge(item.needs?.includes('ring-long') ? 'excluded' : 'skipped', reason);
  } catch (error) {
    return judge('error', error instanceof Error ? error.message : String(error));
  }
}

async function settleWork(work: Promise<void>): Promise<Error | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type Divergences = ReadonlyMap<string, Divergence>;

/**
 * Reads a list of what is accepted, YAML or JSON: `- { id, reason, author, expires }`. What it accepts of drift and of
 * other suites is passed over.
 *
 * @throws CannotRunError naming the line and what is wrong with it
 */
async function readDivergences(file: string, requirementIds: readonly string[]): Promise<Divergences> {
  // Loaded here: most runs accept nothing, and need no parser of YAML.
  const { AcceptedListError, readAcceptedList } = await import('@trtc-call/reporting/accepted');
  const prefixes = new Set(requirementIds.map(areaPrefix));
  try {
    const entries = await readAcceptedList(file, ({ id }) => {
      if (id.startsWith('D-') || requirementIds.includes(id)) return undefined;
      const isOfAnother = !prefixes.has(areaPrefix(id)) && areaName(id.split('-')[1] ?? '') !== '';
      return isOfAnother ? undefined : `is about ${id}, but there is no requirement of that id: see --list`;
    });
    const own = entries.filter(({ id }) => requirementIds.includes(id));
    return new Map(own.map(({ id, reason, author, expires }) => [id, { reason, author, expires }]));
  } catch (error) {
    if (!(error instanceof AcceptedListError)) throw error;
    throw new CannotRunError('bad-divergences', error.message, { cause: error });
  }
}

/** Such as `V1-URL` of `V1-URL-001`. */
function areaPrefix(id: string): string {
  return id.slice(0, id.lastIndexOf('-'));
}

/** A verdict after the acceptance of a failure, if there is one, was looked at. */
type Settled = Pick<Result, 'verdict' | 'divergence' | 'reason'>;

/**
 * Applies an accepted divergence: a failure becomes a known one until its last day has passed. An entry for what
 * passes is an error, so that the file never holds what is over. `day` is the day of the run (`YYYY-MM-DD`).
 */
function settle(verdict: Verdict, divergence: Divergence | undefined, day: string): Settled {
  if (divergence && verdict === 'pass') {
    const reason = 'it passes but is still accepted: remove it from the accepted list';
    return { verdict: 'error', reason, divergence };
  }
  if (!divergence || verdict !== 'fail') return { verdict };
  if (divergence.expires < day) return { verdict, divergence };
  return { verdict: 'known-divergence', reason: divergence.reason, divergence };
}
