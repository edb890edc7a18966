import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { webhooks } from '@trtc-call/spec/v1';
import { readPort } from '@trtc-call/test-servers';
import { expect, vi } from 'vitest';
import type { WebhookQuery } from '../contract.ts';
import { createReceiver, parseEvent, readQuery } from '../create-receiver.ts';
import type { AnyEvent } from '../generations.ts';
import type { Handler, Handlers, ReceiverOptions, StoreOption } from '../receiver/options.ts';
import type { Outcome } from '../receiver/outcome.ts';
import type { EventStore } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';

/** The app of the tests. */
export const app = 1400000000;
/** The body of a status webhook, as the contract's example has it. */
export const status = webhooks.status.examples.default;
/** A record that confirms it. */
export const record = {
  callId: status.CallId,
  sdkAppId: app,
  mediaType: 'audio',
  roomId: status.RoomId,
  caller: status.UserId,
  callResult: 'normal_end',
  callees: ['Bob'],
};
/** The body of an event webhook. */
export const step = webhooks.event.examples.default;

/** What a request got. */
export interface Got {
  readonly status: number;
  readonly code: unknown;
}

/** A receiver that is reached by `fetch` without a socket, and its outcomes. */
export function openReceiver(on: Handlers, options: Partial<ReceiverOptions & StoreOption<undefined>> = {}) {
  return openReceiverOn(options.store ?? memoryStore(), on, options);
}

/** The same with any store. */
export function openReceiverOn<Transaction>(
  store: EventStore<Transaction>,
  on: Handlers<Transaction>,
  options: Partial<ReceiverOptions<Transaction>> = {},
) {
  const outcomes: Outcome[] = [];
  const receiver = createReceiver({
    sdkAppId: app,
    on,
    onOutcome: (outcome) => outcomes.push(outcome),
    ...options,
    store,
  });
  const post = async (body: unknown, change: { query?: string; path?: string; init?: RequestInit } = {}) => {
    const { query = `sdkappid=${app}&command=normal_end&contenttype=json`, path = '/', init } = change;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const url = `https://receiver.example${path}?${query}`;
    const response = await receiver.fetch(new Request(url, { method: 'POST', body: text, ...init }));
    return readAnswer(response);
  };
  return { receiver, post, outcomes, told: () => outcomes.map(({ outcome }) => outcome) };
}

/** The methods of a store as members of their own, to be replaced one by one. */
export function copyMethods<Transaction>(store: EventStore<Transaction>): EventStore<Transaction> {
  return {
    claim: (...given) => store.claim(...given),
    renew: (...given) => store.renew(...given),
    keep: (...given) => store.keep(...given),
    complete: (...given) => store.complete(...given),
    release: (...given) => store.release(...given),
    takeOver: (...given) => store.takeOver(...given),
  };
}

/** HTTP status and ErrorCode of an answer. */
export async function readAnswer(response: Response): Promise<Got> {
  const { ErrorCode: code, ErrorMessage, ErrorInfo = ErrorMessage } = await response.json();
  if (typeof ErrorInfo !== 'string') throw new TypeError('An answer has no message.');
  return { status: response.status, code };
}

/** Listens on a free port of this machine. */
export async function listen(server: Server = createServer()): Promise<{ server: Server; url: string }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${readPort(server)}` };
}

/** The query of a webhook with this command word. */
export function queryFor(command: string, more = ''): WebhookQuery {
  const query = readQuery(`sdkappid=${app}&command=${command}&contenttype=json${more}`);
  if ('problem' in query) throw new TypeError(query.detail);
  return query;
}

/** The event of a body: bytes or a text as they were sent, or a value that is written as JSON. */
export function readSent(command: string, body: unknown, more = ''): AnyEvent {
  const isWritten = typeof body === 'string' || body instanceof Uint8Array;
  const event = parseEvent(queryFor(command, more), isWritten ? body : JSON.stringify(body));
  if ('misread' in event) throw new TypeError(event.detail);
  return event;
}

/** The server of a store goes away while a handler is at work, and comes back: its event is handled once. */
export async function expectToLiveThroughRestart<Transaction>(
  store: EventStore<Transaction>,
  server: { stop(): Promise<void>; start(): Promise<void> },
  write: Handler<AnyEvent, Transaction> = () => {},
): Promise<void> {
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn(() => slow.promise);
  const { post, told } = openReceiverOn(
    store,
    {
      normal_end: async (event, context) => {
        await handler();
        await write(event, context);
      },
    },
    { leaseMilliseconds: 500 },
  );
  const first = post(status);
  await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
  await server.stop();
  slow.resolve();
  await wait(1000);
  expect(await post({ ...status, CallId: 'while it is away' })).toMatchObject({ code: 5 });
  await server.start();
  expect(await first).toMatchObject({ code: expect.toBeOneOf([0, 2]) });
  await vi.waitFor(() => expect(told()).toContain('handled'), { timeout: 5000 });
  expect(await post(status)).toMatchObject({ code: 0 });
  expect(handler).toHaveBeenCalledOnce();
}
