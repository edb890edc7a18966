import { operations, type servers } from '../generated/v1-operations.gen.ts';

/** The id of an operation, for example `getRecordByCallId`. */
export type OperationId = keyof typeof operations;

/** The group of hosts to which an app belongs: international or China site. */
export type Region = keyof typeof servers;

/**
 * A page number of https://trtc.io/document, a page of the Chinese site, the name of a published library, or `observed`
 * for what was seen in answers and is stated nowhere.
 */
export type Source = number | string;

/** What is known of one operation apart from its bodies. */
export interface Operation {
  readonly operationId: OperationId;
  /** The path with its leading slash; the method is always POST. */
  readonly path: string;
  /** At most `requests` calls within `perSeconds` seconds. */
  readonly rateLimit: { readonly requests: number; readonly perSeconds: number };
  /** Whether a repeated request leaves the service in the state in which one request leaves it. */
  readonly idempotent: boolean;
  /** The codes, other than 0, that the operation is documented or decided to return. */
  readonly errors: readonly number[];
  readonly source: readonly Source[];
}

/** Whether the text is the id of an operation. */
export function isOperationId(text: string): text is OperationId {
  return Object.hasOwn(operations, text);
}
