import { createRequestRedact, type Redact } from '@trtc-call/client/har';
import type { Exchange } from '../../report/run-report.ts';
import {
  createRecorder,
  hidePaths,
  type RawResponse,
  readContentType,
  type Transport,
  toFetch,
} from '../../targets/recorder.ts';
import { NoAnswerError } from '../expect.ts';
import type { ClientOptions, Generation } from '../generation.ts';
import { type Account, foreignSignFor, listSecrets, type SignOptions, signFor } from './account.ts';
import { type Answer, readAnswer } from './answer.ts';

/** Query parameters that differ from those of a correct request: a value, several values, or null for "left out". */
export type QueryChange = Readonly<Record<string, string | readonly string[] | null>>;

export interface RawOptions {
  readonly query?: QueryChange;
  readonly method?: string;
  readonly path?: string;
  /** Null leaves the header out. */
  readonly contentType?: string | null;
  /** The body as it is, or null for none. */
  readonly rawBody?: string | null;
}

/** Two users of the app between whom calls may be placed. */
export interface CallUsers {
  readonly caller: string;
  readonly callee: string;
}

/** What a check may use: one account of the target, raw HTTP, and the options of a client. */
export interface CheckContext {
  readonly generation: Generation;
  readonly account: Account;
  /** What a client of the same account is made with. */
  readonly clientOptions: ClientOptions;
  /** Sends an operation as raw HTTP; `body` is sent as JSON. */
  send(operation: string, body: unknown, options?: RawOptions): Promise<Answer>;
  rightQuery(): Record<string, string>;
  /** A UserSig of the account, wrong where the options say so. */
  sign(options?: SignOptions): string;
  /** A whole UserSig, signed with another key. */
  foreignSign(): string;
  /** Unix seconds. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  /** For items that need `place-calls`. */
  readonly callUsers: CallUsers;
  /** Takes what proves the account, and the UserSigs of all requests, out of a text. */
  readonly redact: Redact;
  /** The body of the last callback configuration that a success confirmed, null where it was removed, or undefined. */
  storedCallback(): string | null | undefined;
  /** The last exchanges, redacted. */
  readonly exchanges: readonly Exchange[];
  /** Ends what the item has left behind. */
  readonly close?: (() => Promise<void>) | undefined;
}

export interface Session {
  readonly generation: Generation;
  readonly baseUrl: string;
  readonly account: Account;
  readonly transport: Transport;
  /** Milliseconds. */
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** By which answers are timed, in milliseconds. Default `performance.now`. */
  readonly clock?: () => number;
  /** Default two users whose names say what they are for. */
  readonly callUsers?: CallUsers | undefined;
  /** What is known of the callback configuration of the account; shared by the sessions of one app. Default nothing. */
  readonly callback?: CallbackMemory;
  /** Ends what the item has left behind at the target. Default nothing has to be ended. */
  readonly close?: (() => Promise<void>) | undefined;
  /** Waits until a request to the URL may be sent, so that the documented rates are kept. Default it may at once. */
  readonly waitForTurn?: (url: string) => Promise<void>;
}

const keptExchanges = 6;
const longestWait = 120_000;
const suiteUsers: CallUsers = { caller: 'conformance-caller', callee: 'conformance-callee' };

