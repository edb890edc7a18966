import { isIPv6 } from 'node:net';
import { type Contracts, isSentOnce } from '../contract.ts';
import { encodeBody } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';
import { type Answer, answers, type RefusalCode, refusals } from './answers.ts';
import type { ClaimedEvent, Origin } from './claimed-event.ts';
import type { Claims } from './claims.ts';
import { describeWithoutRequest, type Outcome } from './outcome.ts';
import { isBusy, RecordQueue, type RecordSource } from './record-queue.ts';

/** A kept event is not asked about again sooner, and each time after twice as long as before. */
const shortestPause = 5000;
/** Unconfirmed events that one process keeps at most. */
const mostKept = 50_000;

/** What confirms events needs of the receiver. */
interface ConfirmSettings {
  readonly contracts: Contracts<AnyEvent>;
  /** By generation, and of each by app. */
  readonly confirm: ReadonlyMap<string, ReadonlyMap<number, RecordSource>>;
  readonly concurrent: number;
  readonly keepsAll: boolean;
  readonly unconfirmedMilliseconds: number;
  readonly handlerMilliseconds: number;
  readonly acknowledge: ReadonlySet<RefusalCode>;
  readonly steadyNow: () => number;
}

type UsedClaims = Pick<Claims<unknown>, 'keep' | 'askAgain' | 'complete' | 'release'>;

/** What the record of a call says against an event, and whether that can change. */
interface Doubt {
  readonly detail: string;
  readonly isFinal: boolean;
}

/**
 * Holds the ends of calls against their records. That there is no record is an answer, but it may come too early (V1-U-48): the
 * vendor's later attempts ask again, and then `recover`, until `unconfirmedMilliseconds` are over.
 */
export class Confirmations {
  readonly #settings: ConfirmSettings;
  readonly #claims: UsedClaims;
  readonly #emit: (outcome: Outcome) => void;
  /** By generation and app; events of another one have no record here. */
  readonly #queues: ReadonlyMap<string, ReadonlyMap<number, RecordQueue>>;
  #windowStart = 0;
  #keptInWindow = 0;

  constructor(settings: ConfirmSettings, claims: UsedClaims, emit: (outcome: Outcome) => void) {
    this.#settings = settings;
    this.#claims = claims;
    this.#emit = emit;
    const { confirm, concurrent } = settings;
    // Events that need no record have room beside those that wait for one.
    const count = [...confirm.values()].reduce((sum, sources) => sum + sources.size, 0);
    const mostWaiting = Math.max(1, Math.floor(concurrent / 4 / count));
    const toQueues = (sources: ReadonlyMap<number, RecordSource>) =>
      new Map(Array.from(sources, ([app, source]) => [app, new RecordQueue(source, mostWaiting)]));
    this.#queues = new Map(Array.from(confirm, ([generation, sources]) => [generation, toQueues(sources)]));
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

  /** Whether one more event may be kept before its record was asked for: a sender can invent it. */
  hasRoom(event: AnyEvent): boolean {
    return !this.needsRecord(event) || this.#countKept();
  }

  /**
   * Holds an event against its record. One that is not confirmed is given up, and what the store has kept of it stays for
   * `recover` as long as its record may still come.
   *
   * @returns the answer when it is not confirmed
   */
  async confirm(claimed: ClaimedEvent): Promise<Answer | undefined> {
    const { event, origin } = claimed;
    const { handlerMilliseconds, steadyNow } = this.#settings;
    const queue = this.#findQueue(event);
    if (!queue || origin.isConfirmed) return undefined;
    if (origin.isKept && !this.#isDue(origin)) return this.#leave(claimed);
    let doubt: Doubt | undefined;
    try {
      doubt = await claimed.waitFor(this.#ask(queue, event, origin), handlerMilliseconds);
    } catch (error) {
      return this.#postpone(claimed, error);
    }
    claimed.origin = { ...origin, askedAt: steadyNow(), isConfirmed: doubt === undefined };
    if (doubt && (doubt.isFinal || !this.#hasPlace(claimed))) {
      return (await this.#giveUp(claimed, doubt.detail)) ?? this.#refuse(claimed, doubt.detail);
    }
    // Where that fails, the vendor's next attempt or the next `recover` asks again.
    if (doubt || claimed.isInStore) await this.#keep(claimed).catch(() => {});
    if (!doubt) return undefined;
    // It was reported when it came.
    if (origin.isKept) return this.#leave(claimed);
    await this.#claims.release(claimed, doubt.detail);
    return this.#refuse(claimed, doubt.detail);
  }

  /** What may be lost otherwise is kept as soon as the store is there. */
  #keep(claimed: ClaimedEvent): Promise<boolean> {
    const keep = () => this.#claims.keep(claimed);
    const isSafe = claimed.isInStore || !isSentOnce(this.#settings.contracts, claimed.event);
    return isSafe ? keep() : this.#claims.askAgain(keep);
  }

  /** It stays in the store for the next `recover`, and is not reported again. */
  async #leave(claimed: ClaimedEvent): Promise<Answer> {
    await this.#claims.release(claimed);
    return answers.unavailable;
  }

  /** It may be real, and is kept where it would be lost otherwise. */
  async #postpone(claimed: ClaimedEvent, error: unknown): Promise<Answer> {
    const { event } = claimed;
    const outcome: Outcome = { outcome: 'unavailable', of: 'record', event, error };
    const why = describeWithoutRequest(this.#settings.contracts, error, outcome);
    if (!this.#hasPlace(claimed, !isBusy(error))) await this.#giveUp(claimed, why);
    else {
      if (!claimed.isInStore) {
        await this.#keep(claimed).catch((failure) =>
          this.#emit({ outcome: 'unavailable', of: 'store', event, error: failure }),
        );
      }
      await this.#claims.release(claimed, why);
    }
    this.#emit(outcome);
    return answers.unavailable;
  }

  /**
   * Whether an event that is not confirmed is kept for `recover`.
   *
   * @param isUncounted whether it is none of those that a sender can invent
   */
  #hasPlace({ event, origin, isAcknowledged }: ClaimedEvent, isUncounted = false): boolean {
    if (origin.isKept || isAcknowledged) return true;
    return this.#keepsFor(event) && (isUncounted || this.#countKept());
  }

  /**
   * Gives up an event, and lets the store forget what it has kept of it.
   *
   * @returns the answer where the store could not be asked: then it stays there
   */
  async #giveUp(claimed: ClaimedEvent, why: string): Promise<Answer | undefined> {
    const { event } = claimed;
    if (!claimed.isInStore) {
      await this.#claims.release(claimed, why);
      return undefined;
    }
    try {
      // Marked as done for a moment: this is how a store drops a kept event.
      await this.#claims.complete(claimed, 1);
      return undefined;
    } catch (error) {
      this.#emit({ outcome: 'unavailable', of: 'store', event, error });
      return this.#leave(claimed);
    }
  }

  #refuse({ event, origin }: ClaimedEvent, why: string): Answer {
    const { query, sender, isKept } = origin;
    const body = encodeBody(event.raw.text);
    const detail = isKept ? `${why}; it is given up` : why;
    this.#emit({ outcome: 'refused', code: 'unconfirmed', detail, body, query, sender });
    return this.#settings.acknowledge.has('unconfirmed') ? answers.handled : refusals.unconfirmed;
  }

  async #ask(queue: RecordQueue, event: AnyEvent, origin: Origin): Promise<Doubt | undefined> {
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
    return contract.hasRecord(event) ? this.#queues.get(contract.generation)?.get(event.sdkappid) : undefined;
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
