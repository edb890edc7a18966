import { isSentOnce } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import type { ClaimVerdict } from '../stores/event-store.ts';
import { type Answer, answers } from './answers.ts';
import { ClaimedEvent, type Origin, writePayload } from './claimed-event.ts';
import { createTimeout, startDeadline } from './deadline.ts';
import { findHandler } from './options.ts';
import type { EventRunner } from './run-event.ts';

/** Why an event that has come in is not begun, and what it is answered with. */
const nothingToDo = {
  unwanted: answers.handled,
  duplicate: answers.handled,
  'in-flight': answers.inFlight,
} as const;

type NothingToDo = keyof typeof nothingToDo;

/** An event that has come in. */
interface Taken {
  readonly event: AnyEvent;
  readonly origin: Origin;
  /** By `performance.now`. */
  readonly began: number;
  claimed: ClaimedEvent | undefined;
  /** What the store has failed with, where it is not claimed. */
  error: unknown;
}

/** Claims events that have come in, and answers the vendor in time, whether or not they have been handled by then. */
export class EventTaker<Transaction> {
  readonly #runner: EventRunner<Transaction>;
  /** Events that wait for a store that is away. */
  readonly #waiting = new Set<string>();

  constructor(runner: EventRunner<Transaction>) {
    this.#runner = runner;
  }

  /**
   * Handles an event that has come in. It never rejects.
   *
   * @param follow gets what goes on after the answer
   */
  async take(
    event: AnyEvent,
    token: string,
    origin: Origin,
    follow: (work: Promise<unknown>) => void,
  ): Promise<Answer> {
    const { contracts, keepsAll, on } = this.#runner.settings;
    if (!findHandler(on, event)) return this.#report(event, 'unwanted');
    const taken: Taken = { event, origin, began: performance.now(), claimed: undefined, error: undefined };
    let work: Promise<Answer>;
    if (keepsAll || isSentOnce(contracts, event)) work = this.#takePatiently(taken, token);
    else {
      try {
        const claimed = this.#readVerdict(taken, token, await this.#claim(taken, token));
        if (typeof claimed === 'string') return this.#report(event, claimed);
        work = this.#runner.run(claimed);
      } catch (error) {
        return this.#runner.reportAway(event, error);
      }
    }
    follow(work);
    return this.#answerInTime(taken, work);
  }

  /** What must not be lost is asked for as long as its store is away, also after the answer. */
  async #takePatiently(taken: Taken, token: string): Promise<Answer> {
    const { event } = taken;
    try {
      const claimed = await this.#claim(taken, token, this.#findEnd(taken)).then(
        (verdict) => this.#readVerdict(taken, token, verdict),
        (error) => this.#claimAgain(taken, token, error),
      );
      return typeof claimed === 'string' ? this.#report(event, claimed) : await this.#runner.run(claimed);
    } catch (error) {
      return this.#runner.reportAway(event, error);
    }
  }

  /** When a store that is away is given up. */
  #findEnd({ began }: Taken): number {
    return began + this.#runner.settings.handlerMilliseconds;
  }

  #claimAgain(taken: Taken, token: string, failure: unknown): Promise<ClaimedEvent | NothingToDo> {
    const { fingerprint } = taken.event;
    // One asking is for all attempts of the vendor.
    if (this.#waiting.has(fingerprint)) throw failure;
    this.#waiting.add(fingerprint);
    taken.error = failure;
    const end = this.#findEnd(taken);
    let attempts = 0;
    const claimed = this.#runner.claims.askAgain(async () => {
      attempts += 1;
      // What is released late of one attempt must not free the claim of another.
      const another = `${token}.${attempts}`;
      const claimed = this.#readVerdict(taken, another, await this.#claim(taken, another, end));
      // It may be a claim of its own, which is given up or whose lease runs out.
      if (claimed === 'in-flight') throw taken.error;
      return claimed;
    }, end);
    return claimed.finally(() => this.#waiting.delete(fingerprint));
  }

  /**
   * Keeps an event for `recover` that cannot be begun now.
   *
   * @param why what is kept with it as its error
   * @returns whether it was kept, or the answer where there is nothing to keep or the store cannot be asked
   */
  async postpone(event: AnyEvent, token: string, origin: Origin, why: string): Promise<boolean | Answer> {
    if (!findHandler(this.#runner.settings.on, event)) return this.#report(event, 'unwanted');
    if (this.#runner.confirmations?.hasRoom(event) === false) return false;
    try {
      const verdict = await this.#runner.claims.claim(event.fingerprint, token, writePayload(origin));
      const claimed = this.#readVerdict({ event, origin }, token, verdict);
      if (typeof claimed === 'string') return this.#report(event, claimed);
      const unkept = await this.#runner.keep(claimed);
      if (unkept) return unkept;
      await this.#runner.claims.release(claimed, why);
      return true;
    } catch (error) {
      return this.#runner.reportAway(event, error);
    }
  }

  /** @throws what the store throws, and StoreError when it does not answer in time */
  #claim({ event, origin }: Taken, token: string, patientUntil?: number): Promise<ClaimVerdict> {
    this.#runner.confirmations?.bump(event, origin);
    const payload = this.#runner.settings.keepsAll ? writePayload(origin) : undefined;
    return this.#runner.claims.claim(event.fingerprint, token, payload, patientUntil);
  }

  #readVerdict(
    taken: Pick<Taken, 'event' | 'origin'> & { claimed?: ClaimedEvent | undefined },
    token: string,
    verdict: ClaimVerdict,
  ): ClaimedEvent | NothingToDo {
    if (verdict === 'done') return 'duplicate';
    if (verdict === 'in-flight') return 'in-flight';
    const { event, origin } = taken;
    const claimed = new ClaimedEvent(event, event.fingerprint, token, origin);
    claimed.isInStore = verdict === 'kept';
    taken.claimed = claimed;
    return claimed;
  }

  #report(event: AnyEvent, outcome: NothingToDo): Answer {
    this.#runner.emit({ outcome, event });
    return nothingToDo[outcome];
  }

  /** The answer of the work, or one in time when the work lasts longer. */
  #answerInTime(taken: Taken, work: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve) => {
      const answerEarly = () => void this.#answerEarly(taken).then(resolve);
      // The time that the claim took is not left for the handler.
      const left = this.#runner.settings.answerMilliseconds - (performance.now() - taken.began);
      const deadline = startDeadline(Math.max(0, left), answerEarly);
      void work.then((answer) => {
        deadline.clear();
        resolve(answer);
      });
    });
  }

  async #answerEarly({ event, claimed, error }: Taken): Promise<Answer> {
    if (!claimed) return this.#runner.reportAway(event, error ?? createTimeout());
    if (this.#runner.settings.acknowledgesSlow) {
      try {
        // What is kept after all is not acknowledged: at worst it is handled before the vendor sends it again.
        claimed.isAcknowledged = await this.#runner.claims.keepOnce(claimed);
      } catch (error) {
        this.#runner.emit({ outcome: 'unavailable', of: 'store', event, error });
      }
    }
    this.#runner.emit({ outcome: 'slow', event, acknowledged: claimed.isAcknowledged });
    return claimed.isAcknowledged ? answers.handled : answers.inFlight;
  }
}
