import { inspect } from 'node:util';
import { findUnknownName, isObject, nearestName } from '@trtc-call/reporting/values';
import { SendOptionError } from '@trtc-call/webhooks/send';

/** An option or an argument of the mock is invalid, or has a name that nothing has. Nothing was started or changed. */
export class MockOptionError extends TypeError {
  override readonly name = 'MockOptionError';
  readonly code = 'mock-option';
  /** The option or argument that was refused, such as `seed`. */
  readonly field: string;
  /** What to give instead. */
  readonly remedy: string;

  constructor(field: string, problem: string, remedy: string, message = `${field} ${problem}; ${remedy}`) {
    super(message);
    this.field = field;
    this.remedy = remedy;
  }
}

/** Runs what refuses in the words of the webhooks, and refuses in those of the mock. */
export function toMockError<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SendOptionError)) throw error;
    const { field, problem, remedy, message } = error;
    throw new MockOptionError(field, problem, remedy, message);
  }
}

/** Why the mock could not listen. */
export type MockStartErrorCode = 'port-in-use' | 'port-forbidden' | 'host-unavailable' | 'listen-failed';

/** The mock could not listen on the host and port that it was given. */
export class MockStartError extends Error {
  override readonly name = 'MockStartError';
  readonly code: MockStartErrorCode;
  readonly host: string;
  readonly port: number;
  /** What to do about it. */
  readonly remedy: string;

  constructor(
    code: MockStartErrorCode,
    place: { host: string; port: number },
    remedy: string,
    cause: unknown,
  ) {
    super(`${place.host}:${place.port}: ${code.replaceAll('-', ' ')}. ${remedy}`, { cause });
    this.code = code;
    this.host = place.host;
    this.port = place.port;
    this.remedy = remedy;
  }
}

/** What a request to the mock itself is refused for, with the HTTP status: only the API always answers with 200. */
export const refusalStatuses = {
  'mock-option': 400,
  'host-not-allowed': 403,
  'page-not-allowed': 403,
  'destination-not-allowed': 403,
  'not-found': 404,
  'body-too-large': 413,
  'content-type-not-json': 415,
  'too-many-calls': 429,
} as const;

/** Refuses a request to the mock itself. It becomes an answer and leaves the mock in no other way. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  readonly code: keyof typeof refusalStatuses;

  constructor(code: AdminError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Refuses options that are not an object, or hold an unknown name.
 *
 * @throws MockOptionError with the nearest known name, if there is one
 */
export function requireOptions(caller: string, options: unknown, names: readonly string[]): void {
  if (!isObject(options)) {
    throw new MockOptionError('options', `of ${caller} must be an object`, 'pass {}, or leave them out');
  }
  const unknown = findUnknownName(options, names);
  if (unknown) throw new MockOptionError(unknown.name, `is not an option of ${caller}`, unknown.remedy);
}

/**
 * Refuses everything but one of these words.
 *
 * @throws MockOptionError with the nearest word, if there is one
 */
export function requireWord<Word extends string>(
  field: string,
  value: unknown,
  words: readonly Word[],
): asserts value is Word {
  if (words.some((word) => word === value)) return;
  const nearest = typeof value === 'string' ? nearestName(value, words) : undefined;
  const remedy = nearest === undefined ? `pass one of ${words.join(', ')}` : `did you mean ${nearest}?`;
  throw new MockOptionError(field, `has an unknown value (got ${shown(value)})`, remedy);
}

/**
 * Refuses everything but an integer within the bounds.
 *
 * @throws MockOptionError
 */
export function requireInteger(field: string, value: unknown, low: number, high: number): void {
  if (Number.isInteger(value) && Number(value) >= low && Number(value) <= high) return;
  const problem = `must be an integer from ${low} to ${high} (got ${shown(value)})`;
  throw new MockOptionError(field, problem, 'leave it out for the default');
}

/**
 * Refuses everything but a string that is not empty. The value is not shown: it may be a secret.
 *
 * @throws MockOptionError
 */
export function requireText(field: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  throw new MockOptionError(field, 'must be a string of at least one character', 'pass one');
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  return inspect(value, { depth: 0, maxArrayLength: 5, maxStringLength: 100, breakLength: Infinity });
}
