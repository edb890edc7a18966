import { isObject } from '@trtc-call/reporting/values';
import { tidyEnvelope } from '../answers.ts';
import type { Contract, OperationId, QueryParameter } from '../contract.ts';
import {
  ArgumentError,
  ConnectionError,
  ContractError,
  DeadlineError,
  HttpStatusError,
  isTrtcCallError,
  type TrtcCallError,
} from '../errors.ts';
import type { ClientSettings } from '../options.ts';
import { type CredentialGuard, redactHeaders, safeCause } from '../redact/call-redact.ts';
import type { Redact } from '../redact/letters.ts';
import {
  answerStatus,
  type Incoming,
  NotAResponseError,
  requestHeaders,
  type Transfer,
  type Transport,
  UnusableAnswerError,
} from '../transport/transport.ts';
import { copyError, type Emitter, type ExchangeEvent } from './events.ts';
import { readRetryAfter } from './retry.ts';
import type { Signature, Signer } from './sign.ts';

/** What one attempt sends. */
export interface AttemptRequest {
  readonly operationId: OperationId;
  readonly url: string;
  readonly body: string;
  readonly timeoutMilliseconds: number;
  /** Which attempt of its call it is, counted from 1. */
  readonly attempt: number;
  /** Called once any of it may have been sent. */
  readonly onLeave: () => void;
}

/** A whole answer, read and parsed. */
export interface AttemptAnswer {
  readonly status: number;
  /** As they came: they may repeat the UserSig. */
  readonly headers: () => Headers;
  readonly answer: unknown;
  /** With what it was asked. */
  readonly signature: Signature;
}

/** Sends once. Nothing in it outlives its end, whatever the end is. */
export type Attempt = (request: AttemptRequest, signal: AbortSignal) => Promise<AttemptAnswer>;

export function createAttempt(
  settings: ClientSettings,
  signer: Signer,
  transport: Transport,
  emitter: Emitter,
): Attempt {
  const { random, now, contract } = settings;
  const randomName = 'random' satisfies QueryParameter;

  const send = async (request: AttemptRequest, signal: AbortSignal, run: Running): Promise<AttemptAnswer> => {
    const { operationId } = request;
    const signature = await signer.sign();
    const { guard } = signature;
    const recorded = emitter.hasListener('onExchange') ? await guard.load() : undefined;
    signal.throwIfAborted();
    // Each attempt has a number of its own (60138).
    const number = Math.floor(random() * (contract.largestRandom + 1));
    const url = `${request.url}?${signature.query}&${randomName}=${number}`;
    if (recorded) run.watch = watchExchange(emitter, request, url, recorded.exchange, now);
    let incoming: Incoming;
    try {
      run.transfer = transport.start({ url, body: request.body, onLeave: request.onLeave });
      // It may have ended while it was being started.
      if (signal.aborted) run.transfer.abort(signal.reason);
      incoming = await run.transfer.answer;
    } catch (error) {
      throw await transferFailure(error, operationId, guard, transport);
    }
    const { status, headers, text } = incoming;
    run.watch?.answered(incoming);
    if (status !== answerStatus) {
      throw new HttpStatusError(operationId, status, readRetryAfter(headers(), now()));
    }
    const answer = await parseAnswer(contract, text, operationId, guard);
    return { status, headers, answer, signature };
  };

  return (request, outer) => {
    const { operationId, timeoutMilliseconds: most } = request;
    const createError = () => new DeadlineError(operationId, most, 'attempt');
    return within(most, createError, outer, async (signal) => {
      const run: Running = { transfer: undefined, watch: undefined };
      signal.addEventListener('abort', () => {
        run.watch?.ended(signal.reason);
        run.transfer?.abort(signal.reason);
      });
      try {
        // Rejects by itself: neither a `fetch` nor a source of UserSigs from elsewhere need heed anything.
        const answer = await withSignal(send(request, signal, run), signal);
        if (!signal.aborted) run.watch?.ended();
        return answer;
      } catch (error) {
        if (!signal.aborted) run.watch?.ended(error);
        throw error;
      }
    });
  };
}

/** What an attempt has begun, and what is to be ended with it. */
interface Running {
  transfer: Transfer | undefined;
  watch: ExchangeWatch | undefined;
}

/**
 * Waits for a promise from outside, which may never settle; rejects with the signal's reason when that is aborted
 * first.
 */
