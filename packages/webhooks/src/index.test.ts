import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

test.each([
  [
    '.',
    () => import('./index.ts'),
    [
      'ClaimLostError',
      'HandlerTimeoutError',
      'ReceiverOptionError',
      'StoreError',
      'createReceiver',
      'dropKept',
      'findCallId',
      'isWebhookCommand',
      'listKept',
      'memoryStore',
      'parseEvent',
      'readQuery',
      'webhookCommands',
      'writeAnswer',
    ],
  ],
  [
    './send',
    () => import('./send/index.ts'),
    [
      'SendOptionError',
      'createCallWebhooks',
      'createCallWebhooksV4',
      'createWebhook',
      'decodeBody',
      'deliver',
      'findQueryNames',
      'isWebhookCommand',
      'readAddress',
      'requireWaits',
      'shownAddress',
      'webhookCommands',
      'webhookCommandsV4',
      'writeBody',
    ],
  ],
  ['./sqlite', () => import('./stores/sqlite.ts'), ['StoreError', 'sqliteStore']],
  ['./redis', () => import('./stores/redis.ts'), ['StoreError', 'redisStore']],
  ['./postgres', () => import('./stores/postgres.ts'), ['StoreError', 'postgresStore']],
])('the entry %s exports these names and no others', async (_, load, names) => {
  expect(Object.keys(await load()).sort(), 'export a public name on purpose').toEqual(names);
});

test('only the list of generations and the entries import a generation, and the receiver is given the list', () => {
  const files = globSync('**/*.ts', {
    cwd: import.meta.dirname,
    exclude: ['v*/**', 'testing/**', '**/*.test.ts'],
  });
  const listImporting = (pattern: RegExp) =>
    files.filter((file) => pattern.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))).sort();
  expect(listImporting(/from '(?:@trtc-call\/spec|\.{1,2}\/v\d)/)).toEqual([
    'generations.ts',
    'index.ts',
    'send/create-webhook.ts',
    'send/index.ts',
  ]);
  const values = listImporting(/^(?:import|export) (?!type )[^;]*from '\.{1,2}\/generations\.ts'/m);
  expect(values, 'others know its types').toEqual([
    'create-receiver.ts',
    'kept.ts',
    'send/create-webhook.ts',
  ]);
});

test('each store that is an entry keeps the contract of stores', () => {
  const stores = Object.values(manifest.exports).filter((file) => file.startsWith('./src/stores/'));
  const tested = stores.filter((file) => {
    const tests = readFileSync(`${import.meta.dirname}/../${file.replace(/\.ts$/, '.test.ts')}`, 'utf8');
    return /^ *describeStore\(/m.test(tests);
  });
  expect(tested, 'call describeStore in its test').toEqual(stores);
  expect(stores.length).toBeGreaterThan(0);
});
