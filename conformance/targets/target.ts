import type { CapabilityState, TargetSummary } from '../report/run-report.ts';
import type { Item, ItemContext } from '../requirements/requirement.ts';

/** What can be run side by side, and how many at the same time. */
export interface Lane<Scheduled> {
  readonly items: readonly Scheduled[];
  readonly atOnce: number;
}

/** A target that is ready to be asked, and what must be done when it was. */
export interface OpenTarget<Context extends ItemContext> {
  readonly summary: Omit<TargetSummary, 'capabilities'>;
  readonly capabilities: readonly CapabilityState[];
  /** The generations that it is asked for; default those of all suites. */
  readonly generations?: readonly string[];
  /** Says how items may be run: the lanes of a stage side by side, the stages one after the other. */
  schedule<Scheduled extends Pick<Item<never>, 'id' | 'needs'>>(
    items: readonly Scheduled[],
  ): readonly (readonly Lane<Scheduled>[])[];
  /** Gives an item a context of its own, which may do what the item says it needs, and no more. */
  open(item: Pick<Item<never>, 'id' | 'needs'>): Promise<Context>;
  /** Puts back what the run changed, and closes what it opened. */
  release(): Promise<void>;
}

/** What a run had changed could not be put back. The message says what is to be done by hand. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
  /** Stable, for programs. */
  readonly code = 'not-restored';
}
