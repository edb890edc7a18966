import { listRequirements, RestoreError, runConformance } from '@trtc-call/conformance';
import { probeProgress } from './probe-progress.ts';
import type { StopSignal } from './stop-signal.ts';

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
 *
 * @returns the exit code of an interruption, or undefined when all was asked
 */
export async function recordProbes(options: ProbeOptions, stop: StopSignal): Promise<number | undefined> {
  const { target, path, redactIdentifier, allowMutations = false, exhaustRateLimit = false } = options;
  const { onResult, done } = probeProgress(target, listRequirements().length, process.stderr);
  const har = { path, redactIdentifier };
  const { signal } = stop;
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
  } catch (error) {
    // An interruption ends a run quietly, but not what a person must now put right by hand.
    if (!signal.aborted || error instanceof RestoreError) throw error;
  } finally {
    done();
  }
  return signal.aborted ? stop.received : undefined;
}
