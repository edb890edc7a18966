import { rules } from '../rules/rules.ts';

/** Ordered from the worst: for the users of the client. */
export const findingClasses = ['breaking', 'additive', 'informational'] as const;

/** What a finding means for the users of the client: something stops working, something is new, or it is good to know. */
export type FindingClass = (typeof findingClasses)[number];

/** Who saw it: the vendor's pages, requests of our own, or clients in production. */
export type Sensor = 'documents' | 'probes' | 'production';

/** Every rule, by what it compares. A rule never changes its name: fingerprints hold it. */
export const ruleIds = [
  // Answers.
  'undocumented-field',
  'missing-field',
  'never-seen',
  'type-changed',
  'unlisted-word',
  'out-of-range',
  'new-error-code',
  'status-changed',
  'content-type-changed',
  'envelope-broken',
  // Requests and how they are treated.
  'undocumented-operation',
  'accepted-request',
  'refused-request',
  'refused-otherwise',
  'rate-limit-lower',
  'slow-answer',
  // The vendor's pages.
  'page-missing',
  'page-moved',
  'page-unreadable',
  'document-host',
  'document-path',
  'document-parameter',
  'document-identifier',
  'document-field',
  'document-word',
  'document-code',
  'document-rate-limit',
  'document-command',
  // The check itself.
  'check-stale',
  // Those that have a file of their own.
  ...rules.map(({ id }) => id),
] as const;

export type RuleId = (typeof ruleIds)[number];

/** What a finding is told apart by. Nothing in it is prose, so that a reworded message is the same finding. */
export interface Fingerprint {
  readonly rule: RuleId;
  /** The operationId, the path of an unknown operation, or the vendor's page; empty when it may be about several. */
  readonly subject: string;
  /** JSON Pointer into answer or request, with `*` for every index; empty for the whole. */
  readonly pointer: string;
  /** What the contract, or the page at the last run, says: a type, a word, a number; empty when it says nothing. */
  readonly before: string;
  /** What was seen in its place; empty when nothing is there any more. */
  readonly after: string;
}

/** A place in the contract. */
export interface SpecLocation {
  /** From the folder `spec`, such as `v1/components/schemas/CallRecord.yaml`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One operation that shows a difference which several may show. */
export interface Place {
  readonly operationId: string;
  /** JSON Pointer into its answer, with `*` for every index. */
  readonly pointer: string;
  readonly location?: SpecLocation;
}

/** How often, when and by whom it was seen. */
export interface Sighting {
  readonly sensor: Sensor;
  /** Exchanges, reports or pages that show it. */
  readonly count: number;
  /** Of how many that could have shown it, when that is known. */
  readonly of?: number;
  /** ISO 8601, when the times are known. */
  readonly first?: string;
  readonly last?: string;
}

/** A change of the contract that would make it agree with what was seen. */
export interface Proposal {
  readonly text: string;
  /** Whether `--fix` may apply it without asking. */
  readonly safe: boolean;
  /** What `--fix` does; absent where a person has to decide. */
  readonly change?: SpecChange;
}

/** A change of the contract as data. */
export type SpecChange =
  | {
      readonly kind: 'add-field';
      /** Pointer into the bundled contract of the object schema. */
      readonly schema: string;
      readonly name: string;
      /** JSON Schema of what was seen: types and nested fields only. */
      readonly seen: SeenSchema;
    }
  | { readonly kind: 'make-optional'; readonly schema: string; readonly name: string }
  /** `site` is where the field stands; `words` where its list does. The list may be used by requests too. */
  | { readonly kind: 'add-word'; readonly site: string; readonly words: string; readonly word: string }
  | { readonly kind: 'add-code'; readonly code: number; readonly operationId: string }
  /** The same at several places: all of them, or none. */
  | { readonly kind: 'several'; readonly changes: readonly SpecChange[] };

/** The shape of a value that no page describes. */
export interface SeenSchema {
  readonly type: readonly string[];
  readonly properties?: Readonly<Record<string, SeenSchema>>;
  readonly items?: SeenSchema;
}

/** Who accepted a finding, and until when. */
export interface Acceptance {
  readonly reason: string;
  readonly author: string;
  /** YYYY-MM-DD, the last day on which it holds. */
  readonly expires: string;
}

/** One difference between the vendor and the contract. */
export interface Finding {
  /** Short, made from the fingerprint: the same difference has the same id for ever. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly class: FindingClass;
  /** Undefined where it is about several, see `places`. */
  readonly operationId: string | undefined;
  /** Every operation that shows it, where several may; `location` is that of the first. */
  readonly places?: readonly Place[];
  readonly location: SpecLocation | undefined;
  /** One sentence: what was seen. Redacted. */
  readonly title: string;
  /** One or two sentences: what it means for the users of the client. */
  readonly meaning: string;
  readonly proposal: Proposal | undefined;
  /** One entry for each sensor that saw it. */
  readonly sightings: readonly Sighting[];
  /** Sensors that could have seen it and did not. */
  readonly notSeenBy: readonly Sensor[];
}
