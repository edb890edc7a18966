import { isObject } from '@trtc-call/reporting/values';
import { type Incoming, isJsonOrPlain, type ReadBody } from '../adapters/incoming.ts';
import { type ChosenContract, isSentOnce, type WebhookQuery } from '../contract.ts';
import { encodeBody, parseWith, type QueryProblem, readQueryWith } from '../events/read-event.ts';
import type { AnyEvent } from '../generations.ts';
import { type Answer, answers, type Refusal } from './answers.ts';
import type { Outcome } from './outcome.ts';
import type { Settings } from './settings.ts';
import type { EventTaker } from './take-event.ts';
import { checkSender } from './trust.ts';

/** A request that has come in. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly path: string;
  readonly search: string;
  /** Undefined where the adapter does not know the address. */
  readonly sender: string | undefined;
  readonly chosen: ChosenContract<AnyEvent>;
  /** Of the claim on its event. */
  readonly token: string;
  /** Other requests that are under way. */
  readonly others: number;
  readonly isClosing: boolean;
  refuse(refusal: Refusal): Answer;
  /** Gets the work that goes on after the answer. */
  follow(work: Promise<unknown>): void;
  /** To be called where its handler is cut off. */
  leave(): void;
}

/** The event of a request, with its body as it came. */
interface ReadEvent {
  readonly event: AnyEvent;
  readonly text: string;
  readonly isParsed: boolean | undefined;
}

/** Takes a request from its head to its answer. Each check answers what it refuses. */
export class RequestReceiver<Transaction> {
  readonly #settings: Settings<Transaction>;
  readonly #taker: EventTaker<Transaction>;
  readonly #emit: (outcome: Outcome) => void;

  constructor(
    settings: Settings<Transaction>,
    taker: EventTaker<Transaction>,
    emit: (outcome: Outcome) => void,
  ) {
    this.#settings = settings;
    this.#taker = taker;
    this.#emit = emit;
  }

  async receive(arrival: Arrival): Promise<Answer> {
    const { incoming, path, search, sender, chosen, token, refuse, follow, leave } = arrival;
    const busy = this.#findBusy(arrival);
    if (busy && !this.#keepsWhileBusy(arrival)) return refuse(busy);

    // A sender that does not know the address learns nothing else.
    const stranger = checkSender(incoming, path, sender, this.#settings);
    if (stranger) return refuse(stranger);

    const sent = readQueryWith(chosen);
    if ('problem' in sent && !sent.hasCommand) return this.#receiveOther(arrival);
    const query = this.#checkHead(incoming, chosen, sent);
    if ('code' in query) return refuse(query);

    const read = await this.#readEvent(incoming, query);
    if ('code' in read) return refuse(read);

    // Its handler, once, or later where there is no room for it now.
    const { event, text, isParsed } = read;
    const origin = {
      query: search,
      body: text,
      isParsed,
      receivedAt: this.#settings.steadyNow(),
      sender,
      leave,
    };
    if (!busy) return this.#taker.take(event, token, origin, follow);
    const kept = await this.#taker.postpone(event, token, origin, busy.detail);
    if (typeof kept === 'object') return kept;
    const detail = kept ? `${busy.detail}; it is kept for \`recover\`` : busy.detail;
    return refuse({ code: busy.code, detail, body: encodeBody(text) });
  }

  /** Why nothing new is begun. */
  #findBusy({ isClosing, others }: Arrival): Refusal | undefined {
    if (isClosing) return { code: 'closing', detail: 'the receiver is closing' };
    if (others < this.#settings.concurrent) return undefined;
    const detail = `${others} requests are under way, the limit is \`limits.concurrent\``;
    return { code: 'overloaded', detail };
  }

  /** Whether an event is kept that cannot be begun: where it would be lost. There is a limit for those too. */
  #keepsWhileBusy({ chosen: { contract, hasCommand }, others }: Arrival): boolean {
    const { concurrent, contracts, keepsAll } = this.#settings;
    const isToKeep = hasCommand && (keepsAll || isSentOnce(contracts, contract));
    return isToKeep && others < 2 * concurrent;
  }

  /** What can be refused before the body is read. */
  #checkHead(
    incoming: Incoming,
    { contract }: ChosenContract<AnyEvent>,
    query: WebhookQuery | QueryProblem,
  ): WebhookQuery | Refusal {
    const { apps, now, checkSignature } = this.#settings;
    if (incoming.method !== 'POST') return { code: 'wrong-method', detail: 'the method is not POST' };
    if (!isJsonOrPlain(incoming.header('content-type'))) {
      return { code: 'wrong-content-type', detail: 'the `content-type` is not JSON' };
    }
    if ('problem' in query) return { code: query.problem, detail: query.detail };
    if (!apps.has(query.sdkappid)) return { code: 'wrong-app', detail: 'sdkappid is not in `sdkAppId`' };
    const unsigned = contract.signature && checkSignature?.(contract.signature, query, now());
    return unsigned === undefined ? query : { code: 'wrong-signature', detail: unsigned };
  }

  /** The body, and the event in it. A known command is always an event, whatever its body lacks. */
  async #readEvent(incoming: Incoming, query: WebhookQuery): Promise<ReadEvent | Refusal> {
    const { contracts, maxAgeMilliseconds, now } = this.#settings;
    const read = await this.#readBody(incoming);
    if ('code' in read) return read;
    const { text, isParsed } = read;
    const event = parseWith(contracts, query, text, isParsed);
    if ('misread' in event) return { code: event.misread, detail: event.detail, body: encodeBody(text) };
    const time = contracts.find(event).findTime(event);
    if (time === undefined || now() - time <= maxAgeMilliseconds) return { event, text, isParsed };
    const detail = 'EventTime is longer ago than `maxAgeMilliseconds`';
    return { code: 'stale', detail, body: encodeBody(text) };
  }

  /**
   * Acknowledges a request that names no command and holds nothing of a webhook: what the console sends to verify an
   * address is unknown (V4-U-42). Nothing is handled.
   */
  async #receiveOther({ incoming, search, sender, chosen, refuse }: Arrival): Promise<Answer> {
    const { apps, contracts } = this.#settings;
    const named = contracts.all.flatMap(({ query }) => chosen.parameters.getAll(query.app));
    if (named.some((app) => !apps.has(Number(app)))) {
      return refuse({ code: 'wrong-app', detail: 'the app is not in `sdkAppId`' });
    }
    const read = await this.#readBody(incoming);
    if ('code' in read) return refuse(read);
    const body = encodeBody(read.text);
    if (contracts.all.some(({ members }) => hasMember(read.text, members))) {
      return refuse({ code: 'wrong-query', detail: `${chosen.contract.query.command} is missing`, body });
    }
    this.#emit({ outcome: 'not-a-webhook', method: incoming.method, body, query: search, sender });
    return answers.handled;
  }

  #readBody(incoming: Incoming): Promise<ReadBody> | ReadBody {
    const { bodyBytes } = this.#settings;
    if (Number(incoming.header('content-length') ?? 0) <= bodyBytes) return incoming.readBody(this.#settings);
    return {
      code: 'body-too-large',
      detail: `more bytes are announced than \`limits.bodyBytes\`, ${bodyBytes}`,
    };
  }
}

function hasMember(text: string, names: ReadonlySet<string>): boolean {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) && Object.keys(body).some((name) => names.has(name));
  } catch {
    return false;
  }
}
