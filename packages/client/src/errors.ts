import type { ErrorName, OperationId } from './contract.ts';
import type { Issue } from './schema/issue.ts';
import { describeValue } from './schema/issue.ts';

// A brand instead of a name: it survives minification and a second copy of this module, and the platform's own
// `TimeoutError` does not carry it.
const brand = Symbol.for('@trtc-call/client/error');

/** Marks an error whose message says what is wrong and what to do about it; other packages use it too. */
export const errorForPeople = Symbol.for('trtc-call/error-for-people');

abstract class BrandedError extends Error {
  abstract readonly kind: string;
  abstract override readonly name: string;

  get [brand](): true {
    return true;
  }

  get [errorForPeople](): true {
    return true;
  }

  /** Name, message and facts, for loggers that write JSON; `JSON.stringify` alone would drop the message. */
  toJSON(): object {
    return Object.assign({ name: this.name, message: this.message }, this);
  }
}

/** An error of a call, which may have been tried several times. */
abstract class CallError extends BrandedError {
  declare readonly operationId: OperationId;
  /** Why each earlier attempt of the call failed, in their order; empty when this was the only one. */
  declare readonly previousAttempts: readonly TrtcCallError[];
  /**
   * Whether the service may have carried out an attempt of the call: the answer was lost or cannot be used, or it was a
   * refusal that does not rule that out, such as a timeout within the service.
   */
  declare readonly possiblyApplied: boolean;
  /** Where the call was sent, without its query; `undefined` where only the data of an answer cannot be read. */
  declare readonly url: string | undefined;

  constructor(operationId: OperationId, problem: string, facts: object, options?: ErrorOptions) {
    super(printable(`${operationId}: ${problem}`), options);
    Object.assign(this, { operationId, previousAttempts: [], possiblyApplied: false, url: undefined }, facts);
  }
}

/** How many characters of the vendor's words stand in a message; the error itself holds them all. */
const longestWords = 200;

/** The service refused the request: `errorCode` was not 0. */
export class RefusedError extends CallError {
  override readonly name = 'RefusedError' as const;
  readonly kind = 'refused';
  /** The vendor's number. Any number can come, also one that no page lists. */
  declare readonly code: number;
  /** Symbolic name of the code, `Unknown` when the contract does not list it. */
  declare readonly reason: ErrorName | 'Unknown' | (string & {});
  /** The vendor's id of this request: quote it in a support ticket. Empty where an answer of v4 has none. */
  declare readonly requestId: string;
  /** What to do about it. */
  declare readonly remedy: string;
  /** Whether the same call can succeed later without any change. */
  declare readonly retryable: boolean;
  /**
   * Whether this may be how the service says that there is no such record or configuration; the documents do not say how
   * it does. `nullIfNotFound` makes `null` of it.
   */
  declare readonly mayBeNotFound: boolean;
  /** The vendor's own words (`errorMessage`), with anything like a credential taken out. */
  declare readonly vendorMessage: string;

  constructor(
    facts: Pick<
      RefusedError,
      'code' | 'reason' | 'requestId' | 'operationId' | 'remedy' | 'retryable' | 'vendorMessage'
    > & { mayBeNotFound?: boolean; possiblyApplied?: boolean },
  ) {
    const { operationId, code, reason, requestId, vendorMessage } = facts;
    const words =
      vendorMessage.length > longestWords ? `${vendorMessage.slice(0, longestWords)}...` : vendorMessage;
    const problem = `refused with ${code} ${reason}${words && `: ${words}`} (${requestId || noId})`;
    super(operationId, problem, { mayBeNotFound: false, ...facts });
  }
}

/** The answer was not the API's: the service always answers 200, so this came from something in between (60138). */
export class HttpStatusError extends CallError {
  override readonly name = 'HttpStatusError' as const;
  readonly kind = 'http-status';
  declare readonly status: number;
  /** How long the answer asks to wait (`Retry-After`), in milliseconds. */
  declare readonly retryAfterMilliseconds: number | undefined;

  constructor(operationId: OperationId, status: number, retryAfterMilliseconds?: number) {
    const facts = { status, retryAfterMilliseconds, possiblyApplied: true };
    const hint = /^30[12378]$/.test(String(status))
      ? ', a redirect, which is not followed: the UserSig would go to another host'
      : '';
    super(operationId, `answered with HTTP status ${status}${hint}`, facts);
  }
}

/** No complete response was received: refused connection, reset, name not found, TLS. */
export class ConnectionError extends CallError {
  override readonly name = 'ConnectionError' as const;
  readonly kind = 'connection';
  /** The system's word for it, such as `ECONNREFUSED`, when there is one. */
  declare readonly code: string | undefined;

  /**
   * @param cause a copy that is free of credentials: see `safeCause`.
   * @param describeFailure adds what may be wrong with the way to the service.
   */
  constructor(
    operationId: OperationId,
    cause: Error & { code?: string },
    describeFailure?: (code: string | undefined) => string,
  ) {
    const { code, message } = findReason(cause);
    const hint = isOfCertificate(code)
      ? ', the certificate was not accepted: check the host and the clock of this machine; that of your own authority or proxy belongs in NODE_EXTRA_CA_CERTS'
      : (describeFailure?.(code) ?? '');
    const possiblyApplied = !neverSent.test(code ?? '') && !isOfCertificate(code);
    super(operationId, `no answer: ${code ?? message}${hint}`, { code, possiblyApplied }, { cause });
  }
}

