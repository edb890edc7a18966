import { Pool } from 'pg';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { createReceiver } from './create-receiver.ts';
import { createWebhook } from './send/create-webhook.ts';
import { deliver } from './send/deliver.ts';
import { memoryStore } from './stores/memory.ts';
import { postgresStore } from './stores/postgres.ts';
import { redisStore } from './stores/redis.ts';
import { sqliteStore } from './stores/sqlite.ts';
import { app, openReceiver } from './testing/open-receiver.ts';
import { createCallWebhooks } from './v1/create-call-webhooks.ts';

/** Options as JavaScript gives them, which no compiler has seen. */
const misspelt = (name: string, value: unknown = 1) => JSON.parse(JSON.stringify({ [name]: value }));
const { receiver } = openReceiver({});
const webhook = createWebhook({ command: 'cancel', sdkAppId: app });
const call = {
  sdkAppId: app,
  callId: 'a',
  roomId: 'b',
  caller: 'alice',
  callees: ['bob'],
  mediaType: 'audio',
  result: 'cancel',
  startCallTs: 1,
  endTs: 2,
} as const;

const base = { sdkAppId: app, on: {} };
const to = 'https://receiver.example';

/** By what the error says: who was called, and the misspelt name. */
const mistakes: Readonly<Record<string, readonly [meant: string, work: () => unknown]>> = {
  'createReceiver: secrt': ['secret', () => createReceiver({ ...base, ...misspelt('secrt', 'x') })],
  'createReceiver: limits.bodyByte': [
    'bodyBytes',
    () => createReceiver({ ...base, limits: misspelt('bodyByte') }),
  ],
  'receiver.recover: maxAttempt': ['maxAttempts', () => receiver.recover(misspelt('maxAttempt'))],
  'receiver.close: miliseconds': ['milliseconds', () => receiver.close(misspelt('miliseconds'))],
  'receiver.fetch: adress': ['address', () => receiver.fetch(new Request(to), misspelt('adress'))],
  'memoryStore: maxEvent': ['maxEvents', () => memoryStore(misspelt('maxEvent'))],
  'sqliteStore: tabel': ['table', () => sqliteStore({ path: ':memory:', ...misspelt('tabel', 'x') })],
  'redisStore: prefx': ['prefix', () => redisStore({ client: createClient(), ...misspelt('prefx', 'x') })],
  'postgresStore: tabel': ['table', () => postgresStore({ pool: new Pool(), ...misspelt('tabel', 'x') })],
  waitSeconds: ['waitsSeconds', () => deliver(webhook, { to, ...misspelt('waitSeconds', [0]) })],
  sdkAppid: ['sdkAppId', () => createWebhook({ command: 'cancel', sdkAppId: app, ...misspelt('sdkAppid') })],
  invite: ['invited', () => createCallWebhooks({ ...call, ...misspelt('invite', ['carol']) })],
};

test.each(Object.entries(mistakes))(
  '"%s" is refused, and it is said which was meant',
  async (said, [meant, work]) => {
    const error = await (async () => work())().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:receiver|store|send)-option$/) });
    expect(String(error)).toContain(`${said}: there is no such option. Did you mean ${meant}?`);
  },
);

test('an option that resembles none is refused with all that there are', () => {
  expect(() => memoryStore(misspelt('colour'))).toThrow('Known options are now, maxEvents.');
});

test('an option that is undefined counts as left out', () => {
  const options = { sdkAppId: app, on: {}, secret: undefined, limits: undefined };
  expect(() => createReceiver(options)).not.toThrow();
});

test('a number that a method cannot use is refused with the name of the method', async () => {
  await expect(receiver.recover({ maxAttempts: 0 })).rejects.toThrow(
    'receiver.recover: maxAttempts: must be',
  );
  await expect(receiver.close({ milliseconds: -1 })).rejects.toThrow('receiver.close: milliseconds: must be');
});
