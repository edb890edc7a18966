import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createWebhook, deliver } from '@trtc-call/webhooks/send';

/** What is sent. */
export interface Sending {
  readonly to: string;
  readonly sdkAppId: number;
  readonly events: number;
  /** How many events of a hundred are delivered a second time, somewhere between the others. */
  readonly repeatedPercent: number;
  /** The wait before each attempt. */
  readonly waitsSeconds: readonly number[];
  /** The time over which they begin evenly. Default as fast as the receiver takes them. */
  readonly seconds?: number | undefined;
}

/** What the senders have seen. */
export interface SentEvents {
  readonly deliveries: number;
  readonly attempts: number;
  /** Deliveries that no attempt could bring to an end. */
  readonly givenUp: number;
  /** Calls of which no attempt was handled, or failed by its handler. */
  readonly turnedAway: ReadonlySet<string>;
}

/** Our ErrorCodes for what a handler had in hand: handled, failed. */
const taken = [0, 1];

/** Requests on their way at a time, and deliveries that have begun: those between wait for their next attempt. */
const mostRequests = 64;
const mostDeliveries = 1000;

/** Sends all events in any order, each in the vendor's attempts and at the vendor's times. */
export async function sendEvents(sending: Sending): Promise<SentEvents> {
  const { to, sdkAppId, events, repeatedPercent, waitsSeconds, seconds = 0 } = sending;
  using agent = keptAlive();
  const seen = { deliveries: 0, attempts: 0, givenUp: 0 };
  const turnedAway = new Set<string>();
  const takenCalls = new Set<string>();
  const rest = shuffled(callIds(events, repeatedPercent));
  const started = performance.now();
  const total = rest.length;
  const sendRest = async (): Promise<void> => {
    for (let CallId = rest.pop(); CallId !== undefined; CallId = rest.pop()) {
      const begins = started + (1 - (rest.length + 1) / total) * seconds * 1000;
      await wait(Math.max(0, begins - performance.now()));
      const webhook = createWebhook({ command: chooseCommand(CallId), sdkAppId, callId: CallId });
      const { outcome, attempts } = await deliver(webhook, { to, waitsSeconds, fetch: agent.fetch }).done;
      seen.deliveries += 1;
      seen.attempts += attempts.length;
      if (outcome !== 'acknowledged') seen.givenUp += 1;
      const isTaken = attempts.some(({ errorCode }) => errorCode !== undefined && taken.includes(errorCode));
      (isTaken ? takenCalls : turnedAway).add(CallId);
    }
  };
  await Promise.all(Array.from({ length: mostDeliveries }, sendRest));
  return { ...seen, turnedAway: new Set([...turnedAway].filter((call) => !takenCalls.has(call))) };
}

/** Every other call is of v4, which is sent again only where no answer came. */
export function isOfV4(callId: string): boolean {
  return Number(callId.slice(prefix.length)) % 2 === 1;
}

function chooseCommand(callId: string) {
  return isOfV4(callId) ? 'Call.CallbackAfterEndCall' : 'normal_end';
}

const prefix = 'call-';

function callIds(events: number, repeatedPercent: number): string[] {
  const ids = Array.from({ length: events }, (_, number) => `${prefix}${number}`);
  return [...ids, ...ids.filter(() => Math.random() * 100 < repeatedPercent)];
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let place = items.length - 1; place > 0; place -= 1) {
    const other = Math.floor(Math.random() * (place + 1));
    const [one, two] = [items[place], items[other]];
    if (one !== undefined && two !== undefined) [items[place], items[other]] = [two, one];
  }
  return items;
}

/** A `fetch` over connections that are kept, with no more requests at a time than there are. */
export function keptAlive() {
  const agent = new Agent({ keepAlive: true, maxSockets: mostRequests });
  const fetch = async (sent: Request): Promise<Response> => {
    const body = await sent.text();
    return new Promise((resolve, reject) => {
      const outgoing = request(sent.url, { method: sent.method, agent }, (answer) => {
        answer
          .setEncoding('utf8')
          .toArray()
          .then((chunks) => {
            resolve(new Response(chunks.join(''), { status: answer.statusCode ?? 0 }));
          }, reject);
      });
      outgoing.on('error', reject).end(body);
    });
  };
  return { fetch, [Symbol.dispose]: () => agent.destroy() };
}