// The request did not arrive: these come before the first byte is sent. The last two are for want of a descriptor.
const neverSent = /^E(NOTFOUND|AI_AGAIN|CONNREFUSED|(HOST|NET)UNREACH|[MN]FILE)$/;

/** The request timed out. Whether the service acted on the request is not known. */
export class DeadlineError extends CallError {
  override readonly name = 'DeadlineError' as const;
  readonly kind = 'deadline';
  declare readonly milliseconds: number;
  /** What was over: the time of one attempt, or that of the whole call with its waits. */
  declare readonly scope: 'attempt' | 'call';

  constructor(operationId: OperationId, milliseconds: number, scope: 'attempt' | 'call') {
    const what = scope === 'call' ? ', all attempts and waits included' : '';
    const facts = { milliseconds, scope, possiblyApplied: true };
    super(operationId, `timed out after ${milliseconds} ms${what}`, facts);
  }
}

/** The answer breaks the contract. The issues name places and types, never the content. */
export class ContractError extends CallError {
  override readonly name = 'ContractError' as const;
  readonly kind = 'contract';
  declare readonly issues: readonly Issue[];
  /** The vendor's id of this request, when the answer had a readable one. */
  declare readonly requestId: string | undefined;

  constructor(operationId: OperationId, issues: readonly Issue[], requestId?: string) {
    const [first] = issues;
    const more = issues.length > 1 ? `, and ${issues.length - 1} more` : '';
    const place = first?.pointer === '' ? 'the body' : first?.pointer;
    const problem = `${place} is ${first?.got}, not ${first?.expected}${more} (${requestId ?? noId})`;
    const facts = { issues, requestId, possiblyApplied: true };
    super(operationId, `the answer breaks the contract: ${problem}`, facts);
  }
}

/** Too many calls were waiting for their turn under the rate limit; this one was not sent. */
export class LimiterFullError extends CallError {
  override readonly name = 'LimiterFullError' as const;
  readonly kind = 'limiter-full';
  /** How many calls wait at most. */
  declare readonly queueLength: number;

  constructor(operationId: OperationId, queueLength: number) {
    const problem = `not sent: ${queueLength} calls wait already for their turn under the vendor's rate limit; send fewer at once, or pass createLocalLimiter({ maxQueue }) as limiter`;
    super(operationId, problem, { queueLength });
  }
}

/** An argument was refused before anything was sent, or a function that was given, such as `fetch`, gave what it must not. */
export class ArgumentError extends BrandedError {
  override readonly name = 'ArgumentError' as const;
  readonly kind = 'argument';
  /** The argument or option, such as `callId` or `filter.page`. */
  readonly field: string;
  /** What to pass instead. */
  readonly remedy: string;

  /**
   * @param caller the function that was called, such as `records.get`.
   * @param problem what is wrong with the field. "must be ..." says what to pass by itself.
   */
  constructor(caller: string, field: string, problem: string, remedy: string) {
    super(`${caller}: ${field} ${problem}${problem.startsWith('must be ') ? '' : `: ${remedy}`}`);
    this.field = field;
    this.remedy = remedy;
  }
}

/** The error for an argument of another kind. Of the value only numbers are shown: a text may be a key in the wrong place. */
export function mustBe(
  caller: string,
  field: string,
  expected: string,
  value: unknown,
  got = typeof value === 'number' ? value : value === undefined ? 'nothing' : describeValue(value),
): ArgumentError {
  return new ArgumentError(caller, field, `must be ${expected} (got ${got})`, `pass ${expected}`);
}

/** Everything that this package throws; `switch (error.kind)` covers it. */
export type TrtcCallError =
  | RefusedError
  | HttpStatusError
  | ConnectionError
  | DeadlineError
  | ContractError
  | LimiterFullError
  | ArgumentError;

/** Whether a connection failed since the certificate was not accepted, by Node's words for that. */
export function isOfCertificate(code: string | undefined): boolean {
  return /CERT|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^HOSTNAME_|^PATH_LENGTH/.test(code ?? '');
}

/** Whether a caught value is one of this package's errors, also one from another copy of the package. */
export function isTrtcCallError(value: unknown): value is TrtcCallError {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return Reflect.get(value, brand) === true;
  } catch {
    // A proxy, thrown by what is not ours.
    return false;
  }
}

/** Whether the message of a caught value was written to be shown: what is wrong, and what to do about it. */
export function isErrorForPeople(value: unknown): value is Error {
  return value instanceof Error && Reflect.get(value, errorForPeople) === true;
}

// A message ends up on terminals and in the logs of CI jobs, and holds names and ids that the service chose.
function printable(message: string): string {
  return message.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|#(?=[a-z]*\[)/giu, (character) =>
    // Code units, as JSON writes them.
    character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/**
 * For `catch`: gives `null` where the service may have said that there is nothing, and throws everything else again.
 *
 * @example const record = await client.records.get(callId).catch(nullIfNotFound);
 */
export function nullIfNotFound(error: unknown): null {
  if (isTrtcCallError(error) && error.kind === 'refused' && error.mayBeNotFound) return null;
  throw error;
}

const noId = 'no request id';

/** The code of a failure, and the innermost message: the outer one of the platform's `fetch` is always the same. */
function findReason(error: Error): { readonly code: string | undefined; readonly message: string } {
  const code: unknown = Reflect.get(error, 'code');
  if (typeof code === 'string') return { code, message: error.message };
  return error.cause instanceof Error ? findReason(error.cause) : { code: undefined, message: error.message };
}
