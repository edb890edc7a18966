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

/** Why the mock refuses what is asked of itself over HTTP. */
export type AdminErrorCode =
  | 'body-too-large'
  | 'content-type-not-json'
  | 'destination-not-allowed'
  | 'host-not-allowed'
  | 'mock-option'
  | 'not-found'
  | 'page-not-allowed'
  | 'too-many-calls';

/** Refuses a request to the mock itself. It becomes an answer and leaves the mock in no other way. */
export class AdminError extends Error {
  override readonly name = 'AdminError';
  /** The HTTP status of the answer. Only the API itself always answers with 200. */
  readonly status: number;
  readonly code: AdminErrorCode;

  constructor(status: number, code: AdminErrorCode, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
