import { isIPv6 } from 'node:net';
import type { StatusEvent, UnknownEvent, WebhookEvent } from '../events/event.ts';
import type { EventStore } from '../stores/event-store.ts';
import { type Payload, writePayload } from './payload.ts';
import { type ConfirmingRecord, RecordError, RecordQueue, type RecordSource } from './record-queue.ts';

/**
 * Holds a status event against the record of its call. A member that the event does not have claims nothing.
 *
 * @returns what contradicts, or undefined when the record confirms it
 * @see https://trtc.io/document/60137
 */
function findContradiction(event: StatusEvent, record: ConfirmingRecord): string | undefined {
  const { RoomId, MediaType, CallResult = event.command } = event;
  if (record.callId !== event.CallId) return 'the record is of another call';
  if (record.sdkAppId !== event.sdkappid) return 'the record is of another app';
  if (RoomId !== undefined && record.roomId !== RoomId) return 'the record has another room';
  if (MediaType !== undefined && record.mediaType !== MediaType) return 'the record has another medium';
  if (record.callResult !== CallResult) return 'the record has another result';
  return takesPart(event, record) ? undefined : 'the record does not have this user on this side';
}

/** A word of `Role` that is not listed says nothing (V1-25). */
function takesPart({ Role, UserId }: StatusEvent, { caller, callees }: ConfirmingRecord): boolean {
  if (UserId === undefined || (Role !== 'callee' && UserId === caller)) return true;
  return Role !== 'caller' && (callees === undefined || callees.includes(UserId));
}

/** A kept event is not asked about again sooner, and each time after twice as long as before. */
const shortestPause = 5000;
/** Events that nobody has confirmed are kept by one process as long as they are fewer. */
const mostKept = 50_000;

/** Where an event came from. */
export interface Origin extends Payload {
  /** The address; undefined where it is not known, or where the event was kept. */
  readonly sender?: string | undefined;
  /** Whether it was taken over from the store. */
  readonly isKept?: boolean | undefined;
}

/** Why an event was not confirmed, and what is to become of it. */
export interface Unconfirmed {
  readonly detail: string;
  /**
   * `release`: it is refused, and what the store has kept of it stays for `recover`. `wait`: it stays there for the next
   * one, and nobody needs to be told again. `drop`: it is refused for good, and the store is to forget it.
   */
  readonly next: 'release' | 'drop' | 'wait';
}

/** What confirms events needs of the receiver. */
export interface ConfirmSettings {
  readonly confirm: RecordSource;
  readonly concurrent: number;
  readonly keepsAll: boolean;
  readonly unconfirmedMilliseconds: number;
  readonly steadyNow: () => number;
}

/** An event that is claimed. */
interface Claimed {
  readonly event: WebhookEvent | UnknownEvent;
  readonly key: string;
  readonly token: string;
  readonly isAcknowledged: boolean;
}

/**
 * Holds status events against their records. That there is no record is an answer, but it may come too early (V1-U-48): the
 * vendor's later attempts ask again, and then `recover`, until `unconfirmedMilliseconds` are over.
 */
export class Confirmations {
  readonly #settings: ConfirmSettings;
  readonly #queue: RecordQueue;
  readonly #origins = new WeakMap<WebhookEvent | UnknownEvent, Origin>();
  #windowStart = 0;
  #keptInWindow = 0;

  constructor(settings: ConfirmSettings) {
    this.#settings = settings;
    // A request that waits takes up to two of `limits.concurrent`: half of them stay free.
    this.#queue = new RecordQueue(settings.confirm, Math.max(1, Math.floor(settings.concurrent / 4)));
  }

  /** To be told of each event before it is claimed, a repetition too. */
  note(event: WebhookEvent | UnknownEvent, origin: Origin): void {
    const now = this.#settings.steadyNow();
    // A process whose clock was ahead has kept it.
    const receivedAt = Math.min(origin.receivedAt ?? now, now);
    const askedAt = origin.askedAt === undefined || origin.askedAt > now ? undefined : origin.askedAt;
    this.#origins.set(event, { ...origin, receivedAt, askedAt });
    if (event.family === 'status' && event.CallId !== undefined && !origin.isKept) {
      this.#queue.bump(event.CallId, groupSender(origin));
    }
  }

