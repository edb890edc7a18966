import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FetchDetails, receiveFetch } from '../adapters/fetch.ts';
import { type Incoming, type RequestHandler, splitTarget } from '../adapters/incoming.ts';
import { type NodeDetails, receiveNode } from '../adapters/node.ts';
import type { Contracts } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import type { EventStore } from '../stores/event-store.ts';
import { type Answer, answers, type Reply, refusals, writeReply } from './answers.ts';
import { longestTimer } from './deadline.ts';
import type { CloseOptions, ReceiverOptions } from './options.ts';
import { describeWithoutRequest, logOutcome, type Outcome, printLine } from './outcome.ts';
import { RequestReceiver } from './receive.ts';
import {
  type Recovered,
  type RecoverOptions,
  type RecoverSettings,
  readRecoverOptions,
  recover,
} from './recover.ts';
import { EventRunner } from './run-event.ts';
import { integer, readSettings, refuseUnknownOptions, type Settings } from './settings.ts';
import { EventTaker } from './take-event.ts';
import { findSender } from './trust.ts';

/** Takes what the vendor sends, through whichever adapter. */
export interface Receiver extends AsyncDisposable {
  /**
   * For everything that has `Request` and `Response`: Hono, Next.js, Workers, Bun, Deno. It can be handed to them as it
   * is: of what a runtime passes beside the request only the `waitUntil` of a context is used.
   *
   * @throws ReceiverOptionError for a detail whose name is misspelt, and nothing else
   */
  readonly fetch: (
    request: Request,
    details?: FetchDetails & object,
    ...more: unknown[]
  ) => Promise<Response>;
  /**
   * For everything that stands on node:http: Express, Fastify, Koa. What a router passes beside the two is not read.
   *
   * @throws ReceiverOptionError for a detail whose name is misspelt, and nothing else; the request is answered by 500
   */
  readonly node: (
    request: IncomingMessage,
    response: ServerResponse,
    details?: NodeDetails & object,
    ...more: unknown[]
  ) => Promise<void>;
  /**
   * Runs the events that the store has kept and that were not finished, since their handler has failed or their process
   * has died. To be called at the start and now and then, where `keep` is `all`, `whenSlow` is `acknowledge`, or webhooks
   * of v4 come, which no page says are sent again. A call that comes while one is under way joins it, or, with other
   * options, waits for it.
   *
   * @throws what the store throws when it cannot be asked, and ReceiverOptionError for a number that cannot be used
   */
  recover(options?: RecoverOptions): Promise<Recovered>;
  /** Settles when no request and no handler is under way. */
  idle(): Promise<void>;
  /**
   * Refuses what comes from now on, so that the vendor tries again elsewhere, and settles when no request and no handler
   * is under way, or when the time for that is over. No page says that v4 tries again: what comes of it is kept for the
   * `recover` of another process.
   */
  close(options?: CloseOptions): Promise<void>;
}

/** A receiver for these generations. */
export function openReceiver<Transaction>(
  contracts: Contracts<AnyEvent>,
  options: ReceiverOptions<Transaction>,
  store: EventStore<Transaction>,
): Receiver {
  const core = new ReceiverCore(readSettings(contracts, options, store));
  return Object.freeze<Receiver>({
    fetch: (request, details, ...more) => receiveFetch(core, request, details, more),
    node: (request, response, details, ...more) => receiveNode(core, request, response, details, more),
    recover: (wanted) => core.recover(wanted),
    idle: () => core.idle(),
    close: (how) => core.close(how),
    [Symbol.asyncDispose]: () => core.close(),
  });
}

class ReceiverCore<Transaction> implements RequestHandler {
  readonly #settings: Settings<Transaction>;
  readonly #runner: EventRunner<Transaction>;
  readonly #requestReceiver: RequestReceiver<Transaction>;
  /** Made with the first token: where a Worker is set up, before any request, nothing random can be had. */
  #tokenPrefix: string | undefined;
  readonly #waiting: (() => void)[] = [];
  #tokens = 0;
  /** Requests, each until it is answered and its handler has ended. */
  #requests = 0;
  /** The latest one that is under way. */
  #recovery: Recovery | undefined;
  #recoveries = 0;
  #isClosing = false;

  constructor(settings: Settings<Transaction>) {
    this.#settings = settings;
    this.#runner = new EventRunner(settings, this.#emit);
    this.#requestReceiver = new RequestReceiver(settings, new EventTaker(this.#runner), this.#emit);
  }

