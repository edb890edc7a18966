import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, hasRedisServer, PostgresServer, RedisServer } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { Pool } from 'pg';
import { createClient } from 'redis';
import { expect, test } from 'vitest';
import { createReceiver } from '../create-receiver.ts';
import { encodeBody } from '../events/decode-body.ts';
import type { EventStore } from '../stores/event-store.ts';
import { memoryStore } from '../stores/memory.ts';
import { postgresStore } from '../stores/postgres.ts';
import { redisStore } from '../stores/redis.ts';
import { sqliteStore } from '../stores/sqlite.ts';
import { app, status } from '../testing/open-receiver.ts';

/** What stores and their drivers are known to change: NUL, surrogates, quotes, digits, bytes that are not UTF-8. */
const piece = fc.constantFrom(
  '\\u0000',
  '\\ud800',
  '\\udcff',
  '\\ufeff',
  "'",
  '\\"',
  '\\\\',
  'é',
  '😀',
  '\xff',
  '\xc3',
  '\ufffd',
  '$1',
);
const text = fc.array(piece, { maxLength: 5 }).map((pieces) => `"${pieces.join('')}"`);
const number = fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }).map(String);
const body = fc.tuple(fc.oneof(text, number), fc.oneof(text, number)).map(([room, name]) => {
  const { RoomId: _, ...rest } = status;
  const members = `{"RoomId":${room},"Extra":${name},${JSON.stringify(rest).slice(1)}`;
  // Latin1 where that is meant: a byte of its own. What has no such byte is written as UTF-8.
  const parts = members.split(/([\x80-\xff])/);
  return Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 1 ? 'latin1' : 'utf8')));
});

/** Every event whose handler fails is kept; recovered, it must be the one that came. */
async function holdIdentity<Transaction>(store: EventStore<Transaction>, runs: number): Promise<void> {
  const came = new Map<string, Buffer>();
  const recovered = new Map<string, Buffer>();
  let isWell = false;
  const receiver = createReceiver<Transaction>({
    sdkAppId: app,
    store,
    keep: 'all',
    onOutcome: () => {},
    on: {
      '*': ({ fingerprint, raw }) => {
        (isWell ? recovered : came).set(fingerprint, Buffer.from(encodeBody(raw.text ?? '')));
        if (!isWell) throw new Error('no database');
      },
    },
  });
  const url = `https://receiver.example/?sdkappid=${app}&command=normal_end`;
  const sent = new Set<string>();
  await fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      sent.add(bytes.toString('latin1'));
      await receiver.fetch(new Request(url, { method: 'POST', body: new Uint8Array(bytes) }));
    }),
    { numRuns: runs },
  );
  isWell = true;
  expect(await receiver.recover()).toEqual({ handled: came.size, failed: 0 });
  expect(recovered, 'fingerprints and bytes').toEqual(came);
  for (const bytes of recovered.values()) expect(sent).toContain(bytes.toString('latin1'));
}

test('what memory has kept is the event that came', () => holdIdentity(memoryStore(), 300));

test('what SQLite has kept is the event that came', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kept-'));
  const store = sqliteStore({ path: join(folder, 'events.db') });
  await holdIdentity(store, 300);
  store.database.close();
  await rm(folder, { recursive: true });
});

test.skipIf(!hasRedisServer())(
  'what Redis has kept is the event that came (needs redis-server)',
  async () => {
    await using server = await RedisServer.start();
    const client = createClient({ url: `redis://127.0.0.1:${server.port}` }).on('error', () => {});
    await client.connect();
    const store = redisStore({ client });
    await holdIdentity(store, 100);
    await store.close();
    client.destroy();
  },
);

test.skipIf(!hasPostgres())(
  'what Postgres has kept is the event that came (needs postgresql)',
  async () => {
    await using server = await PostgresServer.start();
    const pool = new Pool(server.settings);
    const store = postgresStore({ pool });
    await store.createTable();
    await holdIdentity(store, 100);
    await pool.end();
  },
  60_000,
);
