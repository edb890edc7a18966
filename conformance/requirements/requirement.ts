import type { Capability, Exchange, Level } from '../report/run-report.ts';

/** The id of a requirement, such as `V1-REC-003`: generation, area and a number that is never used again. */
export type RequirementId = `V${number}-${string}`;

/** The part of an id that generations may share, such as `REC-003`. */
export type RequirementKey = `${string}-${string}`;

/** A page of the vendor by its number, or another publication of the vendor by its name. */
type Source = number | string;

/** What every item of a suite states, whether or not it can be checked. */
interface Statement {
  readonly id: RequirementId;
  /** The vendor's pages that state it, or leave it open. */
  readonly source: readonly Source[];
  /** The operations that it speaks of; receivers have none. */
  readonly operations?: readonly string[];
  /** Entries of decisions.md on which it rests, or that an answer would settle. */
  readonly decision?: readonly string[];
  /** What the target must be asked to do; without it the item is skipped with the target's reason. */
  readonly needs?: readonly Capability[];
}

interface RequirementStatement extends Statement {
  /** MUST: the vendor states it outright. SHOULD: it follows from a table or a sample. MAY: it is only likely. */
  readonly level: Level;
  /** In our words. */
  readonly sentence: string;
  /** Codes whose meaning the requirement checks. */
  readonly covers?: readonly number[];
}

export interface CheckedRequirement<Context> extends RequirementStatement {
  readonly excluded?: never;
  check(context: Context): Promise<void>;
}

/** A requirement with the check of it, or the reason why there is none. */
export type Requirement<Context> =
  | CheckedRequirement<Context>
  | (RequirementStatement & { readonly excluded: string; readonly check?: never });

/** A question that the vendor's pages leave open; a run answers it about its target, and judges nothing. */
export interface Observation<Context> extends Statement {
  readonly question: string;
  observe(context: Context): Promise<string>;
}

export type Item<Context> = Requirement<Context> | Observation<Context>;

export type RunnableItem<Context> = CheckedRequirement<Context> | Observation<Context>;

/** The requirements of one generation of the API, or of those who receive from it. */
export interface Suite<Context> {
  readonly generation: string;
  /** Version of the contract that the requirements speak of. */
  readonly contractVersion: string;
  readonly requirements: readonly Requirement<Context>[];
  readonly observations: readonly Observation<Context>[];
}

/** What a run needs of the context of an item; the rest is between the suite and its targets. */
export interface ItemContext {
  readonly exchanges: readonly Exchange[];
  /** Takes what must not be shown out of a text. */
  readonly redact: (text: string) => string;
  /** Gives up what is under way, and ends what the item has left behind. Does not reject. */
  readonly close?: (() => void | Promise<void>) | undefined;
}

/** The id of a key in a generation, such as `V4-REC-003`. */
export function createId(generation: string, key: string): RequirementId {
  return `V${Number(generation.slice(1))}-${key}`;
}

export function isRunnable<Context>(item: Item<Context>): item is RunnableItem<Context> {
  return 'observe' in item || item.check !== undefined;
}

/** The middle part of an id, such as `REC`. */
export function readArea(id: string): string {
  return id.split('-')[1] ?? '';
}

/** The generation of an id, such as `v1`. */
export function readGeneration(id: string): string {
  return (id.split('-')[0] ?? '').toLowerCase();
}

/** The id that a key has beside another id: `REC-003` beside `V4-LST-001` is `V4-REC-003`. */
export function completeId(key: RequirementId | RequirementKey, beside: string): string {
  return /^V\d+-/.test(key) ? key : `${beside.split('-')[0]}-${key}`;
}
