/** How strongly the contract asks for something, in the words of RFC 2119. Only a strict run fails by a SHOULD. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** What a target may be asked to do; a requirement that needs a capability which is missing is skipped. */
export type Capability =
  | 'secret-key'
  | 'mutate-callback'
  | 'exhaust-rate-limit'
  | 'call-id'
  | 'place-calls'
  | 'ring-long'
  | 'effects'
  | 'failing-user';

/**
 * What a run says about one requirement or observation.
 *
 * - `pass`, `fail`: the target does, or does not do, what the sentence says
 * - `blocked`: not checked, because what {@link Result.blockedBy} states does not hold; {@link Result.failure} shows it
 * - `skipped`: not checked; {@link Result.reason} says which capability was missing and why
 * - `error`: the suite itself broke; nothing is known about the target
 * - `observed`: a question answered, not judged
 * - `known-divergence`: it fails and that was accepted, with a reason and until a date
 * - `excluded`: the statement cannot be checked from outside; {@link Result.reason} says why
 */
export type Verdict =
  | 'pass'
  | 'fail'
  | 'blocked'
  | 'skipped'
  | 'error'
  | 'observed'
  | 'known-divergence'
  | 'excluded';

/** One run of the suite against one target: the record that every rendering shows. */
export interface RunReport {
  /** Version of this format: a plain identifier, nothing is ever fetched from it. */
  schema: 'https://trtc-call.dev/conformance-report/1';
  /** Generations of the vendor's API that the requirements speak of, such as `v1 and v4`. */
  generation: string;
  /** Version of the contract, as `@trtc-call/spec` states it, or of each contract. */
  contractVersion: string;
  /** Each of these generations. */
  generations: GenerationSummary[];
  /** Version of `@trtc-call/conformance`. */
  suiteVersion: string;
  target: TargetSummary;
  /** When the run began: ISO 8601, UTC. */
  startedAt: string;
  durationMilliseconds: number;
  /** How many results have each verdict; their sum is the number of results. */
  counts: Record<Verdict, number>;
  /** The last run against the live endpoint that the ledger knows of, or null when there never was one. */
  lastLiveRun: LastLiveRun | null;
  /** How many MUST a run of everything could check; those that are not among the results were not chosen. */
  mustTotal: number;
  /** Whether a SHOULD that fails makes the run fail. */
  strict: boolean;
  /** What the run changed and could not put back, with what is to be done by hand; absent where all is as it was. */
  notRestored?: string;
  results: Result[];
}

/** What a run says of one generation. */
export interface GenerationSummary {
  generation: string;
  contractVersion: string;
  /** As that of the report, of this generation alone. */
  mustTotal: number;
}

/** What was asked, and what it could be asked to do. */
export interface TargetSummary {
  name: string;
  /** `receiver`: a receiver of webhooks, of which the vendor knows nothing. */
  kind: 'mock' | 'live' | 'url' | 'receiver';
  baseUrl: string;
  capabilities: CapabilityState[];
  /** What else is to be said of it, such as that the app lacks the package of a generation. */
  notes?: string[];
  /** Generations that were to be checked and could not be, and why. */
  unchecked?: string[];
}

/** Whether a capability was there; when it was not, `reason` says why and how to give it. */
export interface CapabilityState {
  name: Capability;
  /** The generation that it is of; absent where it is of all. */
  generation?: string;
  available: boolean;
  reason?: string;
}

/** When the live endpoint was last run against (ISO 8601), and how many whole days before this run. */
export interface LastLiveRun {
  at: string;
  ageDays: number;
}

/** One requirement or observation with its verdict. */
export interface Result {
  /** Stable, never reused, such as `V1-REC-003`. */
  id: string;
  /** The generation of the API, such as `v1`. */
  generation: string;
  /** The middle part of the id, such as `REC`. */
  area: string;
  /** `OBSERVE` marks an observation. */
  level: Level | 'OBSERVE';
  /** The sentence of the contract, or the question of an observation. */
  sentence: string;
  /** Pages of the vendor that state it: `60137` stands for `https://trtc.io/document/60137`. */
  source: (number | string)[];
  /** `operationId`s that it speaks of. */
  operations: string[];
  verdict: Verdict;
  durationMilliseconds: number;
  /** Why, when the verdict is `blocked`, `skipped`, `excluded`, `known-divergence` or `error`. */
  reason?: string;
  /** The requirement that states what does not hold, when the verdict is `blocked`. */
  blockedBy?: string;
  /** The answer, when the verdict is `observed`. */
  observed?: string;
  /** What was seen instead, when the verdict is `fail`, `blocked`, `error` or `known-divergence`. */
  failure?: Failure;
  /** Who accepted the failure, why, and until which date (`YYYY-MM-DD`). */
  divergence?: Divergence;
  /** Where the sentence has ever been verified. */
  verified: Verified;
}

/** What was expected and what came, with the exchanges that show it. */
export interface Failure {
  message: string;
  /** The two halves of the message; absent where nothing was expected, such as when the suite broke. */
  expected?: string;
  got?: string;
  /** What failures of the same cause have in common; absent where that is the message. */
  cause?: string;
  exchanges: Exchange[];
}

/** An accepted failure. */
export interface Divergence {
  reason: string;
  author: string;
  expires: string;
}

/** Dates (`YYYY-MM-DD`) on which it is known to have passed; null means never. */
export interface Verified {
  /** Whether the vendor's documents state it. */
  documents: boolean;
  mock: string | null;
  live: string | null;
}

/** One request and what came back. Credentials were redacted when it was recorded. */
export interface Exchange {
  method: string;
  /** The address with its UserSig removed. */
  url: string;
  requestHeaders: Record<string, string>;
  requestBody: string | null;
  /** Null when no answer came. */
  status: number | null;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
  durationMilliseconds: number;
  /** What went wrong on the connection, when no answer came. */
  error?: string;
}
