import type { UnknownEvent, WebhookEvent } from '../events/webhook-event.ts';

/** Why a request was not taken as an event. */
export type RefusalCode =
  | 'wrong-method'
  | 'wrong-path'
  | 'address-not-allowed'
  | 'overloaded'
  | 'closing'
  | 'wrong-content-type'
  | 'wrong-query'
  | 'wrong-app'
  | 'body-too-large'
  | 'body-too-slow'
  | 'body-cut-off'
  | 'body-already-read'
  | 'not-json'
  | 'unknown-shape'
  | 'stale'
  | 'unconfirmed';

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
  readonly event: WebhookEvent | UnknownEvent;
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