  /** What the store is to keep of the event. */
  writePayload(event: WebhookEvent | UnknownEvent): string {
    return writePayload(this.findOrigin(event));
  }

  /**
   * Holds an event against its record.
   *
   * @returns undefined when the record confirms it
   * @throws RecordError, and what the source throws, when nobody knows
   */
  async check<Transaction>(
    claimed: Claimed,
    store: Pick<EventStore<Transaction>, 'keep'>,
  ): Promise<Unconfirmed | undefined> {
    const { event } = claimed;
    const origin = this.findOrigin(event);
    if (event.family !== 'status' || origin.isConfirmed) return undefined;
    if (origin.isKept && !this.#isDue(origin)) {
      return { detail: 'its record was asked for a short time ago', next: 'wait' };
    }
    const found = await this.#find(event, origin);
    const asked: Origin = {
      ...origin,
      askedAt: this.#settings.steadyNow(),
      isConfirmed: found === undefined,
    };
    this.#origins.set(event, asked);
    if (found?.isFinal && origin.isKept) return { detail: `${found.detail}; it is given up`, next: 'drop' };
    const isInStore = origin.isKept || claimed.isAcknowledged;
    if (isInStore || (found?.isFinal === false && this.#settings.keepsAll && this.#countKept())) {
      try {
        await store.keep(claimed.key, claimed.token, writePayload(asked));
      } catch {
        // The vendor's next attempt, or the next `recover`, asks again.
      }
    }
    return found && { detail: found.detail, next: origin.isKept ? 'wait' : 'release' };
  }

  /** Whether what could not be asked about is to be kept for `recover`. */
  keepsUnasked(error: unknown): boolean {
    if (!this.#settings.keepsAll) return false;
    return !(error instanceof RecordError && error.code === 'records-busy') || this.#countKept();
  }

  /** @returns what speaks against the event, and whether it will do so for ever */
  async #find(
    event: StatusEvent,
    origin: Origin,
  ): Promise<{ readonly detail: string; readonly isFinal: boolean } | undefined> {
    if (!event.CallId) return { detail: 'it has no CallId, so that no record can confirm it', isFinal: true };
    const record = await this.#queue.ask(event.CallId, groupSender(origin));
    if (!record) return { detail: 'there is no record of this call', isFinal: this.#isOver(origin) };
    const detail = findContradiction(event, record);
    return detail === undefined ? undefined : { detail, isFinal: true };
  }

  /** Whether one more may be kept: who invents calls is not to fill the store. */
  #countKept(): boolean {
    const now = this.#settings.steadyNow();
    if (Math.abs(now - this.#windowStart) > this.#settings.unconfirmedMilliseconds) {
      this.#windowStart = now;
      this.#keptInWindow = 0;
    }
    this.#keptInWindow += 1;
    return this.#keptInWindow <= mostKept;
  }

  #isOver({ receivedAt = 0 }: Origin): boolean {
    return this.#settings.steadyNow() - receivedAt >= this.#settings.unconfirmedMilliseconds;
  }

  #isDue(origin: Origin): boolean {
    const { askedAt, receivedAt = 0 } = origin;
    if (askedAt === undefined || this.#isOver(origin)) return true;
    return this.#settings.steadyNow() - askedAt >= Math.max(shortestPause, askedAt - receivedAt);
  }

  findOrigin(event: WebhookEvent | UnknownEvent): Origin {
    return this.#origins.get(event) ?? { query: '', body: '' };
  }
}

/** Who shares a turn: one address, or one network of IPv6, which anybody has more addresses of than there are turns. */
function groupSender({ sender, isKept }: Origin): string {
  if (isKept) return 'kept';
  if (sender === undefined || !isIPv6(sender)) return sender ?? 'unknown';
  const [address = ''] = sender.split('%');
  const parts = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = parts.map((part) => part.split(':'));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros].slice(0, 4).join(':')}::/64`;
}
