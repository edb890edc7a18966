// A process that reconciles a book with the records of both generations, and sends what it found and what it took.
import { type ReconcileOptions, reconcile } from '@trtc-call/call-book';
import { postgresBook } from '@trtc-call/call-book/postgres';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import { createTrtcCallClient } from '@trtc-call/client';
import { Pool } from 'pg';
import type { Reconciled, ReconcileRun } from './reconcile-apart.ts';

const { account, path, postgres, isLimited, ...times }: ReconcileRun = JSON.parse(process.argv[2] ?? '{}');
let requests = 0;
const shared = {
  ...account,
  onRequest: () => {
    requests += 1;
  },
  ...(isLimited ? {} : { limiter: false as const }),
};
const v1 = createTrtcCallClient({ generation: 'v1', ...shared });
const v4 = createTrtcCallClient({ generation: 'v4', ...shared });
const pool = new Pool({ ...postgres, max: 4 }).on('error', () => {});
const options: Omit<ReconcileOptions, 'book'> = { client: [v1, v4], apply: true, ...times };
const started = performance.now();
const { verdict, counts, totals } = await (path === undefined
  ? reconcile({ ...options, book: { store: postgresBook({ pool, retryMilliseconds: 30_000 }) } })
  : reconcile({ ...options, book: { store: sqliteBook({ path }) } }));
const seconds = (performance.now() - started) / 1000;
const megabytes = process.resourceUsage().maxRSS / 1024;
const reconciled: Reconciled = { verdict, counts, totals, requests, seconds, megabytes };
process.send?.(reconciled);
await Promise.all([pool.end(), v1.close(), v4.close()]);
process.disconnect();
