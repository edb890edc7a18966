import { errorCodes, mistakes } from '../generated/v1-errors.gen.ts';
import type { OperationId, Source } from './operations.ts';

/** A code of the table; 0 is the success. A service may return other numbers too. */
export type ErrorCode = (typeof errorCodes)[number]['code'];

/** The symbolic name of a code, for example `UserSigExpired`. */
export type ErrorName = (typeof errorCodes)[number]['name'];

/** The id of a mistake that provokes a code. */
export type MistakeId = (typeof mistakes)[number]['id'];

/** One row of the table of error codes. */
export interface ErrorCodeEntry {
  readonly code: ErrorCode;
  readonly name: ErrorName;
  /** What happened, in one sentence. */
  readonly cause: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
  /** What the same number means in the vendor's Chat API, where it means something else. @see https://trtc.io/document/34348 */
  readonly inChat?: string;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  readonly operations: readonly OperationId[];
  readonly mistakes: readonly MistakeId[];
  readonly source: readonly Source[];
  /** Entries of decisions.md. */
  readonly decision: readonly string[];
}

/** How firmly the pages say that a mistake is refused. */
type Level = 'MUST' | 'SHOULD' | 'MAY';

/** One way of being wrong, and the codes by which a service may refuse it. */
export interface Mistake {
  readonly id: MistakeId;
  /** The part of the request, or of the service's state, that is wrong. */
  readonly place: 'method' | 'path' | 'query' | 'header' | 'body' | 'state' | 'rate';
  /** The mistake as a noun phrase, to be put into a sentence. */
  readonly sentence: string;
  readonly operations: readonly OperationId[];
  /** The codes that conform; `any` stands for every code but 0. */
  readonly allowed: readonly ErrorCode[] | 'any';
  /** The code that the mock answers; it is one of those allowed. */
  readonly answer: ErrorCode;
  readonly level: Level;
  /** Query parameters of which it has another level. */
  readonly levels?: Readonly<Record<string, Level>>;
  /** Whether a request need not show it: it lies in the signature, the account or the state of the service. */
  readonly hidden?: boolean;
  readonly source: readonly Source[];
  /** Entries of decisions.md. */
  readonly decision: readonly string[];
}

/** The row of a code, or undefined for a code that no document lists. */
export function findErrorCode(code: number): ErrorCodeEntry | undefined {
  return errorCodes.find((entry) => entry.code === code);
}

/** The mistake with this id. */
export function findMistake(id: MistakeId): Mistake {
  const rows: readonly Mistake[] = mistakes;
  const mistake = rows.find((row) => row.id === id);
  if (!mistake) throw new TypeError(`There is no mistake "${id}"; see the mistakes of errors.yaml.`);
  return mistake;
}