export function withSignal<Value>(promise: PromiseLike<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
    // Also where it is aborted already: a rejection that is not handled ends a process.
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Waits; rejects with the signal's reason when that is aborted first. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await withSignal(passed, signal).finally(() => clearTimeout(timer));
}

/** Milliseconds by which a timer is late only where the event loop stood still. */
const stall = 50;

/**
 * Runs something with a signal that is aborted after a time, with an error made then, or with a signal from outside. Once
 * it is over, nothing is left of either.
 */
export async function within<Value>(
  milliseconds: number,
  createError: () => Error,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const end = performance.now() + milliseconds;
  const expire = () => controller.abort(createError());
  let timer = setTimeout(() => {
    // Where the process stood still, the answer may be here already and only has to be read.
    if (performance.now() - end > stall) timer = setTimeout(expire, stall);
    else expire();
  }, milliseconds);
  const onAbort = () => controller.abort(outer?.reason);
  outer?.addEventListener('abort', onAbort);
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
}

// The contract has six; beyond some thousand, whatever walks through a value ends by a stack that is full.
const mostLevels = 64;

/**
 * Parses an answer, and takes credentials out of its words.
 *
 * @throws ContractError when it is not JSON, or nested so deeply that using it would end the program.
 */
async function parseAnswer(
  contract: Contract,
  text: string,
  operationId: OperationId,
  guard: CredentialGuard,
): Promise<unknown> {
  // A service that repeats the query must not bring the UserSig into an error, a log or what is printed.
  const redact = await guard.redactFor([text], true);
  const answer = parse(redact.answer(text), operationId);
  if (isDeeper(answer, mostLevels)) {
    const expected = `nested at most ${mostLevels} levels deep`;
    throw new ContractError(operationId, [{ rule: 'range', pointer: '', expected, got: 'nested deeper' }]);
  }
  if (isObject(answer)) {
    await tidyEnvelope(contract, answer, text, async (words) =>
      (await guard.redactFor([words])).words(words),
    );
  }
  return answer;
}

function parse(text: string, operationId: OperationId): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    const got = text === '' ? 'empty' : 'something else';
    throw new ContractError(operationId, [{ rule: 'type', pointer: '', expected: 'JSON', got }]);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, levels - 1));
  // Not by Object.values: every answer is walked through.
  for (const name in value) if (isDeeper(Reflect.get(value, name), levels - 1)) return true;
  return false;
}

/** What came of a transfer, as an error of this package. A `fetch` may throw anything. */
async function transferFailure(
  error: unknown,
  operationId: OperationId,
  guard: CredentialGuard,
  transport: Transport,
): Promise<TrtcCallError> {
  try {
    if (error instanceof UnusableAnswerError) {
      return new ContractError(operationId, [{ ...error.issue, pointer: '' }]);
    }
    if (error instanceof NotAResponseError) {
      return new ArgumentError('createTrtcCallClient', 'fetch', error.message, 'return a Response');
    }
    const texts: string[] = [];
    const copy = safeCause(error, (text) => {
      texts.push(text);
      return text;
    });
    const { words } = await guard.redactFor(texts);
    return new ConnectionError(operationId, safeCause(copy, words), transport.describeFailure);
  } catch {
    return new ConnectionError(operationId, new Error('fetch threw a value that cannot be read'));
  }
}

/** Follows one attempt on the wire and emits it at its end, whatever the end is. */
interface ExchangeWatch {
  answered(answer: Incoming): void;
  ended(error?: unknown): void;
}

/** Watches an attempt. What leaves it holds no UserSig: neither where it was sent, nor where a service repeats it. */
function watchExchange(
  emitter: Emitter,
  { operationId, attempt, body }: AttemptRequest,
  url: string,
  redact: Redact,
  now: () => number,
): ExchangeWatch {
  const startedAt = now();
  const clock = performance.now();
  const request = { method: 'POST', url: redact(url), headers: requestHeaders, body: redact(body) } as const;
  let answer: ExchangeEvent['answer'];
  return {
    answered({ status, headers, text, isRead }) {
      const body = isRead ? redact(text) : undefined;
      answer = { status, headers: redactHeaders(headers(), redact), body };
    },
    ended(error) {
      const milliseconds = performance.now() - clock;
      emitter.emit('onExchange', () => {
        const failure = isTrtcCallError(error) ? copyError(error) : undefined;
        return { operationId, attempt, startedAt, milliseconds, request, answer, error: failure };
      });
    },
  };
}
