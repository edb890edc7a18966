import { isObject } from '@trtc-call/reporting/values';
import { findFailure, readRequestId } from '../answers.ts';
import { withDefaults } from '../check-options.ts';
import { type Argument, createComparison } from '../compare.ts';
import type { Contract, OperationFacts, OperationId } from '../contract.ts';
import { ArgumentError, DeadlineError, isTrtcCallError, mustBe, type TrtcCallError } from '../errors.ts';
import { createLimiter, type Limiter } from '../limits/local-limiter.ts';
import { type ClientSettings, defaultRetry, type RetryOptions, type RetrySettings } from '../options.ts';
import { cleanHeaders } from '../redact/call-redact.ts';
import type { Transport } from '../transport/transport.ts';
import {
  type Attempt,
  type AttemptAnswer,
  type AttemptRequest,
  createAttempt,
  wait,
  within,
  withSignal,
} from './attempt.ts';
import { copyError, createEmitter, type Emitter, type RequestEvent } from './events.ts';
import { findDelay, mayBeApplied, withAttempts } from './retry.ts';
import { type ClockWatch, createSigner, leastTolerance } from './sign.ts';

/** One call, with all its attempts. */
export interface SendRequest {
  readonly operationId: OperationId;
  readonly body: object;
  /** The argument that the body is. Default: that of `client.fetch`. */
  readonly argument?: Argument | undefined;
  /** Whether the body is held against the contract. Default: `false`. */
  readonly isChecked?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** For this call, in place of the client's. */
  readonly deadlineMilliseconds?: number | undefined;
  readonly timeoutMilliseconds?: number | undefined;
  readonly retry?: RetryOptions | false | undefined;
  /** For an operation that no contract lists: what the caller says of it. Nothing of it is held against the contract. */
  readonly unlisted?: { readonly facts: OperationFacts; readonly limiter: Limiter | undefined };
}

/** The last answer of a call, be it a refusal. */
export interface Sent extends Pick<AttemptAnswer, 'status' | 'answer'> {
  /** Without the credentials of the call. */
  readonly readHeaders: () => Promise<Headers>;
  readonly operationId: OperationId;
  /** Without its query. */
  readonly url: string;
  /** What is wrong with the answer: a refusal, or an envelope that cannot be read. */
  readonly error: TrtcCallError | undefined;
  /** Why earlier attempts failed. */
  readonly previousAttempts: readonly TrtcCallError[];
}

/** Sends a call until it has an answer that stands. */
export type Send = (request: SendRequest) => Promise<Sent>;

/** A call under way: what all of its attempts have in common, and what came of them. */
interface RunningCall extends Omit<AttemptRequest, 'attempt' | 'onLeave'> {
  readonly facts: OperationFacts;
  readonly limiter: Limiter | undefined;
  readonly retry: RetrySettings | false;
  readonly deadlineMilliseconds: number;
  readonly endsAt: number;
  readonly previousAttempts: TrtcCallError[];
  /** How often a refused UserSig was replaced. */
  renewals: number;
  /** Whether the attempt that was made last may have been sent, and not refused before it was carried out. */
  hasLeft: boolean;
}

/** How one attempt ended: with an answer, which may be a failure itself, or without one. */
type Outcome =
  | { readonly answer: AttemptAnswer; readonly error: TrtcCallError | undefined }
  | { readonly answer: undefined; readonly error: TrtcCallError };

