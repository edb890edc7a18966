import { rmSync } from 'node:fs';
import { createHarFile } from '@trtc-call/client/har';
import { guardHook } from '@trtc-call/client/hooks';
import { contractVersion } from '@trtc-call/spec/v1';
import manifest from '../../package.json' with { type: 'json' };
import { requirements } from '../../requirements/v1/index.ts';
import type { Target } from '../../targets/target.ts';
import { countVerdicts } from '../report/count-verdicts.ts';
import type { Result, RunReport } from '../report/run-report.ts';
import { CannotRunError } from './cannot-run-error.ts';
import { readDivergences } from './divergences.ts';
import { listenForInterruption } from './interruption.ts';
import { enterRun, lastLiveRunOf, packagedLedger, readLedger, writeLedger } from './ledger.ts';
import { openTarget } from './open-target.ts';
import { type Item, select } from './plan.ts';
import type { RunOptions } from './run-options.ts';
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
 * @throws CannotRunError when nothing can be checked: unknown ids, missing or refused credentials, no answer, an
 *   interruption. Its message is one line that names the remedy.
 * @throws RecordingError when the HAR file is there already or cannot be made
 * @throws RestoreError when the former callback configuration could not be put back
 */
export async function runConformance(options: RunOptions): Promise<RunReport> {
  const { now = Date.now } = options;
  const started = now();
  const startedAt = new Date(started).toISOString();
  const items = select(options);
  const ids = requirements.map(({ id }) => id);
  const divergences = options.divergencesFile ? readDivergences(options.divergencesFile, ids) : new Map();
  const ledgerFile = options.ledgerFile ?? packagedLedger();
  const ledger = readLedger(ledgerFile);

  using interruption = listenForInterruption(options.signal);
  if (options.har) tryHarFile(options.har.path);
  const { target, release } = await openTarget(options, now);
  let results: Result[];
  try {
    const parts = { target, divergences, ledger, day: startedAt.slice(0, 10) };
    results = await judge(items, parts, interruption.signal, options);
  } finally {
    await release();
  }
  if (interruption.signal.aborted) {
    throw new CannotRunError('interrupted', 'The run was interrupted; the target was left as it was found');
  }

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
    results,
  };
  if (options.updateLedger) writeLedger(ledgerFile, enterRun(ledger, report, requirements));
  return report;
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
  const runnable = new Map<string, Item>();
  for (const item of items) {
    const result = resultWithoutRun(item, parts);
    if (result) note(result);
    else runnable.set(item.id, item);
  }
  const plan = { target: parts.target, ids: [...runnable.keys()], har };
  await runSuite(
    plan,
    (id, outcome) => {
      const item = runnable.get(id);
      if (item) note(toResult(item, outcome, parts));
    },
    signal,
  );
  return items.flatMap(({ id }) => results.get(id) ?? []);
}

/** The thread that runs the suite makes the file; whether it can is known before anything is sent. */
function tryHarFile(path: string): void {
  createHarFile({ path, ifExists: 'refuse' }).close();
  rmSync(path);
}

function summaryOf({ name, kind, baseUrl, capabilities }: Target): RunReport['target'] {
  return { name, kind, baseUrl, capabilities: [...capabilities] };
}
