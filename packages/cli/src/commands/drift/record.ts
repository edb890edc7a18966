import { statSync } from 'node:fs';
import { listRequirements, RestoreError, runConformance } from '@trtc-call/conformance';
import { describeUnanswered, isMostlyUnanswered, Judge, readExchanges } from '@trtc-call/drift';
import { sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import { readTargetEnvironment } from '../../credentials/read-credentials.ts';
import { createProgressLine, logLine, printLine } from '../../io/print.ts';
import { tellStopping, untilStopped } from '../../io/stop-signal.ts';

export interface DriftRecordFlags {
  target: string;
  out: string;
  generation?: 'v1' | 'v4' | 'both';
  redactIdentifier?: true;
  allowMutations?: true;
  exhaustRateLimit?: true;
}

/**
 * Asks a target and writes what it answers.
 *
 * @returns the exit code: 0 recorded, 2 when most requests of a generation got no answer, 128 + n stopped by signal n
 */
export async function runDriftRecord({ out: path, ...flags }: DriftRecordFlags): Promise<number> {
  const ended = await untilStopped((signal) => recordProbes({ ...flags, path }, signal), {
    onStop: tellStopping,
  });
  if (!('value' in ended)) return ended.exitCode;
  for (const note of [...ended.value.notes, ...ended.value.unchecked]) logLine(note);
  const judge = new Judge();
  judge.begin(path);
  const { read } = await readExchanges(path, judge);
  const size = Math.ceil(statSync(path).size / 1024);
  printLine(`${read} exchanges with ${flags.target} are in ${path} (${size} KiB).`);
  const silent = judge.answers().filter(({ unanswered }) => unanswered > 0);
  for (const answers of silent) logLine(`${describeUnanswered(answers)}.`);
  return silent.some(isMostlyUnanswered) ? 2 : 0;
}

export interface ProbeOptions {
  readonly target: string;
  /** A file that is not there yet. */
  readonly path: string;
  /** Default: those that the target answers to. */
  readonly generation?: DriftRecordFlags['generation'];
  readonly redactIdentifier?: boolean | undefined;
  readonly allowMutations?: boolean | undefined;
  readonly exhaustRateLimit?: boolean | undefined;
}

/** What was asked of a target. */
export interface RecordedProbes {
  readonly generations: readonly string[];
  /** Which generations the app does not have. */
  readonly notes: readonly string[];
  /** Which generations could not be asked, and why. */
  readonly unchecked: readonly string[];
}

/**
 * Asks a target everything that the conformance suite may ask of it, and writes the exchanges. The suite's requests are
 * the plan: each operation, each mistake that is refused without an effect, each observation, below the rates. What it
 * thinks of the answers is not asked here.
 */
export async function recordProbes(options: ProbeOptions, signal: AbortSignal): Promise<RecordedProbes> {
  const { target, path, generation, redactIdentifier } = options;
  const { allowMutations = false, exhaustRateLimit = false } = options;
  const progress = createProgressLine();
  const total = listRequirements().length;
  let count = 0;
  try {
    const {
      notRestored,
      generations,
      target: asked,
    } = await runConformance({
      target,
      ...(generation && { generation }),
      environment: await readTargetEnvironment(target),
      allowMutations,
      exhaustRateLimit,
      har: { path, redactIdentifier },
      signal,
      onResult() {
        count += 1;
        progress.show(`asking ${sanitizeForTerminal(target)}: ${count} of ${total}`);
      },
    });
    if (notRestored !== undefined) throw new RestoreError(notRestored);
    const { notes = [], unchecked = [] } = asked;
    return { generations: generations.map((one) => one.generation), notes, unchecked };
  } finally {
    progress.done();
  }
}
