import { randomBytes } from 'node:crypto';
import type { BodyRules, Incoming } from '../adapters/incoming.ts';
import { callHook } from '../call-hook.ts';
import { encodeBody } from '../events/decode-body.ts';
import type { UnknownEvent, WebhookEvent } from '../events/event.ts';
import { parseEvent } from '../events/read-event.ts';
import { readQuery } from '../events/read-query.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import { Confirmations } from './confirm.ts';
import { ReceiverOptionError } from './errors.ts';
import { describeWithoutRequest, printLine } from './log-outcome.ts';
import { type Answer, answers, type Outcome, type RefusalCode, refusals } from './outcome.ts';
import { writePayload } from './payload.ts';
import { type Recovered, type RecoverOptions, recover } from './recover.ts';
import { EventRunner } from './run-event.ts';
import { integer, longestTimer, type Settings } from './settings.ts';
import { Deadlines } from './store-deadline.ts';
import { checkHead, findSender, type HeadRules, type Refusal } from './trust.ts';

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

/** What the text of a request is held against. */
export interface RequestRules extends HeadRules, BodyRules {
  readonly apps: ReadonlySet<number>;
}

/** A refusal with what had come in. */
export interface RefusedRequest extends Refusal {
  readonly refused: true;
  readonly body: Uint8Array | undefined;
}

/** An event with the text that it can be read from again. */
export interface ReadRequest {
  readonly refused: false;
  readonly event: WebhookEvent | UnknownEvent;
  readonly text: string;
}

/** Takes a request for an event, or says why it is none. It never throws for what came in. */
export async function readRequest(
  incoming: Incoming,
  rules: RequestRules,
): Promise<ReadRequest | RefusedRequest> {
  const { path, search } = splitTarget(incoming.target);
  const wrongHead = checkHead(incoming, path, rules);
  if (wrongHead) return refused(wrongHead);
  const query = readQuery(search);
  if ('problem' in query) {
    const code = query.problem === 'wrong-content-type' ? 'wrong-content-type' : 'wrong-query';
    return refused({ code, detail: query.detail });
  }
  if (!rules.apps.has(query.sdkappid)) {
    return refused({ code: 'wrong-app', detail: 'sdkappid is not in `sdkAppId`' });
  }
  const body = await incoming.readBody(rules);
  if ('problem' in body) {
    return {
      refused: true,
      code: body.problem,
      detail: body.detail ?? details[body.problem],
      body: body.body,
    };
  }
  const text = 'text' in body ? body.text : writeParsed(body.parsed);
  if (text === undefined) return refused(notWritable);
  const event = parseEvent(query, text);
  if ('misread' in event) return refused({ code: event.misread, detail: event.detail }, text);
  return { refused: false, event, text };
}

/** What a parser in front has made, as JSON again; undefined for what JSON cannot say, such as a bigint. */
function writeParsed(parsed: unknown): string | undefined {
  try {
    return JSON.stringify(parsed) ?? '';
  } catch {
    return undefined;
  }
}

/** Path and query of a request line; a proxy's names the whole URL. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const origin = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = origin.indexOf('?');
  return mark < 0
    ? { path: origin, search: '' }
    : { path: origin.slice(0, mark), search: origin.slice(mark + 1) };
}

function refused(refusal: Refusal, text?: string): RefusedRequest {
  return { refused: true, ...refusal, body: text === undefined ? undefined : encodeBody(text) };
}

const notWritable: Refusal = {
  code: 'unknown-shape',
  detail: 'the body that a parser in front has made cannot be written as JSON: pass its bytes as `body`',
};

const details = {
  'body-too-large': 'the body is over `limits.bodyBytes`',
  'body-too-slow': 'the body was not whole within `limits.bodyMilliseconds`',
  'body-cut-off': 'the sender went away in the middle of the body',
  'body-already-read': 'the body was read before the receiver got it',
} as const;
