import { answerStatus, type OperationContract } from '../contract/contract.ts';
import type { SchemaNode, SeenSchema } from '../contract/schema-node.ts';

/** Ordered from the worst: for the users of the client. */
export const findingClasses = ['breaking', 'additive', 'informational'] as const;

/** What a finding means for the users of the client: something stops working, something is new, or it is good to know. */
export type FindingClass = (typeof findingClasses)[number];

/** In the order of reports. */
export const allSensors = ['documents', 'probes', 'production'] as const;

/** Who saw it: the vendor's pages, requests of our own, or clients in production. */
export type Sensor = (typeof allSensors)[number];

export const exchangeSensors: readonly Sensor[] = ['probes', 'production'];

/** One sight of a difference, before anything is said about it. Nothing in it but `value` is free text. */
export interface Difference {
  /** The operation behind its generation, the path of an unknown operation, or the vendor's page. */
  readonly subject: string;
  /** JSON Pointer into answer or request, with `*` for every index; empty for the whole. */
  readonly pointer: string;
  /** What the contract says: a type, a word, a number; empty when it says nothing. */
  readonly before: string;
  /** What was seen in its place; empty when nothing is there any more. */
  readonly after: string;
  readonly operation?: OperationContract;
  /** The schema that a value was compared with. */
  readonly node?: SchemaNode;
  /** What stood there, for a proposal to look at; never shown. */
  readonly value?: unknown;
  /** Whether the contract says MUST; absent where it has no levels. */
  readonly must?: boolean;
  /** Such as `Page 60138 (REST API introduction)`, where a whole page is meant. */
  readonly pageName?: string;
  /** Since when the checks of a sensor fail, and when one last succeeded; ISO 8601. */
  readonly since?: { readonly failingSince: string; readonly lastSuccess: string | undefined };
  readonly fact?: PageFact;
}

/** One fact that a page states otherwise than the contract, or than it did the last time. */
export interface FactDifference {
  /** Such as `field/answer/callId`. */
  readonly key: string;
  /** What was expected; undefined where nothing was. */
  readonly before: string | undefined;
  /** What the page says; undefined where it says nothing. */
  readonly after: string | undefined;
  /** Whether the contract is what it differs from; otherwise it is the page of the last time. */
  readonly fromContract: boolean;
  /** Whether what the page says now is what the contract has. */
  readonly isAgreed: boolean;
}

/** A difference with what has to be known of it to rate and to describe it. */
export interface PageFact extends FactDifference {
  /** Such as `Page 60138 (REST API introduction)`. */
  readonly page: string;
  /** Such as `states now the field /data/callId`. */
  readonly says: string;
  /** Whether it is about what callers send. */
  readonly isRequest: boolean;
  /** Whether the contract has it from this page; others only repeat it. */
  readonly isOwn: boolean;
  /** Whether a sample shows it; otherwise it is stated. */
  readonly isSample: boolean;
  readonly address: string;
  /** Pointer into the bundled contract. */
  readonly site: string;
  /** What would make the contract agree; undefined where a person has to decide. */
  readonly change?: SpecChange | undefined;
}

/** What differs at an operation, as a rule tells it; what is left out is empty. */
export type Details = Partial<Omit<Difference, 'subject' | 'operation'>>;

/** Where the contract describes the answer of the operation, for `pointsAt` of a rule. */
export function pointAtAnswer({ operation }: Difference): string | undefined {
  return operation && `${operation.pointer}/responses/${answerStatus}`;
}

/** A change of the contract as data. `page` is the one that states it; without one it was only seen in answers. */
export type SpecChange =
  | {
      readonly kind: 'add-field';
      /** Pointer into the bundled contract of the object schema. */
      readonly schema: string;
      readonly name: string;
      /** JSON Schema of what was seen or stated: types and nested fields only. */
      readonly seen: SeenSchema;
      readonly page?: number;
      /** Whether callers send it. Default: `false`. */
      readonly isSent?: boolean;
    }
  | { readonly kind: 'make-optional'; readonly schema: string; readonly name: string }
  /** `site` is where the field stands; `words` where its list does. The list may be used by requests too. */
  | {
      readonly kind: 'add-word';
      readonly site: string;
      readonly words: string;
      readonly word: string;
      readonly page?: number;
      readonly isSent?: boolean;
    }
  /** Of one operation, or of `all`. */
  | {
      readonly kind: 'add-code';
      readonly code: number;
      readonly operationId: string;
      readonly page?: number;
    }
  | { readonly kind: 'add-host'; readonly host: string; readonly page: number }
  /** The same at several places: all of them, or none. */
  | { readonly kind: 'several'; readonly changes: readonly SpecChange[] };
