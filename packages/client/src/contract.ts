import type * as v1 from '@trtc-call/spec/v1';
import type * as v4 from '@trtc-call/spec/v4';
import type { Issue } from './schema/schema.ts';

// The words of each generation that there is.
export type OperationId = v1.OperationId | v4.OperationId;
export type ErrorName = v1.ErrorName | v4.ErrorName;
export type Region = v1.Region | v4.Region;

/**
 * One generation of the API. Everything that sends, waits, signs and reads is given one, and knows nothing of the API
 * beside it.
 */
export interface Contract {
  readonly generation: 'v1' | 'v4';
  readonly operations: Readonly<Partial<Record<OperationId, OperationFacts>>>;
  /** The base URL of each region. */
  readonly hosts: Readonly<Partial<Record<Region, string>>>;
  /** Where an app is that names none; undefined where that is not known. */
  readonly defaultRegion: Region | undefined;
  /** After so long the service itself gives up. */
  readonly backendTimeoutMilliseconds: number;
  readonly account: AccountFacts;
  /** The query parameters of a request, without the number that each attempt has of its own. */
  makeQuery(account: SignedAccount): Readonly<Record<string, string | number>>;
  readonly randomParameter: { readonly name: string; readonly largest: number };
  /** Signs a UserSig with what every runtime has. */
  signUserSig(claims: SignClaims, secretKey: string): Promise<string>;
  checkRequest(operationId: OperationId, body: unknown): RequestFindings;
  /** The members that a body may have. */
  requestNames(operationId: OperationId): readonly string[];
  /** Makes what a program gets of a parsed answer. `redact` takes credentials out of its words. */
  tidyAnswer(answer: Record<string, unknown>, text: string, redact: (words: string) => string): void;
  readEnvelope(answer: unknown): Envelope | EnvelopeFault;
  /** The vendor's id of the request, where the answer has a readable one. */
  readRequestId(answer: unknown): string | undefined;
  /** The data of a success, as the types have it. @throws `error`, or a ContractError where there are none. */
  readData(operationId: OperationId, answer: unknown, error: Error | undefined): unknown;
  describeRefusal(operationId: OperationId, code: number): RefusalFacts;
  /** The refusals of which a wrong clock can be the reason. */
  readonly signRefusals: Readonly<Record<SignRefusal, ErrorName>>;
  /** Compares an answer with the contract, and with what was asked. */
  findViolations(asked: Asked, answer: unknown): Findings;
}

/** What is known of an operation. */
export interface OperationFacts {
  readonly path: string;
  readonly idempotent: boolean;
  /** At most so many in `perSeconds` seconds. */
  readonly requests: number;
  readonly perSeconds: number;
}

/** What is known of accounts. */
export interface AccountFacts {
  readonly defaultIdentifier: string;
  readonly identifierPattern: string;
  readonly leastSdkAppId: number;
  readonly longestLifetimeYears: number;
}

/** In whose name a request is sent. */
export interface SignedAccount {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSig: string;
}

/** What a UserSig states. */
export interface SignClaims {
  readonly sdkAppId: number;
  readonly identifier: string;
  /** Unix seconds. */
  readonly time: number;
  readonly lifetimeSeconds: number;
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
