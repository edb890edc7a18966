import { randomBytes } from 'node:crypto';
import type { Incoming } from '../adapters/incoming.ts';
import { callHook } from '../call-hook.ts';
import { encodeBody } from '../events/decode-body.ts';
import { parseEvent } from '../events/read-event.ts';
import { readQuery } from '../events/read-query.ts';
import { Confirmations } from './confirm.ts';
import { describeWithoutRequest, printLine } from './log-outcome.ts';
import { type Answer, answers, type Outcome, type RefusalCode, refusals } from './outcome.ts';
import { writePayload } from './payload.ts';
import { type Recovered, type RecoverOptions, recover } from './recover.ts';
import { EventRunner } from './run-event.ts';
import { integer, refuseUnknownOptions, type Settings } from './settings.ts';
import { longestTimer } from './store-deadline.ts';
import { checkSender, findSender } from './trust.ts';

/** How a receiver is closed. */
export interface CloseOptions {
  /**
   * So long the handlers that are at work have to end. Then their signals are aborted, each is reported as `timed-out`,
   * and what they have claimed is given up. Default 10,000 milliseconds.
   */
  readonly milliseconds?: number | undefined;
}

/** Receives requests, from whichever adapter. */
export class ReceiverCore<Transaction> {
  readonly #settings: Settings<Transaction>;
  readonly #runner: EventRunner<Transaction>;
  readonly #confirmations: Confirmations | undefined;
  /** Made with the first token: where a Worker is set up, before any request, nothing random can be had. */
  #tokenPrefix: string | undefined;
  readonly #waiting: (() => void)[] = [];
  #tokens = 0;
  #active = 0;
  #isClosing = false;

  constructor(settings: Settings<Transaction>) {
    const { confirm } = settings;
    this.#settings = settings;
    this.#confirmations = confirm && new Confirmations({ ...settings, confirm });
    this.#runner = new EventRunner(settings, this.#emit, this.#nextToken, this.#confirmations);
  }

  /** Answers one request. It never rejects. */
  async receive(incoming: Incoming): Promise<Answer> {
    const { concurrent } = this.#settings;
    if (this.#isClosing) return this.#refuse(incoming, 'closing', 'the receiver is closing');
    if (this.#active >= concurrent) {
      const detail = `${this.#active} requests are under way, the limit is \`limits.concurrent\``;
      return this.#refuse(incoming, 'overloaded', detail);
    }
    this.#active += 1;
    try {
      return await this.#receive(incoming);
    } catch (error) {
      // Nothing in there throws, but for a clock or a request object of the user's own.
      printLine(`a request could not be taken (${error instanceof Error ? error.name : typeof error})`);
      return answers.failed;
    } finally {
      this.#leave();
    }
  }

  /** One request from its head to its answer. Each check answers what it refuses. */
  async #receive(incoming: Incoming): Promise<Answer> {
    const { apps, bodyBytes, maxAgeMilliseconds, now, proxies, steadyNow } = this.#settings;
    const refuse = (code: RefusalCode, detail: string, body?: Uint8Array) =>
      this.#refuse(incoming, code, detail, body);

    // Who sends it. Whoever does not know the address learns nothing else.
    const { path, search } = splitTarget(incoming.target);
    const stranger = checkSender(incoming, path, this.#settings);
    if (stranger) return refuse(stranger.code, stranger.detail);

    // What can be said before the body is read.
    if (incoming.method !== 'POST') return refuse('wrong-method', 'the method is not POST');
    if (!isJsonOrPlain(incoming.header('content-type'))) {
      return refuse('wrong-content-type', 'the `content-type` is not JSON');
    }
    if (Number(incoming.header('content-length') ?? 0) > bodyBytes) {
      return refuse('body-too-large', `more bytes are announced than \`limits.bodyBytes\`, ${bodyBytes}`);
    }
    const query = readQuery(search);
    if ('problem' in query) return refuse(query.problem, query.detail);
    if (!apps.has(query.sdkappid)) return refuse('wrong-app', 'sdkappid is not in `sdkAppId`');

    // The body, and the event that it tells of. A known command is always an event, whatever its body lacks.
    const body = await incoming.readBody(this.#settings);
    if ('problem' in body) return refuse(body.problem, body.detail, body.body);
    const { text } = body;
    const event = parseEvent(query, text);
    if ('misread' in event) return refuse(event.misread, event.detail, encodeBody(text));
    const time = event.command === '*' ? undefined : event.EventTime;
    if (maxAgeMilliseconds !== undefined && time !== undefined && now() - time * 1000 > maxAgeMilliseconds) {
      return refuse('stale', 'EventTime is longer ago than `maxAgeMilliseconds`', encodeBody(text));
    }

    // Its handler, once. What goes on after the answer is followed until it ends.
    const confirmations = this.#confirmations;
    const origin = { query: search, body: text, receivedAt: steadyNow() };
    confirmations?.note(event, { ...origin, sender: findSender(incoming, proxies) });
    const payload = () => confirmations?.writePayload(event) ?? writePayload(origin);
    return this.#runner.take(event, payload, this.#follow);
  }

  recover(options?: RecoverOptions): Promise<Recovered> {
    const work = recover(
      {
        settings: this.#settings,
        runner: this.#runner,
        emit: this.#emit,
        token: this.#nextToken(),
        confirmations: this.#confirmations,
        isClosing: () => this.#isClosing,
      },
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
    refuseUnknownOptions(options, { milliseconds: true }, 'close.');
    const patience = integer('close.milliseconds', options.milliseconds, 10_000, 0, longestTimer);
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

  #refuse(incoming: Incoming, code: RefusalCode, detail: string, body?: Uint8Array): Answer {
    const query = splitTarget(incoming.target).search;
    const sender = findSender(incoming, this.#settings.proxies);
    this.#emit({ outcome: 'refused', code, detail, body, query, sender });
    return this.#settings.acknowledge.has(code)
      ? { ...answers.handled, close: refusals[code].close }
      : refusals[code];
  }

  readonly #nextToken = (): string => {
    this.#tokens += 1;
    this.#tokenPrefix ??= randomBytes(12).toString('base64url');
    return `${this.#tokenPrefix}-${this.#tokens}`;
  };

  readonly #emit = (outcome: Outcome): void => {
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

/** Path and query of a request line; a proxy's names the whole URL. */
function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, search: '' }
    : { path: origin.slice(0, mark), search: origin.slice(mark + 1) };
}

/** The vendor's pages do not say which type the header names; only one that is clearly something else is refused. */
function isJsonOrPlain(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType === 'application/json') return true;
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^(?:application\/(?:json|octet-stream|[\w.-]+\+json)|text\/(?:json|plain)|)$/.test(type);
}
