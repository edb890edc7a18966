import { Pool } from 'pg';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { createReceiver } from './receiver/receive.ts';
import { deliver } from './send/deliver.ts';
import { memoryStore } from './stores/memory.ts';
import { postgresStore } from './stores/postgres.ts';
import { redisStore } from './stores/redis.ts';
import { sqliteStore } from './stores/sqlite.ts';
import { app, openReceiver } from './testing/open-receiver.ts';
import { webhookOf, webhooksOfCall } from './v1/create-webhooks.ts';

/** Options as JavaScript gives them, which no compiler has seen. */
const misspelt = (name: string, value: unknown = 1) => JSON.parse(JSON.stringify({ [name]: value }));
const { receiver } = openReceiver({});
const webhook = webhookOf({ command: 'cancel', sdkAppId: app });
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

test.each<[string, string, string, string, () => unknown]>([
  [
    'createReceiver',
    'receiver-option',
    'createReceiver: secrt',
    'secret',
    () => createReceiver({ sdkAppId: app, on: {}, ...misspelt('secrt', 'x') }),
  ],
  [
    'the limits of createReceiver',
    'receiver-option',
    'createReceiver: limits.bodyByte',
    'bodyBytes',
    () => createReceiver({ sdkAppId: app, on: {}, limits: misspelt('bodyByte') }),
  ],
  [
    'recover',
    'receiver-option',
    'receiver.recover: maxAttempt',
    'maxAttempts',
    () => receiver.recover(misspelt('maxAttempt')),
  ],
  [
    'close',
    'receiver-option',
    'receiver.close: miliseconds',
    'milliseconds',
    () => receiver.close(misspelt('miliseconds')),
  ],
  [
    'fetch',
    'receiver-option',
    'receiver.fetch: adress',
    'address',
    () => receiver.fetch(new Request('https://receiver.example'), misspelt('adress')),
  ],
  ['memoryStore', 'store-option', 'maxEvent', 'maxEvents', () => memoryStore(misspelt('maxEvent'))],
  [
    'sqliteStore',
    'store-option',
    'tabel',
    'table',
    () => sqliteStore({ path: ':memory:', ...misspelt('tabel', 'x') }),
  ],
  [
    'redisStore',
    'store-option',
    'prefx',
    'prefix',
    () => redisStore({ client: createClient(), ...misspelt('prefx', 'x') }),
  ],
  [
    'postgresStore',
    'store-option',
    'tabel',
    'table',
    () => postgresStore({ pool: new Pool(), ...misspelt('tabel', 'x') }),
  ],
  [
    'deliver',
    'send-option',
    'waitSeconds',
    'waitsSeconds',
    () => deliver(webhook, { to: 'https://receiver.example', ...misspelt('waitSeconds', [0]) }),
  ],
  [
    'webhookOf',
    'send-option',
    'sdkAppid',
    'sdkAppId',
    () => webhookOf({ command: 'cancel', sdkAppId: app, ...misspelt('sdkAppid') }),
  ],
  [
    'webhooksOfCall',
    'send-option',
    'invite',
    'invited',
    () => webhooksOfCall({ ...call, ...misspelt('invite', ['carol']) }),
  ],
])('%s refuses a misspelt option and says which was meant', async (_, code, name, meant, work) => {
  const error = await (async () => work())().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code });
  expect(String(error)).toContain(`${name}: there is no such option. Did you mean ${meant}?`);
});

test('an option that resembles none is refused with all that there are', () => {
  expect(() => memoryStore(misspelt('colour'))).toThrow('Known options are now, maxEvents.');
});

test('an option that is there and undefined is none', () => {
  const options = { sdkAppId: app, on: {}, secret: undefined, limits: undefined };
  expect(() => createReceiver(options)).not.toThrow();
});

test('a number that a method cannot use is told with the name of the method', async () => {
  await expect(receiver.recover({ maxAttempts: 0 })).rejects.toThrow(
    'receiver.recover: maxAttempts: must be',
  );
  await expect(receiver.close({ milliseconds: -1 })).rejects.toThrow('receiver.close: milliseconds: must be');
});
