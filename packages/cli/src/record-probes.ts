import { listRequirements, RestoreError, runConformance } from '@trtc-call/conformance';
import { errorTerminal } from './output/print.ts';
import { probeProgress } from './probe-progress.ts';

/** What is asked of a target to be recorded. */
export interface ProbeOptions {
  readonly target: string;
  /** A file that is not there yet. */
  readonly path: string;
  readonly redactIdentifier?: boolean | undefined;
  readonly allowMutations?: boolean | undefined;
  readonly exhaustRateLimit?: boolean | undefined;
}

/**
 * Asks a target everything that the conformance suite may ask of it, and writes the exchanges. The suite's requests are
 * the plan: each operation, each mistake that is refused without an effect, each observation, below the rates. What it
 * thinks of the answers is not asked here.
 */
export async function recordProbes(options: ProbeOptions, signal: AbortSignal): Promise<void> {
  const { target, path, redactIdentifier, allowMutations = false, exhaustRateLimit = false } = options;
  const { onResult, done } = probeProgress(target, listRequirements().length, errorTerminal());
  const har = { path, redactIdentifier };
  try {
    const environment = process.env;
    const { notRestored } = await runConformance({
      target,
      environment,
      allowMutations,
      exhaustRateLimit,
      har,
      signal,
      onResult,
    });
    if (notRestored !== undefined) throw new RestoreError(notRestored);
  } finally {
    done();
  }
}
