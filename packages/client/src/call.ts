import { describeIssue } from './answers.ts';
import { checkCallOptions } from './check-options.ts';
import type { Contract } from './contract.ts';
import { ContractError, isTrtcCallError, type TrtcCallError } from './errors.ts';
import type { CallOptions } from './options.ts';
import type { Send, Sent } from './request/send.ts';

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
  /** The data of a success. @throws TrtcCallError where there are none. */
  readData<Data>(): Data;
  /** The error for a member of the data without which a program cannot go on. */
  refuse(member: string, expected: string, value: unknown): ContractError;
}

/** Asks the service, and reads the data from its answer. */
export type Ask = <Data>(question: Question, read: (reading: Reading) => Data) => Call<Data>;

export function createAsk(contract: Contract, send: Send): Ask {
  const begin = async ({ caller, operationId, body, field, options }: Question) => {
    if (options !== undefined) checkCallOptions(contract, caller, options);
    return send({ operationId, body, ...(field !== undefined && { check: { caller, field } }), ...options });
  };
  return (question, read) =>
    createCall(begin(question), ({ operationId, answer, error }) =>
      read({
        answer,
        error,
        readData: () => contract.readData(operationId, answer, error),
        refuse(member, expected, value) {
          const issue = describeIssue(`/${contract.envelope.data}/${member}`, expected, value);
          return new ContractError(operationId, [issue], contract.readRequestId(answer));
        },
      }),
    );
}

/** Reads the data of a call from its answer. */
export function createCall<Data>(sending: Promise<Sent>, read: (sent: Sent) => Data): Call<Data> {
  const data = sending.then(read);
  const withResponse = async () => ({ data: await data, response: readResponse(await sending) });
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

function readResponse({ status, headers, url, answer, previousAttempts }: Sent): RawResponse {
  return { status, headers: headers(), url, body: answer, attempts: previousAttempts.length + 1 };
}
