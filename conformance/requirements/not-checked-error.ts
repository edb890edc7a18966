import type { RequirementId } from './requirement.ts';

/**
 * The check cannot say anything about its sentence, because what it builds on does not hold: that is for another
 * requirement to tell, and a second failure by the same cause would only hide the first.
 */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
  /** The requirement that states what does not hold. */
  readonly by: RequirementId;

  constructor(by: RequirementId, message: string) {
    super(message);
    this.by = by;
  }
}

/** The target answered in a way that leaves the question open. The message says why. */
export class InconclusiveError extends Error {
  override readonly name = 'InconclusiveError';
}

/** Blocks the check by the requirement that states the condition, unless it holds. */
export function requireThat(condition: boolean, by: RequirementId, message: string): asserts condition {
  if (!condition) throw new BlockedError(by, message);
}
