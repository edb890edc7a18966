import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test.each([
  [
    '.',
    () => import('./index.ts'),
    [
      'ClaimLostError',
      'HandlerTimeoutError',
      'ReceiverOptionError',
      'StoreError',
      'StoreFullError',
      'createReceiver',
      'isWebhookCommand',
      'memoryStore',
      'parseEvent',
      'readQuery',
      'webhookCommands',
    ],
  ],
  [
    './send',
    () => import('./send/index.ts'),
    [
      'SendOptionError',
      'createCallWebhooks',
      'createWebhook',
      'deliver',
      'isWebhookCommand',
      'readAddress',
      'requireWaits',
      'shownAddress',
      'webhookCommands',
      'writeBody',
    ],
  ],
  ['./sqlite', () => import('./stores/sqlite.ts'), ['StoreError', 'sqliteStore']],
  ['./redis', () => import('./stores/redis.ts'), ['StoreError', 'redisStore']],
  ['./postgres', () => import('./stores/postgres.ts'), ['StoreError', 'postgresStore']],
])('the entry %s exports these names and no others', async (_, load, names) => {
  expect(Object.keys(await load()).sort(), 'export a public name on purpose').toEqual(names);
});

test('what is known of a generation stands in its folder: only the list of generations and the entries import from it', () => {
  const files = globSync('**/*.ts', {
    cwd: import.meta.dirname,
    exclude: ['v*/**', 'testing/**', '**/*.test.ts'],
  });
  const importing = files.filter((file) =>
    /from '(?:@trtc-call\/spec|\.{1,2}\/v\d)/.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')),
  );
  expect(importing.sort()).toEqual(['generations.ts', 'index.ts', 'send/index.ts']);
});
