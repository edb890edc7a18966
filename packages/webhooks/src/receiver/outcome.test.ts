import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { UnknownEvent } from '../contract.ts';
import { createReceiver } from '../create-receiver.ts';
import { contracts } from '../generations.ts';
import { memoryStore } from '../stores/memory.ts';
import { app, status, step } from '../testing/open-receiver.ts';
import { refusals } from './answers.ts';
import type { Receiver } from './open-receiver.ts';
import type { ReceiverOptions, StoreOption } from './options.ts';
import { logOutcome, type Outcome } from './outcome.ts';

/** What must not be printed, one for each place that a sender fills. The id of a call that was read is printed. */
const canaries = {
  body: 'bQ7xVn2KmTz9',
  name: 'nR4wLc8JpYd3',
  query: 'qH6sGf1ZbXk5',
  path: 'pM9tDv3WrSj7',
  header: 'hB5yEu7NaCq2',
} as const;
const query = `sdkappid=${app}&command=normal_end&${canaries.name}=${canaries.query}`;
/** A real event with canaries in texts, in a number and in a name. */
const callId = 'call-4711';
const body = { ...status, CallId: callId, UserId: canaries.body, [canaries.name]: canaries.body };
const text = JSON.stringify(body);

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const method of ['error', 'log', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(
      (...values) => void printed.push(values.map(String).join(' ')),
    );
  }
});
afterEach(() => vi.restoreAllMocks());

function open(options: Partial<ReceiverOptions & StoreOption<undefined>> = {}): Receiver {
  return createReceiver({ sdkAppId: app, on: { normal_end: () => {} }, store: memoryStore(), ...options });
}

interface Sent extends RequestInit {
  readonly search?: string;
  readonly address?: string;
  readonly duplex?: 'half';
}

function send(
  receiver: Receiver,
  { search = query, address, headers, ...init }: Sent = {},
): Promise<Response> {
  const url = `https://receiver.example/${canaries.path}?${search}`;
  const all = { 'x-canary': canaries.header, 'user-agent': canaries.header, ...headers };
  const request = new Request(url, { method: 'POST', body: text, ...init, headers: all });
  return receiver.fetch(request, { address });
}

/** Pieces of a canary, so that a quotation that is cut is found too. */
function findLeaks(): string[] {
  const all = printed.join('\n');
  const pieces = Object.values(canaries).flatMap((canary) =>
    Array.from({ length: canary.length - 3 }, (_, at) => canary.slice(at, at + 4)),
  );
  return pieces.filter((piece) => all.includes(piece));
}

const endless = () =>
  new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(canaries.body)) });
const broken = () =>
  new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from(canaries.body));
      setTimeout(() => controller.error(new Error(canaries.body)), 5);
    },
  });
const makeHeader = (name: string) => ({ headers: { [name]: canaries.header } });

const refused: Readonly<Record<keyof typeof refusals, () => Promise<unknown>>> = {
  'wrong-method': () => send(open(), { method: canaries.header }),
  'wrong-path': () => send(open({ secret: '0123456789abcdef' })),
  'address-not-allowed': async () => {
    const behindProxy = open({ allow: ['203.0.113.1'], trustedProxies: ['10.0.0.0/8'] });
    await send(behindProxy, { address: '10.0.0.1', ...makeHeader('x-forwarded-for') });
    await send(open({ allow: ['203.0.113.1'] }), { address: canaries.header });
  },
  overloaded: async () => {
    const never = Promise.withResolvers<void>();
    const receiver = open({ limits: { concurrent: 1 }, on: { '*': () => never.promise } });
    void send(receiver);
    await send(receiver);
    never.resolve();
  },
  closing: async () => {
    const receiver = open();
    await receiver.close();
    await send(receiver);
  },
  'wrong-content-type': async () => {
    await send(open(), makeHeader('content-type'));
    await send(open(), { search: `${query}&contenttype=${canaries.query}` });
  },
  'wrong-content-encoding': () => send(open(), makeHeader('content-encoding')),
  'wrong-query': async () => {
    await send(open(), { search: canaries.query });
    await send(open(), { search: `sdkappid=${canaries.query}&command=normal_end` });
    await send(open(), { search: `${query}&sdkappid=${canaries.query}` });
  },
  'wrong-signature': async () => {
    const search = `SdkAppid=${app}&CallbackCommand=Call.CallbackAfterEndCall`;
    const receiver = open({ token: 'a token of ours' });
    await send(receiver, { search });
    await send(receiver, { search: `${search}&Sign=${canaries.query}&RequestTime=${canaries.query}` });
  },
  'wrong-app': () => send(open({ sdkAppId: 1 })),
  'body-too-large': () => send(open({ limits: { bodyBytes: 10 } })),
  'body-too-slow': () => send(open({ limits: { bodyMilliseconds: 5 } }), { body: endless(), duplex: 'half' }),
  'body-cut-off': () => send(open(), { body: broken(), duplex: 'half' }),
  'body-already-read': async () => {
    const request = new Request(`https://receiver.example/?${query}`, { method: 'POST', body: text });
    await request.text();
    await open().fetch(request);
  },
  'not-json': async () => {
    for (const sent of [
      canaries.body,
      `{"${canaries.name}":${canaries.body}}`,
      `"${canaries.body}`,
      `[1,${canaries.body}`,
    ])
      await send(open(), { body: sent });
  },
  'unknown-shape': async () => {
    await send(open(), { body: JSON.stringify([canaries.body]) });
    await send(open(), { body: `{"${canaries.name}":${'['.repeat(50)}${']'.repeat(50)}}` });
  },
  stale: () => send(open({ maxAgeMilliseconds: 1 })),
  unconfirmed: () => send(open({ confirm: { v1: { get: async () => null } } })),
};