/** Everything between a call and the wire: limits, signing, time, retries, and the events of them. */
export function createSend(settings: ClientSettings, transport: Transport, clocks: ClockWatch): Send {
  const { contract } = settings;
  const limiter = (settings.limiter ?? createLimiter(contract.operations)) || undefined;
  const signer = createSigner(settings);
  const emitter = createEmitter(settings.listeners);
  const comparison = createComparison(settings, emitter);
  const sendOnce = createSendOnce(contract, emitter, createAttempt(settings, signer, transport, emitter));

  return async (request) => {
    const { operationId, signal, unlisted } = request;
    const call = beginCall(request, settings, limiter);
    const { url, body, deadlineMilliseconds, previousAttempts } = call;
    comparison.checkRequest(request);
    const createError = () =>
      Object.assign(new DeadlineError(operationId, deadlineMilliseconds, 'call'), {
        possiblyApplied: call.hasLeft,
      });
    try {
      const { answer, error } = await within(deadlineMilliseconds, createError, signal, (own) =>
        sendWithRetries(call, own),
      );
      if (!answer) throw error;
      call.hasLeft = error === undefined || mayBeApplied(error);
      if (!unlisted) comparison.checkAnswer(operationId, body, answer.answer);
      return {
        status: answer.status,
        answer: answer.answer,
        readHeaders: () => cleanHeaders(answer.headers(), answer.signature.guard),
        error: error && withAttempts(error, url, previousAttempts, call.hasLeft),
        operationId,
        url,
        previousAttempts,
      };
    } catch (error) {
      // The reason of an abort is the caller's own, even where it is an error of this package.
      if (signal?.aborted && error === signal.reason) throw error;
      throw withAttempts(error, url, previousAttempts, call.hasLeft);
    }
  };

  /** @param signal ends it: by the caller, or at its deadline. */
  async function sendWithRetries(call: RunningCall, signal: AbortSignal): Promise<Outcome> {
    const { operationId, url, previousAttempts } = call;
    for (let attempt = 1; ; attempt += 1) {
      const turn = call.limiter?.take(operationId, signal);
      if (turn) await withSignal(turn, signal);
      const event: RequestEvent = Object.freeze({ operationId, method: 'POST', url, attempt });
      const startedAt = performance.now();
      const outcome = await sendOnce(event, call, signal);
      const { answer, error } = outcome;
      const delay = error && chooseDelay(attempt, error, answer, call);
      observeClocks(answer, startedAt);
      if (!error || delay === undefined) return outcome;
      previousAttempts.push(error);
      call.hasLeft = false;
      emitter.emit('onRetry', () => ({ request: event, error: copyError(error), delayMilliseconds: delay }));
      if (delay > 0) await wait(delay, signal);
    }
  }

  function observeClocks(answer: AttemptAnswer | undefined, startedAt: number): void {
    // One that took longer may have lain unread, and says nothing of the time now.
    if (!answer || performance.now() - startedAt > leastTolerance) return;
    for (const learner of [signer, clocks]) learner.observe(() => readDate(answer));
  }

  /** How long to wait before another attempt, in milliseconds; undefined where there is to be none. */
  function chooseDelay(
    attempt: number,
    error: TrtcCallError,
    answer: AttemptAnswer | undefined,
    call: RunningCall,
  ): number | undefined {
    const isRenewed = answer && call.retry && renewSignature(answer, error, call);
    const delay = isRenewed ? 0 : findDelay(attempt, error, answer?.headers, call, settings);
    return delay !== undefined && performance.now() + delay < call.endsAt ? delay : undefined;
  }

  /** Whether a refusal for the UserSig may be gone with another one, which the next attempt then makes. */
  function renewSignature(answer: AttemptAnswer, error: TrtcCallError, call: RunningCall): boolean {
    if (error.kind !== 'refused' || (error.possiblyApplied && !call.facts.idempotent)) return false;
    const mostRenewals = signer.renew(answer.signature, error.reason, readDate(answer));
    if (call.renewals >= mostRenewals) return false;
    call.renewals += 1;
    return true;
  }
}

/** @throws ArgumentError for a body that cannot be written. */
function beginCall(
  request: SendRequest,
  settings: ClientSettings,
  limiter: Limiter | undefined,
): RunningCall {
  const { operationId, unlisted, retry } = request;
  const { deadlineMilliseconds = settings.deadlineMilliseconds } = request;
  const { timeoutMilliseconds = settings.timeoutMilliseconds } = request;
  const facts = unlisted?.facts ?? settings.contract.operations[operationId];
  if (!facts) throw new TypeError(`${operationId} is an operation of another generation`);
  return {
    operationId,
    facts,
    limiter: unlisted ? unlisted.limiter : limiter,
    url: settings.baseUrl + facts.path,
    body: writeJson(request),
    timeoutMilliseconds,
    deadlineMilliseconds,
    retry: retry ? withDefaults(retry, settings.retry || defaultRetry) : (retry ?? settings.retry),
    endsAt: performance.now() + deadlineMilliseconds,
    previousAttempts: [],
    renewals: 0,
    hasLeft: false,
  };
}

/** Makes one attempt, with the events of its beginning and its end. */
function createSendOnce(contract: Contract, emitter: Emitter, attempt: Attempt) {
  return async (request: RequestEvent, call: RunningCall, signal: AbortSignal): Promise<Outcome> => {
    const startedAt = performance.now();
    emitter.emit('onRequest', () => request);
    let outcome: Outcome | undefined;
    try {
      const onLeave = () => {
        call.hasLeft = true;
      };
      const answer = await attempt({ ...call, attempt: request.attempt, onLeave }, signal);
      outcome = { answer, error: findFailure(contract, request.operationId, answer.answer) };
    } catch (error) {
      // Anything else is the caller's own: the reason of an abort, or what a source of UserSigs threw.
      if (!isTrtcCallError(error)) throw error;
      if (!call.hasLeft && error.kind !== 'argument' && !signal.aborted)
        Object.assign(error, { possiblyApplied: false });
      outcome = { answer: undefined, error };
    } finally {
      emitter.emit('onResponse', () => {
        const { answer, error } = outcome ?? {};
        const status = answer?.status ?? (error?.kind === 'http-status' ? error.status : undefined);
        const requestId = readRequestId(contract, answer?.answer);
        const milliseconds = performance.now() - startedAt;
        return { request, status, requestId, error: error && copyError(error), milliseconds };
      });
    }
    return outcome;
  };
}

/** When the service answered, in milliseconds; NaN when it does not say. */
function readDate({ headers }: AttemptAnswer): number {
  return Date.parse(headers().get('date') ?? '');
}

const bodyOfFetch: Argument = { caller: 'client.fetch', field: 'init.body' };

/** Written at once: what the caller does to the object afterwards changes nothing. */
function writeJson({ body, argument: { caller, field } = bodyOfFetch }: SendRequest): string {
  if (!isObject(body)) throw mustBe(caller, field, 'an object', body);
  let text: string | undefined;
  try {
    text = JSON.stringify(body);
  } catch {
    // Told below, like a toJSON that gives nothing.
  }
  if (text?.startsWith('{')) return text;
  const named = field || Object.keys(body).join(', ');
  throw new ArgumentError(caller, named, 'cannot be written as a JSON object', 'pass plain values');
}
