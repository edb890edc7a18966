import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRedact, type Redact } from '@trtc-call/client/har';
import type { Reporter, TestCase, Vitest } from 'vitest/node';
import { secretsOf } from '../check/account.ts';
import { CannotRunError } from './cannot-run-error.ts';
import { interruptions } from './interruption.ts';
import type { TimedOutcome } from './run-requirement.ts';
import type { SuitePlan } from './suite-plan.ts';

/** Told of each outcome as it comes. */
export type OnOutcome = (id: string, outcome: TimedOutcome) => void;

// From source this file stands beside suite.ts, in the published package beside suite.js.
const suiteFile = [new URL('./suite.ts', import.meta.url), new URL('./suite.js', import.meta.url)]
  .map((url) => fileURLToPath(url))
  .find((file) => existsSync(file));

// A paced requirement of many requests takes its time; one that hangs must still end.
const longestRequirement = 300_000;

/**
 * Runs the plan in Vitest and reports every outcome. An item that Vitest could not bring to an outcome is an error of
 * the suite, with what Vitest says about it. When the signal is aborted, the item that is running is the last one.
 *
 * @throws CannotRunError when the HAR file could not be written to its end
 * @throws Error when the suite cannot be loaded
 */
export async function runSuite(plan: SuitePlan, onOutcome: OnOutcome, signal: AbortSignal): Promise<void> {
  if (plan.ids.length === 0 || signal.aborted) return;
  if (suiteFile === undefined)
    throw new TypeError('the suite is not where the package has it: install it again');
  // Loaded late: a target that cannot be reached is reported without it.
  const { startVitest } = await import('vitest/node');
  const { exitCode } = process;
  const listeners = rememberSignalListeners();
  const problems: string[] = [];
  let unwritten: string | undefined;
  const redact = createRedact({ secrets: secretsOf(plan.target.account) });
  const reporter: Reporter = {
    onInit(vitest) {
      listeners.restore();
      cancelOnAbort(vitest, signal);
    },
    onTestCaseResult(test) {
      const outcome = outcomeOf(test, redact);
      if (outcome) onOutcome(idOf(test), outcome);
    },
    onTestRunEnd(modules, errors) {
      const all = [...errors, ...modules.flatMap((module) => module.errors())];
      problems.push(...all.map(({ message }) => redact(message)));
      unwritten = all.find(({ name }) => name === 'RecordingError')?.message;
    },
  };
  await startVitest(
    [],
    {
      config: false,
      root: dirname(suiteFile),
      include: [suiteFile],
      // By default node_modules is left out, which is where the suite lies once it is installed.
      exclude: [],
      watch: false,
      run: true,
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      maxConcurrency: 16,
      testTimeout: longestRequirement,
      // A package's folder is not to be written to: it may be shared, or read-only.
      cache: false,
      fsModuleCache: false,
      reporters: [reporter],
      provide: { conformancePlan: plan },
    },
    // The user's .env files are the user's.
    { envDir: false, logLevel: 'silent', clearScreen: false },
  );
  // Vitest sets it for its own command line; here the report decides.
  process.exitCode = exitCode;
  // Whoever asked for a record must not take half of one for the whole.
  if (unwritten !== undefined) throw new CannotRunError('bad-har', `${unwritten}: make room and run again`);
  const [problem] = problems;
  if (problem !== undefined && !signal.aborted) throw new Error(`the suite could not be run: ${problem}`);
}

/** Vitest would end the process a millisecond after a signal, before the target could be left as it was found. */
function rememberSignalListeners() {
  const remembered = interruptions.map((name) => ({
    name,
    before: process.listeners(name),
  }));
  return {
    restore: () => {
      for (const { name, before } of remembered) {
        for (const listener of process.listeners(name)) {
          if (!before.includes(listener)) process.off(name, listener);
        }
      }
    },
  };
}

function cancelOnAbort(vitest: Vitest, signal: AbortSignal): void {
  const cancel = () => void vitest.cancelCurrentRun('keyboard-input');
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
}

function idOf(test: TestCase): string {
  return test.name.split(' ', 1)[0] ?? '';
}

/** Undefined for a test that was not run because the run was ended. */
function outcomeOf(test: TestCase, redact: Redact): TimedOutcome | undefined {
  const { outcome } = test.meta();
  const { state, errors = [] } = test.result();
  if (outcome || state !== 'failed') return outcome;
  const message = redact(errors[0]?.message ?? 'it ended without an outcome');
  return { verdict: 'error', message, exchanges: [], durationMilliseconds: test.diagnostic()?.duration ?? 0 };
}
