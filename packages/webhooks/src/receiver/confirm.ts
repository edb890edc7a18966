import { isIPv6 } from 'node:net';
import { type Contracts, isSentOnce } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import type { EventStore } from '../stores/event-store.ts';
import { type ClaimedEvent, type Origin, writePayload } from './claims.ts';
import { RecordError, RecordQueue, type RecordSource } from './record-queue.ts';

/** A kept event is not asked about again sooner, and each time after twice as long as before. */
const shortestPause = 5000;
/** Unconfirmed events that one process keeps at most. */
const mostKept = 50_000;

/** Why an event was not confirmed, and what is to become of it. */
export interface Unconfirmed {
  readonly detail: string;
  /**
   * `release`: it is refused, and what the store has kept of it stays for `recover`. `wait`: it stays there for the next
   * one, and is not reported again. `drop`: it is refused for good, and the store is to forget it.
   */
  readonly next: 'release' | 'drop' | 'wait';
}

/** What confirms events needs of the receiver. */
export interface ConfirmSettings {
  readonly contracts: Contracts<AnyEvent>;
  /** By generation. */
  readonly confirm: ReadonlyMap<string, RecordSource>;
  readonly concurrent: number;
  readonly keepsAll: boolean;
  readonly unconfirmedMilliseconds: number;
  readonly steadyNow: () => number;
}

/**
 * Holds the ends of calls against their records. That there is no record is an answer, but it may come too early (V1-U-48): the
 * vendor's later attempts ask again, and then `recover`, until `unconfirmedMilliseconds` are over.
 */
export class Confirmations {
  readonly #settings: ConfirmSettings;
  /** By generation; events of another one have no record here. */
  readonly #queues: ReadonlyMap<string, RecordQueue>;
  #windowStart = 0;
  #keptInWindow = 0;

  constructor(settings: ConfirmSettings) {
    this.#settings = settings;
    const { confirm, concurrent } = settings;
    // A request that waits takes up to two of `limits.concurrent`: half of them stay free.
    const mostWaiting = Math.max(1, Math.floor(concurrent / 4 / confirm.size));
    const queues = [...confirm].map(
      ([generation, source]) => [generation, new RecordQueue(source, mostWaiting)] as const,
    );
    this.#queues = new Map(queues);
  }

  /** To be called for each event before it is claimed, a repetition too. */
  bump(event: AnyEvent, origin: Origin): void {
    const queue = this.#findQueue(event);
    const callId = queue && this.#settings.contracts.find(event).findCallId(event);
    if (callId !== undefined) queue?.bump(callId, groupSender(origin));
  }

  /** Whether the event is one that a record has to confirm. */
  needsRecord(event: AnyEvent): boolean {
    return this.#findQueue(event) !== undefined;
  }

  /**
   * Holds an event against its record.
   *
   * @returns undefined when the record confirms it
   * @throws RecordError, and what the source throws, when that is unknown
   */
  async check(
    claimed: ClaimedEvent,
    store: Pick<EventStore<unknown>, 'keep'>,
  ): Promise<Unconfirmed | undefined> {
    const { event, origin } = claimed;
    const queue = this.#findQueue(event);
    if (!queue || origin.isConfirmed) return undefined;
    if (origin.isKept && !this.#isDue(origin)) {
      return { detail: 'its record was asked for a short time ago', next: 'wait' };
    }
    const found = await this.#find(queue, event, origin);
    claimed.origin = {
      ...origin,
      askedAt: this.#settings.steadyNow(),
      isConfirmed: found === undefined,
    };
    if (found?.isFinal && origin.isKept) return { detail: `${found.detail}; it is given up`, next: 'drop' };
    const isInStore = origin.isKept || claimed.isAcknowledged;
    if (isInStore || (found?.isFinal === false && this.#keepsFor(event) && this.#countKept())) {
      try {
        await store.keep(claimed.key, claimed.token, writePayload(claimed.origin));
      } catch {
        // The vendor's next attempt, or the next `recover`, asks again.
      }
    }
    return found && { detail: found.detail, next: origin.isKept ? 'wait' : 'release' };
  }

  /** Whether what could not be asked about is to be kept for `recover`. */
  keepsUnasked(event: AnyEvent, error: unknown): boolean {
    if (!this.#keepsFor(event)) return false;
    return !(error instanceof RecordError && error.code === 'records-busy') || this.#countKept();
  }

  /** @returns what speaks against the event, and whether that can change */
  async #find(
    queue: RecordQueue,
    event: AnyEvent,
    origin: Origin,
  ): Promise<{ readonly detail: string; readonly isFinal: boolean } | undefined> {
    const contract = this.#settings.contracts.find(event);
    const callId = contract.findCallId(event);
    if (callId === undefined) {
      return { detail: 'it has no CallId, so that no record can confirm it', isFinal: true };
    }
    const record = await queue.ask(callId, groupSender(origin), contract.recordNotFound);
    if (!record) return { detail: 'there is no record of this call', isFinal: this.#isOver(origin) };
    const detail = contract.findContradiction(event, record);
    return detail === undefined ? undefined : { detail, isFinal: true };
  }

  /** Where the record of an event is asked for; undefined where it needs none. */
  #findQueue(event: AnyEvent): RecordQueue | undefined {
    const contract = this.#settings.contracts.find(event);
    return contract.hasRecord(event) ? this.#queues.get(contract.generation) : undefined;
  }

  /** Whether an event without a record is kept, though it was not acknowledged. */
  #keepsFor(event: AnyEvent): boolean {
    return this.#settings.keepsAll || isSentOnce(this.#settings.contracts, event);
  }

  /** Whether one more may be kept: invented calls must not fill the store. */
  #countKept(): boolean {
    const now = this.#settings.steadyNow();
    if (Math.abs(now - this.#windowStart) > this.#settings.unconfirmedMilliseconds) {
      this.#windowStart = now;
      this.#keptInWindow = 0;
    }
    this.#keptInWindow += 1;
    return this.#keptInWindow <= mostKept;
  }

  #isOver({ receivedAt }: Origin): boolean {
    return this.#settings.steadyNow() - receivedAt >= this.#settings.unconfirmedMilliseconds;
  }

  #isDue(origin: Origin): boolean {
    const { askedAt, receivedAt } = origin;
    if (askedAt === undefined || this.#isOver(origin)) return true;
    return this.#settings.steadyNow() - askedAt >= Math.max(shortestPause, askedAt - receivedAt);
  }
}

/** Senders that share a turn: one address, or a /64 of IPv6, since one sender often has a whole one. */
function groupSender({ sender, isKept }: Origin): string {
  if (isKept) return 'kept';
  if (sender === undefined || !isIPv6(sender)) return sender ?? 'unknown';
  const [address = ''] = sender.split('%');
  const parts = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [head = [], tail = []] = parts.map((part) => part.split(':'));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return `${[...head, ...zeros].slice(0, 4).join(':')}::/64`;
}
