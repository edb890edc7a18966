import { encodeBody } from '../events/read-event.ts';
import { buildUrl, type OutgoingWebhook, type Sender, writeBody } from './webhook.ts';

/** One attempt of a delivery. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** How long it took. */
  readonly milliseconds: number;
  /** The HTTP status; undefined when there was no answer. */
  readonly status?: number;
  /** The body of the answer, cut after 4096 characters. */
  readonly answer?: string;
  /** The `ErrorCode` of the answer. */
  readonly errorCode?: number;
  /** Why it does not count as acknowledged; undefined when it does. */
  readonly problem?: string;
}

/** What one attempt needs. */
export interface AttemptTools {
  readonly to: URL;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => number;
  readonly attemptMilliseconds: number;
  readonly signal: AbortSignal | undefined;
  readonly token: string | undefined;
  readonly sender: Sender;
}

const bytesRead = 64 * 1024;
const charactersKept = 4 * 1024;

/** Sends it once. It never throws for what the receiver does. */
export async function attempt(
  webhook: OutgoingWebhook,
  number: number,
  { to, fetch, now, attemptMilliseconds, signal, token, sender }: AttemptTools,
): Promise<Attempt> {
  const startedAt = now();
  const started = performance.now();
  // With `AbortSignal.timeout` and `any` each attempt would be held in memory until its deadline.
  const controller = new AbortController();
  const { signal: ends } = controller;
  const abort = () => controller.abort(signal?.reason);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, attemptMilliseconds);
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort);
  const sent = { number, startedAt };
  const took = () => Math.round(performance.now() - started);
  try {
    const request = new Request(buildUrl(webhook, to, sign(sender, token, startedAt)), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: encodeBody(writeBody(webhook)),
      redirect: 'manual',
      signal: ends,
    });
    const response = await untilAborted(fetch(request), ends);
    const text = await untilAborted(readText(response), ends);
    const answer = cut(text);
    return {
      ...sent,
      milliseconds: took(),
      status: response.status,
      answer,
      ...judgeAnswer(response, text, sender),
    };
  } catch (error) {
    const problem = isLate
      ? `no answer within ${attemptMilliseconds} ms`
      : `no answer: ${describeReason(error)}`;
    return { ...sent, milliseconds: took(), problem };
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', abort);
  }
}

/** The parameters that sign a webhook, where its generation has them. */
function sign({ contract: { signature } }: Sender, token: string | undefined, at: number) {
  if (token === undefined || !signature) return undefined;
  const time = String(Math.floor(at / 1000));
  return { [signature.names.sign]: signature.sign(token, time), [signature.names.time]: time };
}

/** An injected fetch may not heed the signal of its request. */
async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** Only an HTTP status of 200 and an `ErrorCode` of 0 count (60130, V4-U-41); redirects are not followed (V1-U-45). */
function judgeAnswer(
  { status }: Response,
  text: string,
  sender: Sender,
): { errorCode?: number; problem?: string } {
  const answer = readObject(text);
  const code = answer.ErrorCode;
  const errorCode = typeof code === 'number' && Number.isInteger(code) ? code : undefined;
  const found = errorCode === undefined ? {} : { errorCode };
  if (status !== 200) return { ...found, problem: `HTTP status ${status}` };
  if (errorCode === undefined)
    return { problem: 'the answer is not a JSON object whose ErrorCode is an integer' };
  const problem = errorCode === 0 ? sender.findProblem(answer) : `ErrorCode ${errorCode}`;
  return problem === undefined ? found : { ...found, problem };
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

async function readText({ body }: Response): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    text += decoder.decode(value.subarray(0, value.byteLength - Math.max(0, bytes - bytesRead)), {
      stream: true,
    });
    if (bytes < bytesRead) continue;
    await reader.cancel();
    return text;
  }
}

/** The beginning of a text, written anew: a slice would hold the whole of it in memory. */
function cut(text: string): string {
  if (text.length <= charactersKept) return text;
  return new TextDecoder().decode(new TextEncoder().encode(text.slice(0, charactersKept)));
}

/** The error of the connection, which `fetch` hides in the cause. */
function describeReason(error: unknown): string {
  try {
    return describe(error);
  } catch {
    // A fetch of the caller's may throw anything, such as an object without a prototype.
    return 'a value was thrown that cannot be read';
  }
}

function describe(error: unknown): string {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : String(code ?? cause);
  return typeof code === 'string' && !reason.includes(code) ? `${reason} (${code})` : reason;
}
