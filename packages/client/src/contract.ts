import type * as spec from '@trtc-call/spec';
import type { OperationEntry, Contract as SpecContract } from '@trtc-call/spec';
import type { Issue } from './schema/schema.ts';

type ByGeneration = (typeof spec)[(typeof spec.generations)[number]];
type Values<Table> = Table extends object ? Table[keyof Table] : never;

/** The name of an operation of any generation; a call of `client.gateway` has its path in place of it. */
export type OperationId = Values<ByGeneration['operations']>['operationId'] | (string & {});

/** The name of an error code of any generation. */
export type ErrorName = ByGeneration['errorCodes'][number]['name'] | (string & {});

/** A query parameter that every generation has. */
export type QueryParameter = keyof ByGeneration['queryParameters'];

/** What is in every bundle of the facts of `@trtc-call/spec`. */
export interface ContractFacts extends Pick<SpecContract, 'generation' | 'servers' | 'envelope'> {
  readonly operations: Readonly<Record<string, OperationFacts>>;
  /** Where an app is that names none; undefined where that is not known. */
  readonly defaultRegion: string | undefined;
  /** Regions that only other generations have: an app names one for all, and is in the default one here. */
  readonly otherRegions: readonly string[];
  /** How long the service itself works on a request before it gives up. */
  readonly backendTimeoutMilliseconds: number;
  /** The refusals of which a wrong clock can be the reason. */
  readonly signRefusals: Readonly<Record<SignRefusal, ErrorName>>;
}

/** What is known of an operation. */
export type OperationFacts = Pick<OperationEntry, 'path' | 'idempotent' | 'rateLimit'>;

/**
 * One generation of the API. Everything that sends, waits, signs and reads is given one, and knows nothing of the API
 * beside it.
 */
export interface Contract extends ContractFacts {
  /** The query parameters of a request, without the number that each attempt has of its own. */
  makeQuery(account: SignedAccount): Readonly<Record<string, string | number>>;
  readonly randomParameter: { readonly name: string; readonly largest: number };
  checkRequest(operationId: string, body: unknown): RequestFindings;
  /** The members that a body may have. */
  requestNames(operationId: string): readonly string[];
  /** Makes what a program gets of a parsed answer. `redact` takes credentials out of its words. */
  tidyAnswer(answer: Record<string, unknown>, text: string, redact: (words: string) => string): void;
  readEnvelope(answer: unknown): Envelope | EnvelopeFault;
  /** The vendor's id of the request, where the answer has a readable one. */
  readRequestId(answer: unknown): string | undefined;
  /** The data of a success, as the types have it. @throws `error`, or a ContractError where there are none. */
  readData<Data>(operationId: string, answer: unknown, error: Error | undefined): Data;
  describeRefusal(operationId: string, code: number): RefusalFacts;
  /** Compares an answer with the contract, and with what was asked. */
  findViolations(asked: Asked, answer: unknown): Findings;
}

/** In whose name a request is sent. */
export interface SignedAccount {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSig: string;
}

export type SignRefusal = 'expired' | 'invalid';

/** What a body has that is not documented. */
export interface RequestFindings {
  /** What the service would refuse. */
  readonly wrong: Issue | undefined;
  /** All that is odd. */
  readonly odd: readonly Issue[];
}

/** An envelope in one type, whatever types the documents give for its fields. */
export interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string;
  /** Whether it has what a success has beside the code: the word for one, or data. */
  readonly hasOutcome: boolean;
}

/** An envelope that cannot be read. */
export interface EnvelopeFault {
  readonly issue: Issue;
  readonly requestId: string | undefined;
}

/** What a refusal means. */
export interface RefusalFacts {
  readonly reason: string;
  readonly cause: string;
  readonly remedy: string;
  /** Whether the same call can succeed later. */
  readonly retryable: boolean;
  /** Whether the service may have carried out what it was asked before it failed. */
  readonly possiblyApplied: boolean;
  /** Whether what is asked for may not be there. */
  readonly mayBeNotFound: boolean;
}

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
