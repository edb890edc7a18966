import type { OperationId } from './contract.ts';
import { isTrtcCallError, type TrtcCallError } from './errors.ts';
import type { Sent } from './request/send.ts';

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

/** Begins a call, and reads its data from the answer. */
export function createCall<Data, Id extends OperationId>(
  begin: () => Promise<Sent<Id>>,
  read: (sent: Sent<Id>) => Data,
): Call<Data> {
  const sending = begin();
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