  reply(answer: Answer, search: string): Reply {
    return writeReply(this.#settings.contracts.choose(search).contract, answer);
  }

  /** Answers one request. It never rejects. */
  async receive(incoming: Incoming): Promise<Reply> {
    const { path, search } = splitTarget(incoming.target);
    const chosen = this.#settings.contracts.choose(search);
    const leave = this.#enter(incoming);
    let others = this.#requests - 1;
    let following: Promise<unknown> | undefined;
    let answer: Answer = answers.failed;
    try {
      if (others >= this.#settings.concurrent) {
        await this.#runner.claims.endAllCutOff();
        // What has come in meanwhile is behind this one.
        others = Math.min(others, this.#requests - 1);
      }
      const sender = findSender(incoming, this.#settings.proxies);
      answer = await this.#requestReceiver.receive({
        incoming,
        path,
        search,
        sender,
        chosen,
        token: this.#nextToken(),
        others,
        isClosing: this.#isClosing,
        refuse: ({ code, detail, body }) => {
          this.#emit({ outcome: 'refused', code, detail, body, query: search, sender });
          const isAcknowledged = this.#settings.acknowledge.has(code);
          return isAcknowledged ? { ...answers.handled, close: refusals[code].close } : refusals[code];
        },
        follow: (work) => {
          following = work;
        },
        leave,
      });
    } catch (error) {
      // Nothing in there throws, but for a clock or a request object of the user's own.
      printLine(`a request could not be taken (${error instanceof Error ? error.name : typeof error})`);
    } finally {
      // A handler may outlast its answer.
      if (following) following.then(leave, leave);
      else leave();
    }
    return writeReply(chosen.contract, answer);
  }

  /** @returns what is to be called when the request and its handler are over */
  #enter({ waitUntil }: Incoming): () => void {
    this.#requests += 1;
    let isOver = false;
    let end = () => {};
    waitUntil?.(
      new Promise<void>((resolve) => {
        end = resolve;
      }),
    );
    return () => {
      if (isOver) return;
      isOver = true;
      this.#requests -= 1;
      this.#tellIdle();
      end();
    };
  }

  async recover(given?: RecoverOptions): Promise<Recovered> {
    const options = readRecoverOptions(given);
    while (this.#recovery && !isStuck(this.#recovery)) {
      if (isSame(options, this.#recovery.options)) return this.#recovery.work;
      if (options.signal?.aborted) return { handled: 0, failed: 0 };
      await settlesWithin(stuckMilliseconds, this.#recovery.work, options.signal);
    }
    const progress = { seenAt: performance.now() };
    const work = recover(this.#runner, this.#nextToken(), () => this.#isClosing, { ...options, progress });
    const recovery = { options, progress, work };
    this.#recovery = recovery;
    this.#recoveries += 1;
    try {
      return await work;
    } finally {
      if (this.#recovery === recovery) this.#recovery = undefined;
      this.#recoveries -= 1;
      this.#tellIdle();
    }
  }

  async idle(): Promise<void> {
    if (this.#isIdle()) return;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(options: CloseOptions = {}): Promise<void> {
    refuseUnknownOptions(options, { milliseconds: true }, 'close.');
    const patience = integer('close.milliseconds', options.milliseconds, 7000, 0, longestTimer);
    this.#isClosing = true;
    // At once: a platform may kill the process before the time is over.
    void this.#runner.keepRunning();
    if (await settlesWithin(patience, this.idle())) return;
    this.#runner.claims.timeOut();
    // What they hold is given up: one renewal may be under way before.
    await settlesWithin(2 * this.#settings.storeMilliseconds + 100, this.idle());
  }

  readonly #nextToken = (): string => {
    this.#tokens += 1;
    this.#tokenPrefix ??= randomBytes(12).toString('base64url');
    return `${this.#tokenPrefix}-${this.#tokens}`;
  };

  /** A hook that throws or rejects changes nothing. */
  readonly #emit = (outcome: Outcome): void => {
    const { contracts, onOutcome } = this.#settings;
    const tell = () => (onOutcome ? onOutcome(outcome) : logOutcome(contracts, outcome));
    new Promise((resolve) => resolve(tell())).catch((thrown) =>
      printLine(`onOutcome has failed: ${describeWithoutRequest(contracts, thrown, outcome)}`),
    );
  };

  #isIdle(): boolean {
    return this.#requests + this.#recoveries === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

interface Recovery {
  readonly options: RecoverSettings;
  readonly progress: { readonly seenAt: number };
  readonly work: Promise<Recovered>;
}

/** Handlers that take longer do not hold up the events that are kept behind theirs, in milliseconds. */
const stuckMilliseconds = 10_000;

function isStuck({ progress }: Recovery): boolean {
  return performance.now() - progress.seenAt >= stuckMilliseconds;
}

function isSame(one: RecoverSettings, other: RecoverSettings): boolean {
  return one.limit === other.limit && one.maxAttempts === other.maxAttempts && one.signal === other.signal;
}

async function settlesWithin(
  milliseconds: number,
  work: Promise<unknown>,
  signal?: AbortSignal,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, milliseconds, false);
  const settle = () => resolve(true);
  const stop = () => resolve(false);
  work.then(settle, settle);
  signal?.addEventListener('abort', stop);
  const isSettled = await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', stop);
  return isSettled;
}
