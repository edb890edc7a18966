import { randomUUID } from 'node:crypto';
import { connect as connectPlain } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as connectSecure } from 'node:tls';
import { createRedact, type Redact } from '@trtc-call/client/har';
import { findCallId, parseEvent, readQuery } from '@trtc-call/webhooks';
import {
  createWebhook,
  type OutgoingWebhook,
  shownAddress,
  type WebhookParts,
  writeBody,
} from '@trtc-call/webhooks/send';
import type { Exchange } from '../../report/run-report.ts';
import { readContentType } from '../../targets/recorder.ts';
import { openSender, type RawAnswer, type RawRequest, readEndpoint } from '../../targets/sender.ts';
import { parseJson } from '../check/answer.ts';
import { expectThat, NoAnswerError } from '../expect.ts';

export interface ReceiverTarget {
  readonly url: URL;
  /** The app whose webhooks it takes. */
  readonly sdkAppId: number;
  /** Answers how many webhooks of a call it has handled, or undefined. */
  readonly effects: URL | undefined;
  /** Its handler fails for the first webhook of each call by this user, or undefined. */
  readonly failingUser: string | undefined;
  /** Milliseconds in which it has to answer. */
  readonly answerWithin: number;
  /** Milliseconds in which it has to end a request whose body does not come. */
  readonly endWithin: number;
  /** Milliseconds in which what it acknowledged has to be handled. */
  readonly handleWithin: number;
}

/** How a request differs from a webhook as the vendor sends it. */
export interface SendOptions {
  readonly method?: string;
  readonly query?: string;
  /** Null leaves the header out. */
  readonly contentType?: string | null;
  readonly rawBody?: string | Uint8Array;
  /** How many bytes are announced; the rest of them never comes. */
  readonly announcedLength?: number;
  /** Milliseconds after which no answer is expected any more. */
  readonly within?: number;
}

/** An answer, read as the vendor reads it; its `text` is without the receiver's path and query. */
export interface ReceiverAnswer extends RawAnswer {
  readonly contentType: string;
  /** The parsed body, or undefined where it is not JSON. */
  readonly json: unknown;
  /** HTTP 200 and an `ErrorCode` of 0: the vendor sends it no more. */
  readonly isAcknowledged: boolean;
}

export interface ReceiverContext {
  readonly target: ReceiverTarget;
  /** A webhook of a call that never was before, of the generation of its command or of the one that is named. */
  webhook(
    command: string,
    body?: Readonly<Record<string, unknown>>,
    generation?: WebhookParts['generation'],
  ): OutgoingWebhook;
  send(webhook: OutgoingWebhook, options?: SendOptions): Promise<ReceiverAnswer>;
  /** Sends bytes that are not HTTP, and waits until the connection is closed or the time is over. */
  sendGarbage(bytes: string, milliseconds: number): Promise<void>;
  /** How many webhooks of the call it says that it has handled; waits until it is as many, or the time is over. */
  handled(webhook: OutgoingWebhook, expected: number): Promise<number>;
  readonly exchanges: readonly Exchange[];
  /** Takes the paths and query values of the receiver's addresses out of a text. */
  readonly redact: Redact;
  close(): void;
}

const keptExchanges = 6;
const shownBytes = 1000;
/** An answer that is late is an answer all the same; other requirements must not fail by it. */
const patience = 10_000;

