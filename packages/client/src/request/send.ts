import { isObject } from '@trtc-call/reporting/values';
import { findFailure, readRequestId } from '../answers.ts';
import { withDefaults } from '../check-options.ts';
import { type Argument, createComparison } from '../compare.ts';
import type { OperationFacts, OperationId, SignRefusal } from '../contract.ts';
import { ArgumentError, DeadlineError, isTrtcCallError, mustBe, type TrtcCallError } from '../errors.ts';
import { createLimiter, type Limiter } from '../limits/local-limiter.ts';
import { type ClientSettings, defaultRetry, type RetryOptions, type RetrySettings } from '../options.ts';
import { cleanHeaders } from '../redact/call-redact.ts';
import type { Transport } from '../transport/transport.ts';
import {
  type AttemptAnswer,
  type AttemptRequest,
  createAttempt,
  wait,
  within,
  withSignal,
} from './attempt.ts';
import { copyError, createEmitter, type RequestEvent } from './events.ts';
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
  readonly retry: RetrySettings | undefined;
  readonly endsAt: number;
  readonly previousAttempts: TrtcCallError[];
  /** Whether the attempt that was made last may have been sent, and not refused before it was carried out. */
  hasLeft: boolean;
}

interface Answered {
  readonly answer: AttemptAnswer;
  readonly error: TrtcCallError | undefined;
}

/** How one attempt ended: with an answer, which may be a failure itself, or without one. */
type Outcome =
  | { readonly answer: AttemptAnswer; readonly error: undefined }
  | { readonly answer: AttemptAnswer | undefined; readonly error: TrtcCallError };

// A second one only where the clock has changed: by that of the service, and by that of the machine.
const mostRenewals = 2;
const signRefusals: readonly SignRefusal[] = ['expired', 'invalid'];

/** Everything between a call and the wire: limits, signing, time, retries, and the events of them. */
export function createSend(settings: ClientSettings, transport: Transport, clocks: ClockWatch): Send {
  const { baseUrl, contract } = settings;
  const limiter =
    settings.limiter === false ? undefined : (settings.limiter ?? createLimiter(contract.operations));
  const signer = createSigner(settings);
  const emitter = createEmitter(settings.listeners);
  const comparison = createComparison(settings, emitter);
  const attempt = createAttempt(settings, signer, transport, emitter);

  return async (request) => {
    const { signal, operationId, deadlineMilliseconds = settings.deadlineMilliseconds } = request;
    const { unlisted } = request;
    const facts = unlisted?.facts ?? contract.operations[operationId];
    if (!facts) throw new TypeError(`${operationId} is an operation of another generation`);
    const url = baseUrl + facts.path;
    const body = writeJson(request);
    comparison.checkRequest(request);
    const previousAttempts: TrtcCallError[] = [];
    const call: RunningCall = {
      operationId,
      facts,
      limiter: unlisted ? unlisted.limiter : limiter,
      url,
      body,
      timeoutMilliseconds: request.timeoutMilliseconds ?? settings.timeoutMilliseconds,
      retry: readRetry(request.retry),
      endsAt: performance.now() + deadlineMilliseconds,
      previousAttempts,
      hasLeft: false,
    };
    const createError = () =>
      Object.assign(new DeadlineError(operationId, deadlineMilliseconds, 'call'), {
        possiblyApplied: call.hasLeft,
      });
    try {
      const { answer, error } = await within(deadlineMilliseconds, createError, signal, (own) =>
        sendWithRetries(call, own),
      );
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

  /**
   * @param signal ends it: by the caller, or at its deadline.
   * @returns the answer that stands. @throws the error of the last attempt where that has none.
   */
  async function sendWithRetries(call: RunningCall, signal: AbortSignal): Promise<Answered> {
    const { operationId, url, retry, limiter, endsAt, previousAttempts } = call;
    let renewals = 0;
    for (let number = 1; ; number += 1) {
      const turn = limiter?.take(operationId, signal);
      if (turn) await withSignal(turn, signal);
      const event: RequestEvent = Object.freeze({ operationId, method: 'POST', url, attempt: number });
      const startedAt = performance.now();
      const outcome = await sendOnce(event, call, signal);
      const { answer, error } = outcome;
      const canRenew = retry !== undefined && mayRenew(outcome, renewals, call.facts);
      // One that took longer may have lain unread, and says nothing of the time now.
      if (answer && performance.now() - startedAt <= leastTolerance) {
        signer.observe(() => readDate(answer));
        clocks.observe(() => readDate(answer));
      }
      if (error === undefined) return outcome;
      if (canRenew) renewals += 1;
      const delay = canRenew ? 0 : findDelay(number, error, answer?.headers, call, settings);
      if (delay === undefined || performance.now() + delay >= endsAt) {
        if (answer) return { answer, error };
        throw error;
      }
      previousAttempts.push(error);
      call.hasLeft = false;
      emitter.emit('onRetry', () => ({ request: event, error: copyError(error), delayMilliseconds: delay }));
      if (delay > 0) await wait(delay, signal);
    }
  }

  /** One attempt, with the events of its beginning and its end. */
  async function sendOnce(request: RequestEvent, call: RunningCall, signal: AbortSignal): Promise<Outcome> {
    const startedAt = performance.now();
    emitter.emit('onRequest', () => request);
    let outcome: Outcome | undefined;
    try {
      const onLeave = () => {
        call.hasLeft = true;
      };
      const answer = await attempt({ ...call, attempt: request.attempt, onLeave }, signal);
      const error = findFailure(contract, request.operationId, answer.answer);
      outcome = error ? { answer, error } : { answer, error: undefined };
      return outcome;
    } catch (error) {
      // Anything else is the caller's own: the reason of an abort, or what a source of UserSigs threw.
      if (!isTrtcCallError(error)) throw error;
      if (!call.hasLeft && error.kind !== 'argument' && !signal.aborted)
        Object.assign(error, { possiblyApplied: false });
      outcome = { answer: undefined, error };
      return outcome;
    } finally {
      emitter.emit('onResponse', () => {
        const { answer, error } = outcome ?? {};
        const status = answer?.status ?? (error?.kind === 'http-status' ? error.status : undefined);
        const requestId = readRequestId(contract, answer?.answer);
        const milliseconds = performance.now() - startedAt;
        return { request, status, requestId, error: error && copyError(error), milliseconds };
      });
    }
  }

  /** Whether a refusal for the UserSig may be gone with another one, which the next attempt then makes. */
  function mayRenew({ answer, error }: Outcome, renewals: number, { idempotent }: OperationFacts): boolean {
    if (!answer || error?.kind !== 'refused' || (error.possiblyApplied && !idempotent)) return false;
    const reason = signRefusals.find((name) => contract.signRefusals[name] === error.reason);
    if (!reason) return false;
    const renewal = signer.renew(answer.signature, reason, readDate(answer));
    return renewal === 'other-clock' ? renewals < mostRenewals : renewal === 'same-clock' && renewals === 0;
  }

  function readRetry(retry: SendRequest['retry']): RetrySettings | undefined {
    if (retry === undefined) return settings.retry;
    return retry === false ? undefined : withDefaults(retry, settings.retry ?? defaultRetry);
  }
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
