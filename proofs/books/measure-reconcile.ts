import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v1';
import { type Reconciled, type ReconcileRun, reconcileApart } from './reconcile-apart.ts';

/** What it took to reconcile, and what the limits of the contract let it take. */
export interface ReconcileMeasure {
  readonly name: string;
  readonly calls: number;
  readonly requests: number;
  readonly seconds: number;
  readonly callsPerSecond: number;
  readonly megabytes: number;
  /** Computed: requests by the requests of a second. */
  readonly secondsByLimits: number;
  /** The same for 100,000 calls in a day. */
  readonly secondsOf100000: number;
}

/** A book in SQLite that is empty, and the same one when nothing is left to be written. */
export async function measureSqlite(mock: RunningMock): Promise<ReconcileMeasure[]> {
  return withBook(async (path) => [
    toMeasure('SQLite, new file', await reconcileApart(mock, { path })),
    toMeasure('SQLite, nothing differs', await reconcileApart(mock, { path })),
  ]);
}

/** The same records from a service that keeps to the limits of the contract, with pages of 100 and of 10. */
export async function measureLimits({ records }: RunningMock, calls: number): Promise<ReconcileMeasure[]> {
  await using limited = await startMock({ records: records.list().slice(-calls / 2) });
  for (const record of records.list({ generation: 'v4' }).slice(-calls / 2)) {
    limited.records.add(record, { generation: 'v4' });
  }
  const measure = (name: string, options: Partial<ReconcileRun>) =>
    withBook(async (path) =>
      toMeasure(name, await reconcileApart(limited, { path, isLimited: true, ...options })),
    );
  return [
    await measure('with limits, 100 records at once', {}),
    await measure('with limits, 10 records at once', { mostPerPage: 10 }),
  ];
}

async function withBook<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-books-'));
  try {
    return await work(join(folder, 'book.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function toMeasure(
  name: string,
  { counts, requests, seconds, megabytes, verdict }: Reconciled,
): ReconcileMeasure {
  if (verdict === 'undecided') throw new Error(`${name}: not all records could be read`);
  const { requests: most, perSeconds } = operations.getRecordsByFilter.rateLimit;
  const secondsByLimits = (requests * perSeconds) / most;
  const { records: calls } = counts;
  return {
    ...{ name, calls, requests, seconds, callsPerSecond: Math.round(calls / seconds) },
    megabytes: Math.round(megabytes),
    secondsByLimits,
    secondsOf100000: (secondsByLimits * 100_000) / calls,
  };
}
