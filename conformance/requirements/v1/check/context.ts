import { createTrtcCallClient, type TrtcCallClient } from '@trtc-call/client';
import { createRequestRedact, type Redact } from '@trtc-call/client/har';
import { type OperationId, operations, queryParameters } from '@trtc-call/spec/v1';
import type { Exchange } from '../../../report/run-report.ts';
import { type Fetch, recordExchanges } from '../../../targets/recorder.ts';
import { NoAnswerError } from '../../expect.ts';
import { type Account, foreignSignFor, listSecrets, type SignOptions, signFor } from './account.ts';
import type { Answer } from './answer.ts';
import { type CallbackMemory, createCallbackMemory } from './callback-memory.ts';

/** Query parameters that differ from those of a correct request: a value, several values, or null for "left out". */
export type QueryChange = Readonly<Record<string, string | readonly string[] | null>>;

/** How a raw request differs from a correct one. */
export interface RawOptions {
  readonly query?: QueryChange;
  readonly method?: string;
  readonly path?: string;
  /** Null leaves the header out. */
  readonly contentType?: string | null;
  /** The body as it is, or null for none. */
  readonly rawBody?: string | null;
}

/** What a check may use: one account of the target, raw HTTP, and the generated client. */
export interface CheckContext {
  readonly account: Account;
  /** The generated client, with the same account. */
  readonly client: TrtcCallClient;
  /** Sends an operation as raw HTTP; `body` is sent as JSON. */
  send(operation: OperationId, body: unknown, options?: RawOptions): Promise<Answer>;
  /** The URL parameters of a correct request. */
  rightQuery(): Record<string, string>;
  /** A UserSig of the account, wrong where the options say so. */
  sign(options?: SignOptions): string;
  /** A whole UserSig, signed with another key. */
  foreignSign(): string;
  /** Unix seconds. */
  now(): number;
  /** Takes what proves the account, and the UserSigs of all requests, out of a text. */
  readonly redact: Redact;
  /** The body of the last callback configuration that a success confirmed, null where it was removed, or undefined. */
  storedCallback(): string | null | undefined;
  /** The last exchanges, redacted. */
  readonly exchanges: readonly Exchange[];
}

/** Where requests go, and for whom. */
export interface Session {
  readonly baseUrl: string;
  readonly account: Account;
  readonly fetch: Fetch;
  /** Milliseconds. */
  readonly now: () => number;
  readonly random: () => number;
  /** By which answers are timed, in milliseconds. Default `performance.now`. */
  readonly clock?: () => number;
  /** What is known of the callback configuration of the account; shared by the sessions of one app. Default nothing. */
  readonly callback?: CallbackMemory;
  /** Waits until a request to the URL may be sent, so that the documented rates are kept. Default it may at once. */
  readonly waitForTurn?: (url: string) => Promise<void>;
}

const keptExchanges = 6;
const longestWait = 120_000;

/** A context of its own for one requirement: its exchanges are those of no other. */
export function createContext(session: Session): CheckContext {
  const { baseUrl, account, now, random, clock = () => performance.now() } = session;
  const { waitForTurn = async () => {}, callback = createCallbackMemory() } = session;
  const exchanges: Exchange[] = [];
  const requestRedact = createRequestRedact({ secrets: listSecrets(account) });
  const fetch = recordExchanges(session.fetch, requestRedact, exchanges, keptExchanges);
  const sign = (options?: SignOptions) => signFor(account, now, options);
  const common = {
    generation: 'v1',
    sdkAppId: account.sdkAppId,
    identifier: account.identifier,
    region: baseUrl,
    fetch: async (url: string, init: RequestInit) => {
      await waitForTurn(url);
      return fetch(url, init);
    },
    // Sessions end a request that takes too long; here it would count the wait for its turn.
    timeoutMilliseconds: longestWait,
    now,
    random,
    // What is judged is one answer as it came; sessions keep the rates.
    retry: false,
    limiter: false,
    // What it says of an answer is what requirements say of the raw one.
    validate: 'off',
  } as const;
  const { secretKey } = account;
  const rightQuery = () => ({
    sdkappid: String(account.sdkAppId),
    identifier: account.identifier,
    usersig: sign(),
    random: String(Math.floor(random() * (queryParameters.random.maximum + 1))),
    contenttype: queryParameters.contenttype.words[0],
  });
  return {
    account,
    rightQuery,
    client: createTrtcCallClient(
      secretKey === undefined ? { ...common, userSig: sign() } : { ...common, secretKey },
    ),
    exchanges,
    redact: requestRedact.redact,
    sign,
    foreignSign: () => foreignSignFor(account, now),
    now: () => Math.floor(now() / 1000),
    storedCallback: callback.stored,
    async send(operation, body, options = {}) {
      const {
        method = 'POST',
        path = operations[operation].path,
        contentType = 'application/json',
      } = options;
      const query = buildSearch({ ...rightQuery(), ...options.query });
      const rawBody = options.rawBody === undefined ? JSON.stringify(body) : options.rawBody;
      const mayHaveBody = method !== 'GET' && method !== 'HEAD';
      const headers = new Headers(contentType === null ? {} : { 'content-type': contentType });
      const url = `${baseUrl}${path}?${query}`;
      await waitForTurn(url);
      return callback.watch(operation, rawBody, async () => {
        const started = clock();
        const response = await fetchAnswer(fetch, url, {
          method,
          headers,
          redirect: 'manual',
          // Bytes, not text: fetch would add a Content-Type of its own to text.
          ...(mayHaveBody &&
            rawBody !== null && { body: contentType === null ? new TextEncoder().encode(rawBody) : rawBody }),
        });
        const text = await response.text();
        const answeredAt = clock();
        return {
          status: response.status,
          contentType: (response.headers.get('content-type') ?? '').replace(/;.*/s, '').trim().toLowerCase(),
          text,
          json: parse(text),
          took: answeredAt - started,
          answeredAt,
        };
      });
    },
  };
}

async function fetchAnswer(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new NoAnswerError(describeReason(error), { cause: error });
  }
}

function describeReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
}

function buildSearch(query: QueryChange): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null) continue;
    for (const one of typeof value === 'string' ? [value] : value) search.append(name, one);
  }
  return search;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
