import { type OperationId, queryParameters } from '@trtc-call/spec/v1';
import { isObject } from './check-shape.ts';
import type { ClientSettings } from './client-options.ts';
import { ConnectionError, ContractError, DeadlineError, HttpStatusError } from './errors.ts';
import type { operations } from './generated/v1.gen.ts';
import { redact, safeCause } from './redact.ts';
import { createSign } from './sign-requests.ts';

/** What openapi-fetch puts together, and its own `Request` or ours fits. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  text(): Promise<string>;
}

/** A whole answer, read and parsed. */
export interface Incoming {
  readonly response: Response;
  readonly envelope: unknown;
}

/** Sends one request of an operation and reads its answer. */
export type Send = (
  request: Outgoing,
  operationId: OperationId,
  signal: AbortSignal | undefined,
) => Promise<Incoming>;

// The compiler compares it with the contract.
const answerStatus: keyof operations[OperationId]['responses'] = 200;

const randomValues = queryParameters.random.maximum + 1;

/** The `fetch` beneath openapi-fetch: everything that belongs to one attempt. */
export function createSend(settings: ClientSettings): Send {
  const { fetch, random, timeoutMilliseconds } = settings;
  const sign = createSign(settings);

  /** One attempt. It ends with the answer, with the caller's own reason, or when its time is up. */
  function attempt(request: Outgoing, operationId: OperationId, signal: AbortSignal | undefined) {
    return new Promise<Incoming>((resolve, reject) => {
      signal?.throwIfAborted();
      const controller = new AbortController();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      // Rejects by itself, since a `fetch` from elsewhere may not heed the signal.
      const stop = (reason: unknown) => {
        end();
        reject(reason);
        controller.abort(reason);
      };
      const onAbort = () => stop(signal?.reason);
      const onTimeout = () => stop(new DeadlineError(operationId, timeoutMilliseconds));
      const timer = setTimeout(onTimeout, timeoutMilliseconds);
      signal?.addEventListener('abort', onAbort, { once: true });
      exchange(request, operationId, controller.signal).then(resolve, reject).finally(end);
    });
  }

  async function exchange(
    request: Outgoing,
    operationId: OperationId,
    signal: AbortSignal,
  ): Promise<Incoming> {
    const { query, userSig } = await sign();
    const number = Math.floor(random() * randomValues);
    const body = await request.text();
    // A redirect is shown to the caller: followed, it would carry the UserSig to another host.
    const init: RequestInit = {
      method: request.method,
      headers: request.headers,
      body,
      redirect: 'manual',
      signal,
    };
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${request.url}?${query}&random=${number}`, init);
      if (response.type === 'opaqueredirect') throw new Error('a redirect, which is not followed');
      text = await readText(response);
    } catch (error) {
      throw new ConnectionError(operationId, safeCause(error, [userSig]));
    }
    if (response.status !== answerStatus) throw new HttpStatusError(operationId, response.status);
    return { response, envelope: parse(text, operationId, userSig) };
  }

  return attempt;
}

/** The body of an answer; that of anything else is not wanted, and given up to free the connection. */
async function readText(response: Response): Promise<string> {
  if (response.status === answerStatus) return response.text();
  await response.body?.cancel();
  return '';
}

function parse(text: string, operationId: OperationId, userSig: string): unknown {
  try {
    const envelope: unknown = JSON.parse(text);
    if (isObject(envelope)) hideCredential(envelope, userSig);
    return envelope;
  } catch {
    // The parser's own message quotes the text.
    const got = text === '' ? 'empty' : 'something else';
    throw new ContractError(operationId, [{ pointer: '', expected: 'JSON', got }]);
  }
}

/** A service that repeats the query in its words must not bring the UserSig into an error or a log. */
function hideCredential(envelope: Record<string, unknown>, userSig: string): void {
  for (const name of ['errorMessage', 'requestId']) {
    const value = envelope[name];
    if (typeof value === 'string') envelope[name] = redact(value, [userSig]);
  }
}