test.each(Object.entries(refused))(
  'a refusal as %s is printed without anything that was sent',
  async (code, cause) => {
    await cause();
    expect(printed.length, 'it is printed').toBeGreaterThan(0);
    expect(printed.every((line) => line.includes(`refused (${code})`))).toBe(true);
    expect(printed.join(), 'nor the id of its call').not.toContain(callId);
    expect(findLeaks()).toEqual([]);
  },
);

test('every refusal is tried', () => {
  expect(Object.keys(refused).sort()).toEqual(Object.keys(refusals).sort());
});

/** Errors as parsers, databases and handlers make them of what they are given. */
const quoting: Readonly<Record<string, () => unknown>> = {
  'the error of a parser': () => JSON.parse(`${text}x`),
  'the error of a parser that quotes a piece': () => JSON.parse(`{"a":${canaries.body}}`),
  'the error of a database': () => {
    throw new Error(`ERR unknown command 'EVALSHA', with args beginning with: '${text}' '${query}'`);
  },
  'an error in two lines': () => {
    throw new TypeError(`no user\n::error::${canaries.body}\u001b[2J`);
  },
  'a text': () => {
    throw `no call ${canaries.body}, ${canaries.query}`;
  },
};

test.each(Object.entries(quoting))(
  '%s of a handler, a store, a record or a hook is printed without it',
  async (_, fail) => {
    await send(open({ on: { normal_end: fail } }));
    const store = memoryStore();
    store.claim = async () => {
      fail();
      return 'claimed' as const;
    };
    await send(open({ store }));
    const get = async () => {
      fail();
      return null;
    };
    await send(open({ confirm: { v1: { get } } }));
    await send(open({ onOutcome: fail }));
    await send(open({ onOutcome: async () => fail() }));
    await send(open({ onOutcome: fail }), { body: canaries.body });
    expect(printed).toHaveLength(6);
    expect(printed.join('')).not.toMatch(/\p{Cc}/u);
    expect(findLeaks()).toEqual([]);
  },
);

test('what the message says besides is printed', async () => {
  const on = {
    normal_end: () => {
      throw Object.assign(new Error(`no row for ${canaries.body} in the table bills`), { code: 'ENOROW' });
    },
  };
  await send(open({ on }));
  expect(printed.join('')).toContain('failed: Error (ENOROW): no row for … in the table bills');
});

const throwing = () => {
  throw new Error('no');
};

test('the call of an event that was read is named', async () => {
  await send(open({ on: { normal_end: throwing } }));
  const line = /the handler of normal_end of the call call-4711 \([\w-]{43}\) failed: Error: no$/;
  expect(printed).toEqual([expect.stringMatching(line)]);
});

test.each([
  ['long', 'x'.repeat(5000), `of the call ${'x'.repeat(100)}… (`],
  ['in several lines, with escapes', 'a\n::error::b\u001b[2J\u202ec', 'of the call a ::error::b [2J c ('],
  ['empty', '', 'the handler of normal_end ('],
  ['no text', { id: 1 }, 'the handler of normal_end ('],
])('the id of a call that is %s does no harm to the log', async (_, CallId, wanted) => {
  await send(open({ on: { normal_end: throwing } }), { body: JSON.stringify({ ...status, CallId }) });
  expect(printed).toEqual([expect.stringContaining(wanted)]);
  expect(findObeyed(String(printed[0]))).toEqual([]);
});

test('an unknown command word is not printed', async () => {
  const fail = () => {
    throw new Error('no');
  };
  const search = `sdkappid=${app}&command=${canaries.query}`;
  await send(open({ on: { '*': fail } }), { search, body: JSON.stringify(step) });
  expect(printed).toEqual([
    expect.stringContaining(`the handler of an unknown webhook of the call ${step.CallId} (`),
  ]);
  expect(findLeaks()).toEqual([]);
});

test('the address of a socket that is not allowed is printed, so that it can be added', async () => {
  await send(open({ allow: ['203.0.113.1'] }), { address: '::ffff:203.0.113.9' });
  expect(printed).toEqual([expect.stringContaining('203.0.113.9 is not in `allow`')]);
});

const unknownEvent = (text: string): UnknownEvent => ({
  family: 'unknown',
  command: '*',
  word: text,
  misfits: [],
  sdkappid: 1,
  fingerprint: text,
  generation: 'v1',
  raw: { query: {}, body: {}, text: '{}' },
});

test('no text of a sender, a handler or a store is obeyed where the log is read', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => logged.mockRestore());
  for (const text of hostileTexts) {
    const outcomes: Outcome[] = [
      { outcome: 'refused', code: 'wrong-query', detail: text, body: undefined, query: text, sender: text },
      { outcome: 'unreadable', key: text, payload: text },
      { outcome: 'failed', event: unknownEvent(text), error: new Error(text), acknowledged: true },
      { outcome: 'unavailable', event: unknownEvent(text), of: 'store', error: text },
      { outcome: 'claim-lost', event: unknownEvent(text) },
    ];
    for (const outcome of outcomes) logOutcome(contracts, outcome);
  }
  expect(logged).toHaveBeenCalledTimes(5 * hostileTexts.length);
  for (const [line] of logged.mock.calls) {
    expect(findObeyed(String(line))).toEqual([]);
    expect(line).not.toContain('\n');
  }
});
