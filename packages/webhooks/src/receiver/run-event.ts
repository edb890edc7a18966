import { isSentOnce } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import { type Answer, answers } from './answers.ts';
import { type ClaimedEvent, Commit } from './claimed-event.ts';
import { Claims } from './claims.ts';
import { Confirmations } from './confirm.ts';
import { findHandler, type HandlerContext, HandlerTimeoutError } from './options.ts';
import { describeWithoutRequest, type Outcome } from './outcome.ts';
import type { Settings } from './settings.ts';

/** Runs events that are claimed: has them confirmed and kept, calls their handlers, and chooses the answer. */
export class EventRunner<Transaction> {
  readonly claims: Claims<Transaction>;
  readonly settings: Settings<Transaction>;
  readonly emit: (outcome: Outcome) => void;
  readonly confirmations: Confirmations | undefined;
  /** Keys of kept events that only another receiver can use, or none. */
  readonly useless = new Set<string>();
  #isClosing = false;

  constructor(settings: Settings<Transaction>, emit: (outcome: Outcome) => void) {
    const { confirm } = settings;
    this.settings = settings;
    this.emit = emit;
    this.claims = new Claims(settings.store, settings);
    this.confirmations = confirm && new Confirmations({ ...settings, confirm }, this.claims, emit);
  }

  /** Keeps what is under way, or is begun from now on, and would be lost with the process. */
  async keepRunning(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.claims.listRunning().map((claimed) => this.#keepSentOnce(claimed)));
  }

  async #keepSentOnce(claimed: ClaimedEvent): Promise<void> {
    // Where that fails, its handler may still end in time.
    if (isSentOnce(this.settings.contracts, claimed.event))
      await this.claims.keepOnce(claimed).catch(() => {});
  }

  reportAway(event: AnyEvent, error: unknown): Answer {
    this.emit({ outcome: 'unavailable', of: 'store', event, error });
    return answers.unavailable;
  }

  /** Handles an event that is claimed: confirmed, kept and handled, as far as the settings want it. It never rejects. */
  async run(claimed: ClaimedEvent): Promise<Answer> {
    this.claims.begin(claimed);
    try {
      if (this.#isClosing) await this.#keepSentOnce(claimed);
      const refusal = this.confirmations && (await this.confirmations.confirm(claimed));
      if (refusal) return refusal;
      const unkept = this.settings.keepsAll && (await this.keep(claimed));
      return unkept || (await this.#handle(claimed));
    } finally {
      this.claims.end(claimed);
    }
  }

  /** @returns the answer when it is not kept: what could be lost is not begun */
  async keep(claimed: ClaimedEvent): Promise<Answer | undefined> {
    const { event } = claimed;
    try {
      if (await this.claims.keepOnce(claimed)) return undefined;
      this.emit({ outcome: 'claim-lost', event });
      return answers.inFlight;
    } catch (error) {
      await this.claims.release(claimed);
      return this.reportAway(event, error);
    }
  }

  async #handle(claimed: ClaimedEvent): Promise<Answer> {
    const { event, signal } = claimed;
    const { on, doneMilliseconds, handlerMilliseconds } = this.settings;
    const commit = new Commit<Transaction>(
      claimed,
      (effect) => this.claims.complete(claimed, doneMilliseconds, effect),
      handlerMilliseconds,
    );
    const context: HandlerContext<Transaction> = { signal, commit: (effect) => commit.write(effect) };
    const started = performance.now();
    let handling: Promise<void> | undefined;
    try {
      if (claimed.isTimedOut) throw new HandlerTimeoutError();
      claimed.isBegun = true;
      // What a handler throws in place is a rejection too, and a commit that it does not await belongs to it.
      handling = (async () => {
        await findHandler(on, event)?.(event, context);
        await commit.settle();
      })();
      await claimed.waitFor(handling, handlerMilliseconds);
    } catch (error) {
      if (claimed.isTimedOut && handling) return this.#abandon(claimed, commit, handling, started);
      // What has been committed has happened: to be sent again would not undo it.
      const { isCommitted } = commit;
      const acknowledged = claimed.isAcknowledged || isCommitted;
      const outcome: Outcome = { outcome: 'failed', event, error, acknowledged };
      if (!isCommitted) await this.#giveUp(claimed, this.#describe(outcome, error));
      this.emit(outcome);
      return isCommitted ? answers.handled : answers.failed;
    }
    return this.#markDone(event, commit, started);
  }

  /** Opens an event that has failed to others. Where no page says that it is sent again, `recover` is the next to try. */
  async #giveUp(claimed: ClaimedEvent, why: string): Promise<void> {
    const { event } = claimed;
    if (isSentOnce(this.settings.contracts, event)) {
      await this.claims
        .askAgain(() => this.claims.keepOnce(claimed))
        .catch((error) => this.reportAway(event, error));
    }
    await this.claims.release(claimed, why);
  }

  /** What is kept of an error, and may be shown to a person. */
  #describe(outcome: Outcome, error: unknown): string {
    return describeWithoutRequest(this.settings.contracts, error, outcome);
  }

  async #markDone(event: AnyEvent, commit: Commit<Transaction>, started: number): Promise<Answer> {
    const milliseconds = performance.now() - started;
    try {
      const isDone = await commit.complete();
      this.emit(isDone ? { outcome: 'handled', event, milliseconds } : { outcome: 'claim-lost', event });
      return isDone ? answers.handled : answers.inFlight;
    } catch (error) {
      this.emit({ outcome: 'unmarked', event, error });
      return answers.unavailable;
    }
  }

  /** Opens the event to others, though its handler has not ended. Should it end after all, and its claim be free, it is done. */
  async #abandon(
    claimed: ClaimedEvent,
    commit: Commit<Transaction>,
    handling: Promise<void>,
    started: number,
  ): Promise<Answer> {
    const { event } = claimed;
    const { isCommitted } = commit;
    const milliseconds = performance.now() - started;
    const acknowledged = claimed.isAcknowledged || isCommitted;
    this.emit({ outcome: 'timed-out', event, milliseconds, acknowledged });
    if (isCommitted) return answers.handled;
    await this.#giveUp(claimed, `its handler has not ended after ${Math.round(milliseconds)} ms`);
    void handling.then(
      () => this.#markDone(event, commit, started),
      () => {},
    );
    return answers.failed;
  }
}
