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
      'deliver',
      'isWebhookCommand',
      'readAddress',
      'requireWaits',
      'shownAddress',
      'textOf',
      'webhookCommands',
      'webhookOf',
      'webhooksOfCall',
    ],
  ],
  ['./sqlite', () => import('./stores/sqlite.ts'), ['StoreError', 'sqliteStore']],
  ['./redis', () => import('./stores/redis.ts'), ['StoreError', 'redisStore']],
  ['./postgres', () => import('./stores/postgres.ts'), ['StoreError', 'postgresStore']],
])('the entry %s exports these names and no others', async (_, load, names) => {
  expect(Object.keys(await load()).sort(), 'a name is public for ever: export it on purpose').toEqual(names);
});
