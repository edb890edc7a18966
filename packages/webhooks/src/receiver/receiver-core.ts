import { randomBytes } from 'node:crypto';
import { callHook } from '../call-hook.ts';
import { encodeBody } from '../events/decode-body.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { type Answer, answers, refusals } from './answers.ts';
import { findSender } from './check-head.ts';
import { Confirmations } from './confirmations.ts';
import { Deadlines } from './deadlines.ts';
import { describeWithoutRequest } from './describe-error.ts';
import { ReceiverOptionError } from './errors.ts';
import { EventRunner } from './event-runner.ts';
import type { Incoming } from './incoming.ts';
import { printLine } from './log-outcome.ts';
import type { Outcome, RefusalCode } from './outcome.ts';
import { writePayload } from './payload.ts';
import { type ReadRequest, type RequestRules, readRequest, splitTarget } from './read-request.ts';
import { integer, longestTimer, type Settings } from './read-settings.ts';
import { type Recovered, type RecoverOptions, recover } from './recover.ts';

/** How a receiver is closed. */
export interface CloseOptions {
  /**
   * So long the handlers that are at work have to end. Then their signals are aborted, each is told as `timed-out`, and
   * what they have claimed is given up. Default 10,000 milliseconds.
   */
  readonly milliseconds?: number | undefined;
}

/** What stands behind every door. */
export class ReceiverCore<Transaction> {
  readonly #settings: Settings<Transaction>;
  readonly #rules: RequestRules;
  readonly #runner: EventRunner<Transaction>;
  readonly #confirmations: Confirmations | undefined;
  readonly #tokenPrefix = randomBytes(12).toString('base64url');
  readonly #waiting: (() => void)[] = [];
  #tokens = 0;
  #active = 0;
  #isClosing = false;

  constructor(settings: Settings<Transaction>) {
    this.#settings = settings;
    this.#rules = { ...settings, deadlines: new Deadlines(settings.bodyMilliseconds) };
    const { confirm } = settings;
    this.#confirmations = confirm && new Confirmations({ ...settings, confirm });
    this.#runner = new EventRunner(settings, this.#tell, this.#nextToken, this.#confirmations);
  }

  /** Answers one request. It never rejects. */
  async receive(incoming: Incoming): Promise<Answer> {
    if (this.#isClosing) return this.#refuse('closing', 'the receiver is closing', incoming);
    if (this.#active >= this.#settings.concurrent) {
      const detail = `${this.#active} requests are under way, the limit is \`limits.concurrent\``;
      return this.#refuse('overloaded', detail, incoming);
    }
    this.#active += 1;
    try {
      const read = await readRequest(incoming, this.#rules);
      if (read.refused) return this.#refuse(read.code, read.detail, incoming, read.body);
      return this.#refuseEvent(read, incoming) ?? (await this.#take(read, incoming));
    } catch (error) {
      // Nothing above throws, but for a clock or a request object of the user's own.
      printLine(`a request could not be taken (${error instanceof Error ? error.name : typeof error})`);
      return answers.failed;
    } finally {
      this.#leave();
    }
  }

  recover(options?: RecoverOptions): Promise<Recovered> {
    const work = recover(
      this.#settings,
      this.#runner,
      this.#tell,
      this.#nextToken(),
      this.#confirmations,
      () => this.#isClosing,
      options,
    );
    this.#follow(work);
    return work;
  }

  async idle(): Promise<void> {
    if (this.#active === 0) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(options: CloseOptions = {}): Promise<void> {
    refuseUnknown(
      options,
      { milliseconds: true },
      (name, ...why) => new ReceiverOptionError(`close.${name}`, ...why),
    );
    const { milliseconds } = options;
    const patience = integer('close.milliseconds', milliseconds, 10_000, 0, longestTimer);
    this.#isClosing = true;
    if (await this.#isIdleWithin(patience)) return;
    this.#runner.own.timeOut();
    // What they hold is given up: one renewal may be under way before.
    await this.#isIdleWithin(2 * this.#settings.storeMilliseconds + 100);
  }

  async #isIdleWithin(milliseconds: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(resolve, milliseconds, false);
    void this.idle().then(() => resolve(true));
    const isIdle = await promise;
    clearTimeout(timer);
    return isIdle;
  }

  #take({ event, text }: ReadRequest, incoming: Incoming): Promise<Answer> {
    const confirmations = this.#confirmations;
    const receivedAt = confirmations?.now() ?? this.#settings.now();
    const query = splitTarget(incoming.target).search;
    const sender = confirmations && findSender(incoming, this.#settings.proxies);
    confirmations?.note(event, { query, body: text, receivedAt, sender });
    const payload = () =>
      confirmations ? confirmations.writePayload(event) : writePayload({ query, body: text, receivedAt });
    return this.#runner.take(event, payload, this.#follow);
  }

  /** What can be read and is not wanted all the same. */
  #refuseEvent({ event, text }: ReadRequest, incoming: Incoming): Answer | undefined {
    const { maxAgeMilliseconds, now } = this.#settings;
    if (maxAgeMilliseconds === undefined || event.command === '*' || event.EventTime === undefined) {
      return undefined;
    }
    if (now() - event.EventTime * 1000 <= maxAgeMilliseconds) return undefined;
    const detail = 'EventTime is longer ago than `maxAgeMilliseconds`';
    return this.#refuse('stale', detail, incoming, encodeBody(text));
  }

  #refuse(code: RefusalCode, detail: string, incoming: Incoming, body?: Uint8Array): Answer {
    const query = splitTarget(incoming.target).search;
    const sender = findSender(incoming, this.#settings.proxies);
    this.#tell({ outcome: 'refused', code, detail, body, query, sender });
    return this.#settings.acknowledge.has(code)
      ? { ...answers.handled, close: refusals[code].close }
      : refusals[code];
  }

  readonly #nextToken = (): string => {
    this.#tokens += 1;
    return `${this.#tokenPrefix}-${this.#tokens}`;
  };

  readonly #tell = (outcome: Outcome): void => {
    callHook(
      () => this.#settings.onOutcome(outcome),
      (thrown) => printLine(`onOutcome has failed: ${describeWithoutRequest(thrown, outcome)}`),
    );
  };

  /** Counts what goes on, until it has ended. */
  readonly #follow = (work: Promise<unknown>): void => {
    this.#active += 1;
    const leave = () => this.#leave();
    work.then(leave, leave);
  };

  #leave(): void {
    this.#active -= 1;
    if (this.#active === 0) for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
