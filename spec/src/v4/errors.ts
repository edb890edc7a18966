import type { ErrorEntry, MistakeEntry } from '../contract.ts';
import { errorCodes, mistakes } from '../generated/v4-errors.gen.ts';
import type { OperationId } from './operations.ts';

/** A code of the table; 0 is the success. A service may return other numbers too. */
export type ErrorCode = (typeof errorCodes)[number]['code'];

/** The symbolic name of a code, for example `UserSigExpired`. */
export type ErrorName = (typeof errorCodes)[number]['name'];

/** The id of a mistake that provokes a code. */
export type MistakeId = (typeof mistakes)[number]['id'];

/** One row of the table of error codes. */
export type ErrorCodeEntry = ErrorEntry<ErrorCode, ErrorName, OperationId, MistakeId>;

/** One way of being wrong, and the codes by which a service may refuse it. */
export type Mistake = MistakeEntry<MistakeId, OperationId, ErrorCode>;

/** The row of a code, or undefined for a code that no document lists. */
export function findErrorCode(code: number): ErrorCodeEntry | undefined {
  return errorCodes.find((entry) => entry.code === code);
}

/** The mistake with this id. */
export function findMistake(id: MistakeId): Mistake {
  const rows: readonly Mistake[] = mistakes;
  const mistake = rows.find((row) => row.id === id);
  if (!mistake) throw new TypeError(`There is no mistake "${id}"; see mistakes.yaml.`);
  return mistake;
}