/** A context of its own for one requirement: its exchanges are those of no other. */
export function createContext(session: Session): CheckContext {
  const { generation, baseUrl, account, now, random, clock = () => performance.now() } = session;
  const { waitForTurn = async () => {}, callback = createCallbackMemory(), callUsers = suiteUsers } = session;
  const { contract } = generation;
  const { queryParameters } = contract;
  const { learn, redact: hideSecrets } = createRequestRedact({ secrets: listSecrets(account) });
  const { host } = new URL(baseUrl);
  const redact: Redact = (text) => hidePaths(hideSecrets(text), [host]);
  const { transport, list } = createRecorder(session.transport, { learn, redact }, keptExchanges);
  const signed = new Map<string, string>();
  // Within a second all UserSigs of a kind are the same, and a check of a rate takes hundreds of them.
  const sign = (options?: SignOptions) => {
    const name = JSON.stringify([Math.floor(now() / 1000), options]);
    const userSig = signed.get(name) ?? signFor(account, now, options);
    signed.set(name, userSig);
    return userSig;
  };
  const rightQuery = () => ({
    sdkappid: String(account.sdkAppId),
    identifier: account.identifier,
    usersig: sign(),
    random: String(Math.floor(random() * ((queryParameters.random?.maximum ?? 0) + 1))),
    contenttype: queryParameters.contenttype?.words?.[0] ?? '',
  });
  const paced: Transport = async (url, init) => {
    await waitForTurn(url);
    return transport(url, init);
  };
  return {
    generation,
    account,
    rightQuery,
    clientOptions: listClientOptions(session, paced, sign),
    get exchanges() {
      return list();
    },
    redact,
    sign,
    foreignSign: () => foreignSignFor(account, now),
    now: () => Math.floor(now() / 1000),
    wait: session.wait,
    callUsers,
    close: session.close,
    storedCallback: callback.stored,
    async send(operation, body, options = {}) {
      const { method = 'POST', contentType = 'application/json' } = options;
      const path = options.path ?? contract.operations[operation]?.path;
      if (path === undefined) throw new TypeError(`${contract.generation} has no operation ${operation}`);
      const query = buildSearch({ ...rightQuery(), ...options.query });
      const rawBody = options.rawBody === undefined ? JSON.stringify(body) : options.rawBody;
      const mayHaveBody = method !== 'GET' && method !== 'HEAD';
      const headers = new Headers(contentType === null ? {} : { 'content-type': contentType });
      const url = `${baseUrl}${path}?${query}`;
      await waitForTurn(url);
      return callback.watch(operation, rawBody, async () => {
        const started = clock();
        const response = await sendRaw(transport, url, {
          method,
          headers,
          redirect: 'manual',
          // Bytes, not text: fetch would add a Content-Type of its own to text.
          ...(mayHaveBody &&
            rawBody !== null && { body: contentType === null ? new TextEncoder().encode(rawBody) : rawBody }),
        });
        const answeredAt = clock();
        const answer = readAnswer({
          status: response.status,
          contentType: readContentType(response),
          text: response.text,
          contract,
          operation,
          took: answeredAt - started,
          answeredAt,
        });
        const { noMatch } = generation;
        if (!noMatch || operation !== 'getRecordsByFilter' || answer.code !== noMatch.code) return answer;
        return {
          ...answer,
          noMatch: `no call matches, and the target says so by ${noMatch.code}, which ${noMatch.decision} allows: make a call, then run again`,
        };
      });
    },
  };
}

function listClientOptions(
  { baseUrl, account, now, random }: Session,
  transport: Transport,
  sign: () => string,
): ClientOptions {
  const { sdkAppId, identifier, secretKey } = account;
  return {
    sdkAppId,
    identifier,
    ...(secretKey === undefined ? { userSig: sign() } : { secretKey }),
    region: baseUrl,
    fetch: toFetch(transport),
    // Sessions end a request that takes too long; here it would count the wait for its turn.
    timeoutMilliseconds: longestWait,
    now,
    random,
    // What is judged is one answer as it came; sessions keep the rates.
    retry: false,
    limiter: false,
    // What it says of an answer is what requirements say of the raw one.
    validate: 'off',
  };
}

async function sendRaw(transport: Transport, url: string, init: RequestInit): Promise<RawResponse> {
  try {
    return await transport(url, init);
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
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
    for (const text of typeof value === 'string' ? [value] : value) search.append(name, text);
  }
  return search;
}

/** What is known of the callback configuration of an app, so that no check has to store what is stored. */
export interface CallbackMemory {
  /** The body that the last success confirmed, null where the configuration was removed, undefined where it is unknown. */
  stored(): string | null | undefined;
  watch(operation: string, body: string | null, send: () => Promise<Answer>): Promise<Answer>;
}

/** The operations that change the callback configuration, in any generation. */
export const writing: readonly string[] = ['setCallback', 'updateCallback', 'deleteCallback'];

export function createCallbackMemory(): CallbackMemory {
  let stored: string | null | undefined;
  let inFlight = 0;
  let areMixed = false;
  return {
    stored: () => stored,
    async watch(operation, body, send) {
      if (!writing.includes(operation)) return send();
      // Of two that overlap it is unknown which was carried out last.
      areMixed ||= inFlight > 0;
      inFlight += 1;
      const asked = operation === 'deleteCallback' ? null : body;
      try {
        const answer = await send();
        if (answer.code === 0) stored = areMixed ? undefined : asked;
        return answer;
      } catch (error) {
        stored = undefined;
        throw error;
      } finally {
        inFlight -= 1;
        if (inFlight === 0) areMixed = false;
      }
    },
  };
}
