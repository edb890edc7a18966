import { type AnyEvent, chooseContract } from '../generations.ts';

/** A request that was refused. The vendor is asked to send it again, unless `acknowledge` names the code. */
export interface RefusedOutcome {
  readonly outcome: 'refused';
  readonly code: RefusalCode;
  /** What was wrong, in one line, without anything that was sent: fit for a log. */
  readonly detail: string;
  /** What came in, as far as it was read: the only copy of an event that the vendor gives up. */
  readonly body: Uint8Array | undefined;
  /** The query as sent, without the question mark. */
  readonly query: string;
  /** The address it came from, as far as `trustedProxies` tell; undefined where the receiver was not told one. */
  readonly sender: string | undefined;
}

interface OfEvent {
  readonly event: AnyEvent;
}

/** What became of one request, or of one event that was taken over. */
export type Outcome =
  | RefusedOutcome
  /** Its handler has ended. */
  | (OfEvent & { readonly outcome: 'handled'; readonly milliseconds: number })
  /** It had been handled before. */
  | (OfEvent & { readonly outcome: 'duplicate' })
  /** Another request, or another process, is at it. */
  | (OfEvent & { readonly outcome: 'in-flight' })
  /** There is no handler for it. It was acknowledged. */
  | (OfEvent & { readonly outcome: 'unwanted' })
  /** It was answered before its handler has ended. */
  | (OfEvent & { readonly outcome: 'slow'; readonly acknowledged: boolean })
  /** Its handler has thrown. `acknowledged`: the vendor will not send it again, `recover` will run it. */
  | (OfEvent & { readonly outcome: 'failed'; readonly error: unknown; readonly acknowledged: boolean })
  /** Its handler has ended when the claim was lost already: another process may have handled it too. */
  | (OfEvent & { readonly outcome: 'claim-lost' })
  /**
   * Its handler has not ended in its time and is no longer waited for. If it ends after all, another outcome follows.
   * `acknowledged`: the vendor will not send it again.
   */
  | (OfEvent & {
      readonly outcome: 'timed-out';
      readonly milliseconds: number;
      readonly acknowledged: boolean;
    })
  /** Its handler has ended, and the store could not be told in time: if it is sent again, it is handled twice. */
  | (OfEvent & { readonly outcome: 'unmarked'; readonly error: unknown })
  /** The store, or the record it was to be held against, could not be asked. */
  | (OfEvent & { readonly outcome: 'unavailable'; readonly of: 'store' | 'record'; readonly error: unknown })
  /** What was kept in the store cannot be read any more. */
  | { readonly outcome: 'unreadable'; readonly key: string; readonly payload: string };

/** What becomes of a request, as it is told to the vendor. Anything but an ErrorCode of 0 makes it send the event again (60130). */
export interface Answer {
  readonly status: number;
  readonly errorCode: number;
  readonly message: string;
  /** Whether the connection is of no more use: a body is still coming in. */
  readonly close: boolean;
}

const answer = (status: number, errorCode: number, message: string, close = false): Answer => ({
  status,
  errorCode,
  message,
  close,
});

/** The numbers are ours: the vendor knows 0 and everything else (V1-21). */
export const answers = {
  handled: answer(200, 0, 'Success'),
  failed: answer(200, 1, 'The handler failed'),
  inFlight: answer(200, 2, 'Still processing'),
  unavailable: answer(200, 5, 'The store or the record cannot be asked'),
  misused: answer(500, 3, 'The receiver was called with an unknown option'),
} as const;

/** Documented failures have HTTP status 200, so ours of a real event do; a request that is not an event of the vendor gets its own. */
export const refusals = {
  'wrong-method': answer(405, 3, 'Only POST is received'),
  'wrong-path': answer(404, 3, 'Not found'),
  'address-not-allowed': answer(403, 3, 'Sender not allowed'),
  overloaded: answer(503, 4, 'Too many requests at the same time'),
  closing: answer(503, 4, 'This receiver is closing'),
  'wrong-content-type': answer(415, 3, 'Only JSON is received'),
  'wrong-query': answer(400, 3, 'The query is not that of a webhook'),
  'wrong-app': answer(403, 3, 'Webhooks of this app are not received here'),
  'body-too-large': answer(413, 3, 'The body is too large', true),
  'body-too-slow': answer(408, 3, 'The body came too slowly', true),
  'body-cut-off': answer(400, 3, 'The body was cut off', true),
  'body-already-read': answer(400, 3, 'The body was read before the receiver got it'),
  'not-json': answer(400, 3, 'The body is not JSON'),
  'unknown-shape': answer(422, 3, 'The body has an unknown shape'),
  stale: answer(410, 3, 'The event is too old'),
  unconfirmed: answer(200, 3, 'The record of the call does not confirm it'),
} as const satisfies Readonly<Record<string, Answer>>;

/** Why a request was not taken as an event. */
export type RefusalCode = keyof typeof refusals;

/** An answer as it is sent, by every adapter. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly close: boolean;
}

/** Writes an answer in the way of the generation that the query belongs to. A refused method names the one that is received (RFC 9110, 15.5.6). */
export function writeReply({ status, errorCode, message, close }: Answer, search: string): Reply {
  const headers = {
    'content-type': 'application/json',
    ...(close && { connection: 'close' }),
    ...(status === 405 && { allow: 'POST' }),
  };
  const contract = chooseContract(new URLSearchParams(search));
  return { status, headers, body: contract.writeAnswer(errorCode, message), close };
}
