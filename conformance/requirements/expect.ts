import type { RequirementId, RequirementKey } from './requirement.ts';

/** What was expected, and what came instead, each in a few words. */
export interface Mismatch {
  readonly expected: string;
  readonly got: string;
  /** What failures of the same cause have in common, where the halves differ. */
  readonly cause?: string | undefined;
}

/** The target does not do what the requirement says. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError';
  readonly mismatch: Mismatch;

  constructor(expected: string, got: string, cause?: string) {
    super(`expected ${expected}, got ${got}`);
    this.mismatch = { expected, got, ...(cause !== undefined && { cause }) };
  }
}

/**
 * The check cannot say anything about its sentence, because what it builds on does not hold: another requirement shows
 * that, and a second failure by the same cause would only hide the first.
 */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
  /** The requirement that states what does not hold; a key is meant in the generation of the item that is blocked. */
  readonly by: RequirementId | RequirementKey;
  readonly mismatch: Mismatch;

  constructor(by: RequirementId | RequirementKey, expected: string, got: string) {
    super(`expected ${expected}, got ${got}`);
    this.by = by;
    this.mismatch = { expected, got };
  }
}

/** The target answered in a way that leaves the question open. The message says why. */
export class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError';
}

/**
 * The target gave no answer. For its verdict that is a failure, not a fault of the suite; but it is not an expectation
 * either, so that a mutant which only breaks the connection has proved nothing.
 */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Whether nothing came until the time was over; otherwise the connection was refused, broken or ended. */
  readonly timedOut: boolean;
  readonly mismatch: Mismatch;

  constructor(reason: string, { timedOut = false, ...options }: ErrorOptions & { timedOut?: boolean }) {
    super(`expected an answer, got none: ${reason}`, options);
    this.timedOut = timedOut;
    this.mismatch = { expected: 'an answer', got: `none: ${reason}` };
  }
}

/** Fails the requirement unless the condition holds. */
export function expectThat(condition: boolean, expected: string, got: string): asserts condition {
  if (!condition) throw new ExpectationError(expected, got);
}

/** Blocks the check by the requirement that states the condition, unless it holds. */
export function requireThat(
  condition: boolean,
  by: RequirementId | RequirementKey,
  expected: string,
  got: string,
): asserts condition {
  if (!condition) throw new BlockedError(by, expected, got);
}
