import { createNodePool } from '#node';
import { describeIssue, readData, readRequestId } from './answers.ts';
import { checkCallOptions } from './check-options.ts';
import type { Contract } from './contract.ts';
import { ContractError, isTrtcCallError, type TrtcCallError } from './errors.ts';
import type { CallOptions, ClientOptions, ClientSettings } from './options.ts';
import { readOptions } from './read-options.ts';
import { type CallFetch, createFetch } from './request/api.ts';
import { createSend, type Send, type Sent } from './request/send.ts';
import { createClockWatch } from './request/sign.ts';
import { createFetchTransport, isNode, type Transport } from './transport/transport.ts';

/** What the clients of all generations have. */
export interface CommonClient extends AsyncDisposable {
  /** The app whose calls it reads. */
  readonly sdkAppId: number;
  /** Sends like this client, to be put beneath another generated client. */
  readonly fetch: CallFetch;
  /**
   * By how many milliseconds the service's clock is ahead of the machine's, by the `Date` of the latest answers; negative
   * where it is behind. 0 before the first answer, and where the two agree to 15 seconds.
   */
  clockDifference(): number;
  /** Lets go of idle connections. They do not keep a process alive, so that few programs need it. */
  close(): void;
}

/** What the operations of a client are made with. */
export interface Engine {
  readonly contract: Contract;
  readonly send: Send;
  readonly ask: Ask;
  readonly baseUrl: string;
  /** The machine's clock, in milliseconds. */
  readonly now: () => number;
  readonly common: CommonClient;
}

/** @throws ArgumentError naming the option and what to pass instead. */
export function createEngine(contract: Contract, options: ClientOptions): Engine {
  const settings = readOptions(contract, options);
  const transport = chooseTransport(settings);
  const clocks = createClockWatch(settings.now);
  const send = createSend(settings, transport, clocks);
  const close = () => transport.close();
  const common: CommonClient = {
    sdkAppId: settings.sdkAppId,
    fetch: createFetch(settings, send),
    clockDifference: clocks.difference,
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
  return {
    contract,
    send,
    ask: createAsk(contract, send),
    baseUrl: settings.baseUrl,
    now: settings.now,
    common,
  };
}

/** The caller's `fetch` when there is one; else, in Node, a pool of its own, and elsewhere the global `fetch`. */
function chooseTransport(settings: ClientSettings): Transport {
  const { fetch, pool, baseUrl, maxAnswerBytes } = settings;
  if (fetch) return createFetchTransport(fetch, maxAnswerBytes);
  if (createNodePool && isNode()) return createNodePool(pool, baseUrl, maxAnswerBytes);
  return createFetchTransport((url, init) => globalThis.fetch(url, init), maxAnswerBytes);
}

/** What came over the wire for a call, without credentials. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Without its query, which held the UserSig. */
  readonly url: string;
  /** The parsed body, as it came. */
  readonly body: unknown;
  /** How many attempts it took. */
  readonly attempts: number;
}

/** The outcome of a call as a value. */
export type Result<Data> =
  | { readonly ok: true; readonly data: Data; readonly response: RawResponse }
  | { readonly ok: false; readonly error: TrtcCallError };

/** A call under way: a promise of its data that rejects when it fails, or one of the two others. */
export interface Call<Data> extends Promise<Data> {
  /**
   * The outcome as a value, which never rejects for an error of this package. What is not its own still rejects: the
   * reason of an abort, and what a source of UserSigs threw.
   */
  result(): Promise<Result<Data>>;
  /** The data together with the answer that it came in. */
  withResponse(): Promise<{ readonly data: Data; readonly response: RawResponse }>;
}

/** What a resource asks. */
export interface Question {
  /** The method, as a program calls it. */
  readonly caller: string;
  readonly operationId: string;
  readonly body: object;
  /**
   * The argument that is the body, which is then checked; empty where the members of the body are arguments themselves.
   */
  readonly field?: string;
  readonly options: CallOptions | undefined;
}

/** An answer, as resources read it. */
export interface Reading extends Pick<Sent, 'answer' | 'error'> {
  /** The vendor's id of the request, where the answer has a readable one. */
  readonly requestId: string | undefined;
  /** The data of a success. @throws TrtcCallError where there are none. */
  readData<Data>(): Data;
  /** The error for a member of the data without which a program cannot go on. */
  refuse(member: string, expected: string, value: unknown): ContractError;
}

/** Asks the service, and reads the data from its answer. */
export type Ask = <Data>(question: Question, read: (reading: Reading) => Data) => Call<Data>;

function createAsk(contract: Contract, send: Send): Ask {
  const begin = async ({ caller, operationId, body, field, options }: Question) => {
    if (options !== undefined) checkCallOptions(contract, caller, options);
    const argument = field === undefined ? undefined : { caller, field };
    return send({ operationId, body, argument, isChecked: argument !== undefined, ...options });
  };
  return (question, read) =>
    createCall(begin(question), ({ operationId, answer, error }) => {
      const requestId = readRequestId(contract, answer);
      return read({
        answer,
        error,
        requestId,
        readData: () => readData(contract, operationId, answer, error),
        refuse(member, expected, value) {
          const issue = describeIssue(`/${contract.envelope.data}/${member}`, expected, value);
          return new ContractError(operationId, [issue], requestId);
        },
      });
    });
}

/** Reads the data of a call from its answer. */
export function createCall<Data>(sending: Promise<Sent>, read: (sent: Sent) => Data): Call<Data> {
  const data = sending.then(read);
  const withResponse = async () => ({ data: await data, response: await readResponse(await sending) });
  const result = () =>
    withResponse().then(
      (found): Result<Data> => ({ ok: true, ...found }),
      (error: unknown): Result<Data> => {
        if (isTrtcCallError(error)) return { ok: false, error };
        throw error;
      },
    );
  return Object.assign(data, { result, withResponse });
}

async function readResponse(sent: Sent): Promise<RawResponse> {
  const { status, url, answer: body, previousAttempts } = sent;
  return { status, headers: await sent.readHeaders(), url, body, attempts: previousAttempts.length + 1 };
}
