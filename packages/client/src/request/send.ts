import type { OperationId } from '@trtc-call/spec/v1';
import { withDefaults } from '../check-options.ts';
import { ArgumentError, DeadlineError, isTrtcCallError, type TrtcCallError } from '../errors.ts';
import { createLocalLimiter } from '../limits/local-limiter.ts';
import { type ClientSettings, defaultRetry, type RetryOptions, type RetrySettings } from '../options.ts';
import { createCheckAnswer } from '../schema/check-answer.ts';
import { checkRequest } from '../schema/check-request.ts';
import type { Issue } from '../schema/check-shape.ts';
import type { Transport } from '../transport/transport.ts';
import { identifierPattern, type OperationFacts, operationTable } from '../v1/generated/v1-tables.gen.ts';
import { type AttemptAnswer, createAttempt, requestIdOf } from './attempt.ts';
import type { ClockWatch } from './clock.ts';
import { failureIn } from './envelope.ts';
import { copyError, createEmitter, type RequestEvent } from './events.ts';
import {
  delayAfter,
  mayHaveArrived,
  mayRetry,
  readRetryAfter,
  wait,
  withAttempts,
  withSignal,
} from './retry.ts';
import { createSigner, type Renewal, type SignRefusal } from './sign.ts';

/** One call, with all its attempts. */
export interface SendRequest {
  readonly operationId: OperationId;
  readonly body: object;
  /** The function that was called and the argument with the body, where the body is to be checked. */
  readonly check?: { readonly caller: string; readonly field: string };
  readonly signal?: AbortSignal | undefined;
  /** For this call, in place of the client's. */
  readonly deadlineMilliseconds?: number | undefined;
  readonly timeoutMilliseconds?: number | undefined;
  readonly retry?: RetryOptions | false | undefined;
}

/** The last answer of a call, be it a refusal. */
export interface Sent extends AttemptAnswer {
  readonly operationId: OperationId;
  /** Without its query. */
  readonly url: string;
  /** What is wrong with the answer: a refusal, or an envelope that cannot be read. */
  readonly error: TrtcCallError | undefined;
  /** Why earlier attempts failed. */
  readonly previousAttempts: readonly TrtcCallError[];
  /** Whether an attempt before the last one may have been carried out. */
  readonly possiblyApplied: boolean;
}

/** Sends a call until it has an answer that stands. */
export type Send = (request: SendRequest) => Promise<Sent>;

/** What all attempts of a call have in common. */
interface CallSettings {
  readonly operationId: OperationId;
  readonly body: string;
  readonly timeoutMilliseconds: number;
  readonly retry: RetrySettings | undefined;
}

/** An attempt that ended with an answer, which may be a failure itself. */
interface Answered {
  readonly answer: AttemptAnswer;
  readonly error: TrtcCallError | undefined;
}

/** How one attempt ended. */
type Outcome =
  | (Answered & { readonly error: undefined })
  | (Answered & { readonly error: TrtcCallError })
  | { readonly answer: undefined; readonly error: TrtcCallError };

const oddIdentifier: Issue = {
  rule: 'range',
  pointer: '?identifier',
  expected: `a string that matches ${identifierPattern}`,
  got: 'another string',
};

// A second one only where the clock has changed: by that of the service, and by that of the machine.
const mostRenewals = 2;
const signRefusals: readonly SignRefusal[] = ['UserSigExpired', 'UserSigInvalid'];

