import { existsSync, statSync } from 'node:fs';
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

/** A file that is not there yet takes what is recorded, of the generations that the target answers to by default. */
type ProbeOptions = Omit<DriftRecordFlags, 'out'> & { readonly path: string };

/** Asks a target and writes what it answers: 2 when most requests of a generation got no answer. */
export async function runDriftRecord({ out: path, ...flags }: DriftRecordFlags): Promise<number> {
  const ended = await untilStopped((signal) => recordProbes({ ...flags, path }, signal), tellStopping);
  if (!('value' in ended)) {
    if (existsSync(path)) logLine(`Interrupted: ${path} holds a part of the exchanges.`);
    return ended.exitCode;
  }
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

/**
 * Asks a target everything that the conformance suite may ask of it, and writes the exchanges. The suite's requests are
 * the plan: each operation, each mistake that is refused without an effect, each observation, below the rates. What it
 * thinks of the answers is not asked here.
 */
export async function recordProbes(
  { target, path, generation, redactIdentifier, ...flags }: ProbeOptions,
  signal: AbortSignal,
) {
  const progress = createProgressLine();
  const total = listRequirements().length;
  let count = 0;
  let notRestored: string | undefined;
  try {
    const report = await runConformance({
      target,
      ...(generation && { generation }),
      environment: await readTargetEnvironment(target),
      allowMutations: flags.allowMutations ?? false,
      exhaustRateLimit: flags.exhaustRateLimit ?? false,
      har: { path, redactIdentifier },
      signal,
      onNotRestored(message) {
        notRestored = message;
      },
      onResult() {
        count += 1;
        progress.show(`asking ${sanitizeForTerminal(target)}: ${count} of ${total}`);
      },
    });
    if (notRestored !== undefined) throw new RestoreError(notRestored);
    // Which generations the app does not have, and which could not be asked.
    const { notes = [], unchecked = [] } = report.target;
    return { generations: report.generations.map(({ generation: name }) => name), notes, unchecked };
  } finally {
    progress.done();
  }
}
