import type * as spec from '@trtc-call/spec';
import type { Envelope, OperationEntry, Contract as SpecContract } from '@trtc-call/spec';
import type { Issue } from './schema/issue.ts';
import type { Schema } from './schema/keywords.ts';

type ByGeneration = (typeof spec)[(typeof spec.generations)[number]];
type Values<Table> = Table extends object ? Table[keyof Table] : never;

/** The name of an operation of any generation; a call of `client.gateway` has its path in place of it. */
export type OperationId = Values<ByGeneration['operations']>['operationId'] | (string & {});

/** The name of an error code of any generation. */
export type ErrorName = ByGeneration['errorCodes'][number]['name'] | (string & {});

/** A query parameter that every generation has. */
export type QueryParameter = keyof ByGeneration['queryParameters'];

/**
 * One generation of the API: all that tells it from another one. Everything that sends, waits, signs and reads is given
 * one, and knows nothing of the API beside it. Tables are by operation.
 */
export interface Contract extends Pick<SpecContract, 'generation' | 'servers'>, AnswerFacts {
  readonly operations: Readonly<Record<string, OperationFacts>>;
  /** Where an app is that names none; undefined where that is not known. */
  readonly defaultRegion: string | undefined;
  /** Regions that only other generations have: an app names one for all, and is in the default one here. */
  readonly otherRegions: readonly string[];
  /** How long the service itself works on a request before it gives up. */
  readonly backendTimeoutMilliseconds: number;
  readonly contentType: string;
  /** The largest number that a request may carry to differ from others. */
  readonly largestRandom: number;
  readonly requestSchemas: Readonly<Record<string, Schema>>;
  /** The members of a body that are the start and the end of a span of time. */
  readonly timeSpan: readonly [start: string, end: string];
  /** The most bytes of UTF-8 that a member of a body may have. */
  readonly longestTexts: Readonly<Record<string, number>>;
  /** The refusals of which a wrong clock can be the reason. */
  readonly signRefusals: Readonly<Record<SignRefusal, ErrorName>>;
  /** By code. */
  readonly refusals: Readonly<Record<number, Refusal>>;
  /** Of a code that is not listed. */
  readonly otherRefusal: Refusal;
  /** The code by which an operation may say that what is asked for is not there. */
  readonly notFoundCodes: Readonly<Partial<Record<string, number>>>;
  /** Whether an answer may lack the message and the id of the request. */
  readonly allowsBareCode: boolean;
  /** What to do about a refusal, where that is more than the table says. */
  improveRemedy(operationId: string, reason: string, remedy: string, mayBeNotFound: boolean): string;
}

/** What is known of an operation. */
export type OperationFacts = Pick<OperationEntry, 'path' | 'idempotent' | 'rateLimit'>;

/** How a generation answers. Tables are by operation. */
export interface AnswerFacts {
  /** What the members around the data are called. */
  readonly envelope: Envelope;
  /** Whether a code may come as text. */
  readonly readsTextCodes: boolean;
  readonly envelopeSchema: Schema;
  readonly dataSchemas: Readonly<Record<string, Schema>>;
  readonly dataFacts: Readonly<Record<string, DataFacts>>;
  readonly documentedCodes: Readonly<Record<string, readonly number[]>>;
  /** Where the data repeat what was asked for. */
  readonly echoes: Readonly<Record<string, Echo>>;
  /** The members of a record that are Unix seconds. */
  readonly times: readonly string[];
}

/** What the data of a success are. */
export interface DataFacts {
  readonly type: 'object' | 'string';
  /** Whether a success may come without them. */
  readonly mayBeMissing?: boolean;
  /** Whether they may say nothing: `null`, an empty string or an empty object. */
  readonly mayBeEmpty?: boolean;
}

interface Echo {
  /** The member of the data that is the record, or the list of records; the data themselves without it. */
  readonly member?: string;
  readonly names: readonly string[];
}

export type SignRefusal = 'expired' | 'invalid';

export type Refusal = readonly [name: string, remedy: string, retryable: boolean, possiblyApplied?: boolean];

/** What an answer is an answer to. */
export interface Asked {
  readonly operationId: OperationId;
  /** The app in whose name it was asked. */
  readonly sdkAppId: number;
  /** The parsed body of the request. */
  readonly body: unknown;
}

/**
 * The first four break the contract: what the types promise is not there, or the answer is that to another request
 * (`mismatch`). The others are news: a word, a field or a code that no page lists; `undocumented-request` is such a word,
 * or another oddity, in what is about to be sent.
 */
export type ContractRule = Issue['rule'] | 'undocumented-code' | 'undocumented-request';

/** What an answer has that is not documented, or lacks. */
export interface Findings {
  readonly requestId: string | undefined;
  readonly issues: readonly (Omit<Issue, 'rule'> & { readonly rule: ContractRule })[];
  /** Those that break the contract. */
  readonly breaking: readonly Issue[];
}