/** Everything between a call and the wire: limits, signing, time, retries, and the events of them. */
export function createSend(settings: ClientSettings, transport: Transport, clocks: ClockWatch): Send {
  const { baseUrl, random } = settings;
  const limiter = settings.limiter === false ? undefined : (settings.limiter ?? createLocalLimiter());
  const signer = createSigner(settings);
  const emitter = createEmitter(settings.listeners);
  const attempt = createAttempt(settings, signer, transport, emitter);
  const check = createCheckAnswer(settings, emitter);
  let isOddIdentifier = !new RegExp(identifierPattern).test(settings.identifier);

  /** The service may take it, so that it is sent; it may also be a slip, so that it is told. */
  const reportGuesses = (operationId: OperationId, guesses: readonly Issue[]) => {
    if (settings.validate === 'off') return;
    for (const { pointer, expected, got } of guesses) {
      const rule = 'undocumented-request';
      const violation = { operationId, requestId: undefined, rule, pointer, expected, got } as const;
      emitter.emit('onContractViolation', () => ({ ...violation }));
    }
  };

  return async (request) => {
    const { signal, operationId, deadlineMilliseconds = settings.deadlineMilliseconds } = request;
    const body = jsonOf(request);
    if (request.check)
      reportGuesses(operationId, await checkRequest(request.check, operationId, request.body));
    if (isOddIdentifier) {
      isOddIdentifier = false;
      reportGuesses(operationId, [oddIdentifier]);
    }
    signal?.throwIfAborted();
    const controller = new AbortController();
    const deadline = setTimeout(
      () => controller.abort(new DeadlineError(operationId, deadlineMilliseconds, 'call')),
      deadlineMilliseconds,
    );
    const onAbort = () => controller.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    const previousAttempts: TrtcCallError[] = [];
    try {
      const endsAt = performance.now() + deadlineMilliseconds;
      const call = {
        operationId,
        body,
        timeoutMilliseconds: request.timeoutMilliseconds ?? settings.timeoutMilliseconds,
        retry: retryOf(request.retry),
      };
      const outcome = await sendWithRetries(call, controller.signal, endsAt, previousAttempts);
      const { answer } = outcome;
      await check?.({ operationId, body }, answer.answer);
      const error = withAttempts(outcome.error, previousAttempts);
      return {
        ...answer,
        error,
        operationId,
        url: baseUrl + operationTable[operationId].path,
        previousAttempts,
        possiblyApplied: previousAttempts.some(mayHaveArrived),
      };
    } catch (error) {
      // The reason of an abort is the caller's own, even where it is an error of this package.
      if (signal?.aborted && error === signal.reason) throw error;
      throw withAttempts(error, previousAttempts);
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
    }
  };

  async function sendWithRetries(
    { retry, ...rest }: CallSettings,
    signal: AbortSignal,
    endsAt: number,
    previousAttempts: TrtcCallError[],
  ): Promise<Answered> {
    const { operationId } = rest;
    const facts = operationTable[operationId];
    const url = baseUrl + facts.path;
    let renewals = 0;
    for (let number = 1; ; number += 1) {
      const turn = limiter?.take(operationId, signal);
      if (turn) await withSignal(turn, signal);
      const event: RequestEvent = Object.freeze({ operationId, method: 'POST', url, attempt: number });
      const outcome = await emitAttempt(event, () => attempt({ ...rest, url, attempt: number }, signal));
      const { answer, error } = outcome;
      const renewal = retry && answer && error ? renew(error, answer) : 'none';
      if (answer) {
        signer.observe(() => readDate(answer));
        clocks.observe(() => readDate(answer));
      }
      if (error === undefined) return outcome;
      let delay: number | undefined;
      if (renewal === 'other-clock' ? renewals < mostRenewals : renewal === 'same-clock' && renewals === 0) {
        renewals += 1;
        delay = 0;
      } else delay = delayOf(number, outcome, facts, retry);
      if (delay === undefined || performance.now() + delay >= endsAt) {
        if (answer) return { answer, error };
        throw error;
      }
      previousAttempts.push(error);
      emitter.emit('onRetry', () => ({ request: event, error: copyError(error), delayMilliseconds: delay }));
      if (delay > 0) await wait(delay, signal);
    }
  }

  function retryOf(retry: SendRequest['retry']): RetrySettings | undefined {
    if (retry === undefined) return settings.retry;
    return retry === false ? undefined : withDefaults(retry, settings.retry ?? defaultRetry);
  }

  /** Undefined when there is to be no other attempt. */
  function delayOf(
    number: number,
    { error, answer }: Exclude<Outcome, { error: undefined }>,
    facts: OperationFacts,
    retry: RetrySettings | undefined,
  ): number | undefined {
    if (!retry || number >= retry.maxAttempts || !mayRetry(error, facts)) return undefined;
    const asked =
      error.kind === 'http-status'
        ? error.retryAfterMilliseconds
        : answer && readRetryAfter(answer.headers(), settings.now());
    return Math.max(delayAfter(number, error, facts, retry, random), asked ?? 0);
  }

  function renew(error: TrtcCallError, answer: AttemptAnswer): Renewal {
    if (error.kind !== 'refused') return 'none';
    const reason = signRefusals.find((name) => name === error.reason);
    return reason ? signer.renew(answer.signature, reason, readDate(answer)) : 'none';
  }

  async function emitAttempt(request: RequestEvent, run: () => Promise<AttemptAnswer>): Promise<Outcome> {
    const startedAt = performance.now();
    emitter.emit('onRequest', () => request);
    let outcome: Outcome | undefined;
    try {
      outcome = await outcomeOf(request.operationId, run);
      return outcome;
    } finally {
      emitter.emit('onResponse', () => {
        const { answer, error } = outcome ?? {};
        const status = answer?.status ?? (error?.kind === 'http-status' ? error.status : undefined);
        const requestId = requestIdOf(answer?.answer);
        const milliseconds = performance.now() - startedAt;
        return { request, status, requestId, error: error && copyError(error), milliseconds };
      });
    }
  }
}

async function outcomeOf(operationId: OperationId, run: () => Promise<AttemptAnswer>): Promise<Outcome> {
  try {
    const answer = await run();
    const error = failureIn(answer.answer, operationId);
    return error ? { answer, error } : { answer, error: undefined };
  } catch (error) {
    // Anything else is the caller's own: the reason of an abort, or what a source of UserSigs threw.
    if (isTrtcCallError(error)) return { answer: undefined, error };
    throw error;
  }
}

/** When the service answered, in milliseconds; NaN when it does not say. */
function readDate({ headers }: AttemptAnswer): number {
  return Date.parse(headers().get('date') ?? '');
}

/** Written at once: what the caller does to the object afterwards changes nothing. */
function jsonOf({ body, check = { caller: 'api.POST', field: 'init.body' } }: SendRequest): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch {
    // Told below, like a toJSON that gives nothing.
  }
  if (text !== undefined) return text;
  throw new ArgumentError(check.caller, check.field, 'cannot be written as JSON', 'pass plain values');
}
