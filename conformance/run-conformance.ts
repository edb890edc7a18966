import type { RunReport } from './report/run-report.ts';
import type { Generation } from './requirements/generation.ts';
import { apiGenerations, receiverSuites } from './requirements/suites.ts';
import { describeItem, type ListedRequirement, listItems } from './run/items.ts';
import { packagedLedger } from './run/ledger.ts';
import {
  aGeneration,
  anInteger,
  aText,
  CannotRunError,
  checkOptions,
  checkRunOptions,
  commonRunChecks,
  nameGenerations,
  type OptionChecks,
  type RunOptions,
} from './run/options.ts';
import { runSuite } from './run/run-suite.ts';
import { callOperations } from './targets/api/guards.ts';
import { openTarget } from './targets/api/open-target.ts';
import { openReceiver, type ReceiverRunOptions } from './targets/open-receiver.ts';

/**
 * Checks a target against the contract.
 *
 * @example
 * ```ts
 * const report = await runConformance({ target: 'mock' });
 * console.log(report.counts);
 * ```
 *
 * @throws CannotRunError when nothing can be checked: unknown options or ids, missing or refused credentials, no answer,
 *   an interruption. Its message is one line that names the remedy.
 * @throws RecordingError when the HAR file is there already or cannot be made
 * @throws RestoreError when the run was interrupted, or broke, and the former callback configuration could not be put
 *   back. Otherwise the report says so, in `notRestored`.
 */
export async function runConformance(options: RunOptions): Promise<RunReport> {
  checkRunOptions(options);
  const { ledgerFile = packagedLedger(), updateLedger = false } = options;
  const named = nameGenerations(
    options,
    apiGenerations.map(({ suite }) => suite),
  );
  const wanted = apiGenerations.filter(({ suite }) => named?.includes(suite.generation) ?? true);
  const generations = wanted.map(({ generation }) => generation);
  if (options.allowCalls) refuseIdleCalls(generations);
  // `using` is a syntax error in Node 22.
  const interruption = listenForInterruption(options.signal);
  try {
    return await runSuite({
      suites: wanted.map(({ suite }) => suite),
      open: (signal) => openTarget(options, { generations, areNamed: named !== undefined }, signal),
      ledger: {
        file: ledgerFile,
        update: updateLedger,
        requirements: apiGenerations.flatMap(({ suite }) => suite.requirements),
      },
      whenInterrupted: 'The run was interrupted; the target was left as it was found',
      options: { ...options, signal: interruption.signal },
    });
  } finally {
    interruption.stop();
  }
}

/** Everything that a run can check or ask, requirements first. Needs no target. */
export function listRequirements(): ListedRequirement[] {
  return listItems(apiGenerations.map(({ suite }) => suite)).map(describeItem);
}

const receiverChecks: OptionChecks<ReceiverRunOptions> = {
  ...commonRunChecks,
  // The addresses may hold secrets, and are read where no message shows them.
  receiver: [() => true, 'a URL'],
  effects: [() => true, 'a URL'],
  generation: aGeneration,
  sdkAppId: anInteger(1, Number.MAX_SAFE_INTEGER, 'required'),
  failingUser: aText,
  answerWithinMilliseconds: anInteger(1, 60_000),
};

/**
 * Checks a receiver of webhooks, as the vendor would call it.
 *
 * @throws CannotRunError when nothing can be checked: an unknown option, a wrong address, no listener there,
 *   effects that cannot be read, unknown ids, an interruption. Its message is one line that names the remedy.
 */
export async function runReceiverConformance(options: ReceiverRunOptions): Promise<RunReport> {
  checkOptions(options, receiverChecks);
  const named = nameGenerations(options, receiverSuites);
  const wanted = receiverSuites.filter(({ generation }) => named?.includes(generation) ?? true);
  return runSuite({
    suites: wanted,
    open: (signal) => openReceiver(options, named, signal),
    whenInterrupted: 'The run was interrupted',
    options,
  });
}

/** Everything that a run of a receiver can check. */
export function listReceiverRequirements(): ListedRequirement[] {
  return receiverSuites.flatMap(({ requirements }) => requirements.map(describeItem));
}

/** @throws CannotRunError when no generation that is checked places calls */
function refuseIdleCalls(generations: readonly Generation[]): void {
  const places = ({ contract }: Generation) => callOperations.start in contract.operations;
  if (generations.some(places)) return;
  const name = (chosen: readonly Generation[]) =>
    chosen.map(({ contract }) => contract.generation).join(' or ');
  const others = apiGenerations.map(({ generation }) => generation).filter(places);
  throw new CannotRunError(
    'bad-option',
    `allowCalls has no effect in ${name(generations)}, which places no calls: leave it out, or check ${name(others)}`,
  );
}

/** A signal that is aborted when the caller wants it, or when the process is asked to end. */
interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening. */
  stop(): void;
}

/** Ctrl-C, a request to end, and a terminal that was closed. */
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Listens for Ctrl-C, for a request to end and for the end of the terminal while a target must still be put back as it was. Without it the
 * process would end at once.
 */
function listenForInterruption(given: AbortSignal | undefined): Interruption {
  const controller = new AbortController();
  const interrupt = (name: string) => controller.abort(new Error(`interrupted by ${name}`));
  for (const name of interruptions) process.on(name, interrupt);
  return {
    signal: given ? AbortSignal.any([given, controller.signal]) : controller.signal,
    stop() {
      for (const name of interruptions) process.off(name, interrupt);
    },
  };
}
