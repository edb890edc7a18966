import { createCallBook, reconcile } from '@trtc-call/call-book';
import { postgresBook } from '@trtc-call/call-book/postgres';
import { createTrtcCallClient } from '@trtc-call/client';
import { createReceiver } from '@trtc-call/webhooks';
import { postgresStore } from '@trtc-call/webhooks/postgres';
import express from 'express';
import pg from 'pg';
import { listen, readSettings, type Service } from '../service.ts';

/** Each caller pays for every minute that was begun, and only for calls that the vendor's records confirm. */
const bills = `
SELECT caller AS "user", count(*)::int AS calls, sum(ceil(talk_seconds / 60.0))::int AS minutes
FROM trtc_calls WHERE app = $1 AND state = 'confirmed' AND talk_seconds > 0
GROUP BY caller ORDER BY caller`;

const twoDays = 2 * 86_400_000;

export async function start(environment: NodeJS.ProcessEnv): Promise<Service> {
  const { account, hookSecret, port } = readSettings(environment);
  const { sdkAppId } = account;
  const pool = new pg.Pool({ connectionString: environment.DATABASE_URL });
  // Receiver and book share a Postgres: a webhook is marked as done and booked in one transaction.
  const store = postgresStore({ pool });
  const rows = postgresBook({ pool });
  await store.createTable();
  await rows.createTables();
  const book = createCallBook({ store: rows });
  const receiver = createReceiver({ sdkAppId, store, secret: hookSecret, on: { '*': book.handler } });

  const client = [
    createTrtcCallClient({ generation: 'v1', ...account }),
    createTrtcCallClient({ generation: 'v4', ...account }),
  ];
  const stopping = new AbortController();
  const { signal } = stopping;
  async function check(): Promise<void> {
    try {
      const from = new Date(Date.now() - twoDays);
      const { verdict, counts } = await reconcile({ client, book, from, apply: true, signal });
      if (verdict !== 'agrees') console.log('reconciled', verdict, JSON.stringify(counts));
    } catch (error) {
      // The next one reads the same two days.
      if (!signal.aborted) console.error(error);
    }
  }
  let checking = Promise.resolve();
  const timer = setInterval(
    () => {
      checking = checking.then(check);
    },
    1000 * Number(environment.RECONCILE_SECONDS ?? 3600),
  );

  const app = express();
  app.all('/hooks/:secret', (request, response) => receiver.node(request, response));
  app.get('/bills', async (_request, response) => {
    response.json((await pool.query(bills, [sdkAppId])).rows);
  });
  const service = await listen(app, port, async () => {
    clearInterval(timer);
    stopping.abort();
    await checking;
    await receiver.close();
    await pool.end();
  });
  await check();
  return service;
}

if (import.meta.main) console.log(`listening at ${(await start(process.env)).url}`);
