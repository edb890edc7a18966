import type { ErrorCode, OperationId, Source } from '@trtc-call/spec/v1';
import type { Capability, Level } from '../report/run-report.ts';
import type { CheckContext } from './v1/check/context.ts';

/** What every requirement states, whether or not it can be checked. */
export interface Statement {
  /** `V1-<AREA>-<NNN>`, padded, never reused for another meaning. */
  readonly id: `V1-${string}-${string}`;
  /** MUST: the vendor states it outright. SHOULD: it follows from a table or a sample. MAY: it is only likely. */
  readonly level: Level;
  /** In our words. */
  readonly sentence: string;
  /** The vendor's pages that state it. */
  readonly source: readonly Source[];
  /** The operations that it speaks of. */
  readonly operations: readonly OperationId[];
  /** Entries of decisions.md on which the sentence rests. */
  readonly decision?: readonly string[];
  /** Codes whose meaning the requirement checks. */
  readonly covers?: readonly ErrorCode[];
  /** What the target must be asked to do; without it the requirement is skipped with the target's reason. */
  readonly needs?: readonly Capability[];
}

/** A statement with the check that tells whether a target keeps it, or the reason why there is none. */
export type Requirement = Statement &
  (
    | { check(context: CheckContext): Promise<void>; readonly excluded?: never }
    | { readonly excluded: string; readonly check?: never }
  );

/** A requirement that has a check. */
export type CheckedRequirement = Extract<Requirement, { check(context: CheckContext): Promise<void> }>;

/** A question that the vendor's pages leave open; a run answers it about its target, and judges nothing. */
export interface Observation {
  readonly id: `V1-OBS-${string}`;
  readonly question: string;
  /** Entries of decisions.md that the answer would settle. */
  readonly decision: readonly string[];
  readonly source: readonly Source[];
  readonly operations: readonly OperationId[];
  readonly needs?: readonly Capability[];
  observe(context: CheckContext): Promise<string>;
}

/** The middle part of an id, such as `REC`. */
export function areaOf(id: string): string {
  return id.split('-')[1] ?? '';
}
