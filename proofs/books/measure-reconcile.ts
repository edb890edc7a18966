import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v1';
import { serveLocally } from '@trtc-call/test-servers';
import { type Program, type Reconciled, reconcileApart, type Service } from './reconcile-apart.ts';

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
export async function measureSqlite(mock: Service, program?: Program): Promise<ReconcileMeasure[]> {
  return withBook(async (path) => [
    toMeasure('SQLite, new file', await reconcileApart(mock, { path }, program)),
    toMeasure('SQLite, nothing differs', await reconcileApart(mock, { path }, program)),
  ]);
}

/** The same records from a service that keeps to the limits of the contract, with pages of 100 and of 10. */
export async function measureLimits(
  { records }: RunningMock,
  calls: number,
  program?: Program,
): Promise<ReconcileMeasure[]> {
  await using limited = await startMock({ records: records.list().slice(-calls / 2) });
  for (const record of records.list({ generation: 'v4' }).slice(-calls / 2)) {
    limited.records.add(record, { generation: 'v4' });
  }
  await using sparing = await serveTens(limited);
  const measure = (name: string, service: Service) =>
    withBook(async (path) =>
      toMeasure(name, await reconcileApart(service, { path, isLimited: true }, program)),
    );
  return [
    await measure('with limits, 100 records at once', limited),
    await measure('with limits, 10 records at once', sparing),
  ];
}

/** A service may give fewer records at once than it is asked for. */
async function serveTens({ fetch, sdkAppId, secretKey, url: origin }: RunningMock) {
  const server = createServer(async (request, response) => {
    const body = (await text(request)).replace(/("numberPerPage":)\d+/i, '$110');
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(new URL(request.url ?? '', origin), { method: 'POST', headers, body });
    response.writeHead(answer.status, headers).end(await answer.text());
  });
  return { sdkAppId, secretKey, ...(await serveLocally(server)) };
}

export async function withBook<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
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
    name,
    calls,
    requests,
    seconds,
    callsPerSecond: Math.round(calls / seconds),
    megabytes: Math.round(megabytes),
    secondsByLimits,
    secondsOf100000: (secondsByLimits * 100_000) / calls,
  };
}