/** A context of its own for one requirement: its connections and its exchanges are those of no other. */
export function createReceiverContext(target: ReceiverTarget): ReceiverContext {
  const exchanges: Exchange[] = [];
  const { send, close } = openSender();
  const hide = hideAddresses(target);

  const asked = async (url: URL, request: Omit<RawRequest, 'url'>, within: number, shown: string) => {
    const { method, headers, body } = request;
    const exchange: Exchange = {
      method,
      // Path and query of the receiver may hold its secret.
      url: `${shownAddress(url.origin)}/…?${shown}`,
      requestHeaders: { ...headers },
      requestBody: shortened(body),
      status: null,
      responseHeaders: {},
      responseBody: null,
      durationMilliseconds: 0,
    };
    exchanges.push(exchange);
    if (exchanges.length > keptExchanges) exchanges.shift();
    const started = performance.now();
    try {
      const answer = await send({ url, ...request }, within);
      exchange.status = answer.status;
      const text = hide(answer.text);
      const contentType = readContentType(answer);
      if (contentType !== '') exchange.responseHeaders = { 'content-type': hide(contentType) };
      exchange.responseBody = shortened(text);
      return { ...answer, contentType, text, json: parseJson(answer.text) };
    } catch (error) {
      if (error instanceof NoAnswerError) exchange.error = error.message;
      throw error;
    } finally {
      exchange.durationMilliseconds = Math.round(performance.now() - started);
    }
  };

  return {
    target,
    exchanges,
    redact: hide,
    close,
    webhook: (command, body, generation) =>
      createWebhook({
        command,
        generation,
        sdkAppId: target.sdkAppId,
        callId: randomUUID(),
        at: Math.floor(Date.now() / 1000),
        body,
      }),
    async send(webhook, options = {}) {
      const { method = 'POST', contentType = 'application/json', within = patience } = options;
      const query = options.query ?? new URLSearchParams(webhook.query).toString();
      const url = new URL(target.url);
      url.search = url.search === '' ? query : `${url.search}&${query}`;
      const headers: Record<string, string> = contentType === null ? {} : { 'content-type': contentType };
      const { rawBody: body = writeBody(webhook), announcedLength } = options;
      const answer = await asked(url, { method, headers, body, announcedLength }, within, query);
      return { ...answer, isAcknowledged: answer.status === 200 && Object(answer.json).ErrorCode === 0 };
    },
    async sendGarbage(bytes, milliseconds) {
      const to = readEndpoint(target.url);
      const { promise, resolve } = Promise.withResolvers<void>();
      const socket = target.url.protocol === 'https:' ? connectSecure(to) : connectPlain(to);
      const timer = setTimeout(() => socket.destroy(), milliseconds);
      socket.on('error', () => {}).on('close', () => resolve());
      socket.resume().write(bytes);
      await promise;
      clearTimeout(timer);
    },
    async handled(webhook, expected) {
      const { effects } = target;
      if (!effects) throw new TypeError('a check that asks for effects has to need them');
      const url = new URL(effects);
      url.searchParams.set('callId', readCallId(webhook));
      const request = { method: 'GET', headers: {}, body: '' };
      const end = performance.now() + target.handleWithin;
      for (;;) {
        const { status, text, json } = await asked(url, request, patience, 'callId=…');
        const count = status === 200 ? json : undefined;
        expectThat(
          typeof count === 'number' && Number.isInteger(count) && count >= 0,
          '--effects to answer how many webhooks of the call were handled',
          `HTTP ${status} and ${JSON.stringify(text.slice(0, 100))}`,
        );
        if (count >= expected || performance.now() > end) return count;
        await wait(20);
      }
    },
  };
}

function readCallId({ query, body }: OutgoingWebhook): string {
  const read = readQuery(new URLSearchParams(query).toString());
  const event = 'problem' in read ? undefined : parseEvent(read, JSON.stringify(body));
  const callId = event && !('misread' in event) ? findCallId(event) : undefined;
  if (callId === undefined) throw new TypeError('a webhook whose effects are asked for names its call');
  return callId;
}

function shortened(body: string | Uint8Array): string {
  const text = typeof body === 'string' ? body : Buffer.from(body.subarray(0, shownBytes)).toString();
  const { length } = body;
  return length <= shownBytes ? text : `${text.slice(0, shownBytes)} ... (${length} in all)`;
}

/** Shorter ones are not secrets, and hiding them would leave an unreadable text. */
const shortestSecret = 4;

/** Makes what takes the paths and query values of a receiver's addresses out of a text: answers may repeat them. */
export function hideAddresses({ url, effects }: ReceiverTarget): Redact {
  return createRedact({ secrets: [url, ...(effects ? [effects] : [])].flatMap(listSecrets) });
}

function listSecrets({ pathname, search, searchParams, username, password }: URL): string[] {
  const raw = [...pathname.split('/'), ...search.slice(1).split(/[&=]/), ...searchParams.values()];
  return [...raw, username, password].filter((part) => part.length >= shortestSecret);
}
