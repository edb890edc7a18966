import { rmSync } from 'node:fs';
import { createHarFile } from '@trtc-call/client/har';
import { guardHook } from '@trtc-call/client/hooks';
import { contractVersion } from '@trtc-call/spec/v1';
import manifest from '../package.json' with { type: 'json' };
import { countVerdicts } from '../report/count-verdicts.ts';
import type { Result, RunReport } from '../report/run-report.ts';
import { checkedRequirements, requirements } from '../requirements/v1/index.ts';
import type { Target } from '../targets/target.ts';
import { RestoreError } from '../targets/v1/callback-guard.ts';
import { openTarget } from '../targets/v1/open-target.ts';
import { CannotRunError } from './cannot-run-error.ts';
import { readDivergences } from './divergences.ts';
import { listenForInterruption } from './interruption.ts';
import { enterRun, lastLiveRunOf, packagedLedger, readLedger, writeLedger } from './ledger.ts';
import { type Item, isRunnable, type RunnableItem, select } from './plan.ts';
import { type RunOptions, refuseUnknownRunOptions } from './run-options.ts';
import { runSuite } from './run-suite.ts';
import { type ResultParts, resultWithoutRun, toResult } from './to-result.ts';

/**
 * Checks a target against the contract.
 *
 * @example
 * ```ts
 * const report = await runConformance({ target: 'mock' });
 * console.log(report.counts);
 * ```
 *
 * @throws CannotRunError when nothing can be checked: unknown options or ids, missing or refused credentials, no answer, an
 *   interruption. Its message is one line that names the remedy.
 * @throws RecordingError when the HAR file is there already or cannot be made
 * @throws RestoreError when the run was interrupted, or broke, and the former callback configuration could not be put
 *   back. Otherwise the report says so, in `notRestored`.
 */
export async function runConformance(options: RunOptions): Promise<RunReport> {
  refuseUnknownRunOptions(options);
  const { now = Date.now } = options;
  const started = now();
  const startedAt = new Date(started).toISOString();
  const items = select(options);
  const ids = requirements.map(({ id }) => id);
  const divergences = options.divergencesFile
    ? await readDivergences(options.divergencesFile, ids)
    : new Map();
  const ledgerFile = options.ledgerFile ?? packagedLedger();
  const ledger = await readLedger(ledgerFile);

  using interruption = listenForInterruption(options.signal);
  if (options.har) tryHarFile(options.har.path);
  const { signal } = interruption;
  const { target, release } = await openTarget(options, now, signal).catch((error: unknown) => {
    throw signal.aborted ? interrupted() : error;
  });
  const parts = { target, divergences, ledger, day: startedAt.slice(0, 10) };
  const judged = await settled(judge(items, parts, signal, options));
  const released = await settled(release());
  const problem = released.error;
  // Whatever else happened: a person must now put the target right by hand.
  if (problem && (judged.error || signal.aborted || !(problem instanceof RestoreError))) throw problem;
  if (judged.error) throw judged.error;
  const results = judged.value ?? [];
  if (signal.aborted) throw interrupted();

  const report: RunReport = {
    schema: 'https://trtc-call.dev/conformance-report/1',
    generation: 'v1',
    contractVersion,
    suiteVersion: manifest.version,
    target: summaryOf(target),
    startedAt,
    durationMilliseconds: now() - started,
    counts: countVerdicts(results),
    lastLiveRun: lastLiveRunOf(ledger, started),
    mustTotal: checkedRequirements.filter(({ level }) => level === 'MUST').length,
    strict: options.strict ?? false,
    ...(problem && { notRestored: problem.message }),
    results,
  };
  if (options.updateLedger) await writeLedger(ledgerFile, enterRun(ledger, report, requirements));
  return report;
}

function interrupted(): CannotRunError {
  return new CannotRunError('interrupted', 'The run was interrupted; the target was left as it was found');
}

async function settled<Value>(work: Promise<Value>): Promise<{ value?: Value; error?: Error }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Runs what can be run, and gives the results in the order of the items. */
async function judge(
  items: readonly Item[],
  parts: ResultParts,
  signal: AbortSignal,
  { onResult, har }: RunOptions,
): Promise<Result[]> {
  const results = new Map<string, Result>();
  const report = onResult && guardHook('onResult', onResult);
  const note = (result: Result) => {
    results.set(result.id, result);
    // A copy: what becomes of it is not in the report.
    report?.(structuredClone(result));
  };
  const runnable: RunnableItem[] = [];
  for (const item of items) {
    const result = resultWithoutRun(item, parts);
    if (result) note(result);
    else if (isRunnable(item)) runnable.push(item);
  }
  const plan = { target: parts.target, items: runnable, har };
  await runSuite(plan, (item, outcome) => note(toResult(item, outcome, parts)), signal);
  return items.flatMap(({ id }) => results.get(id) ?? []);
}

/** The file is made when the account is known; whether it can be is known before anything is sent. */
function tryHarFile(path: string): void {
  createHarFile({ path, ifExists: 'refuse' }).close();
  rmSync(path);
}

function summaryOf({ name, kind, baseUrl, capabilities }: Target): RunReport['target'] {
  return { name, kind, baseUrl, capabilities: [...capabilities] };
}
