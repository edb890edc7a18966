import { hasPostgres, isFullProof } from '@trtc-call/test-servers';
import { afterAll, describe, expect, test } from 'vitest';
import { measureLimits, measureSqlite } from './measure-reconcile.ts';
import { openVendor, type Vendor } from './play-calls.ts';
import { isRight, runBooks } from './run-books.ts';

// `npm run books` plays a hundred times as many.
const calls = isFullProof ? 10_000 : 1000;
const vendors: Vendor[] = [];
async function open(): Promise<Vendor> {
  const vendor = await openVendor();
  vendors.push(vendor);
  return vendor;
}
afterAll(async () => {
  for (const vendor of vendors) await vendor[Symbol.asyncDispose]();
});

describe.skipIf(!hasPostgres()).concurrent('a book of calls on Postgres (needs postgresql)', () => {
  test('is right to the second, whatever is lost, late, killed and restarted', async () => {
    const audit = await runBooks(await open(), { kind: 'right', calls, pauseMilliseconds: 1000 });
    expect(isRight(audit), JSON.stringify(audit)).toBe(true);
    expect(audit.kills + audit.restarts).toBeGreaterThan(3);
  });

  test('is so while four receivers and two reconciliations write it, and calls end meanwhile', async () => {
    const run = { kind: 'right', calls: calls / 2, hasTroubles: false, reconcilesMeanwhile: true } as const;
    const audit = await runBooks(await open(), run);
    expect(isRight(audit), JSON.stringify(audit)).toBe(true);
    expect(audit).toMatchObject({ reconciledMeanwhile: 2, calls: run.calls + 2 });
  });

  // Whether a receiver dies in the moment between is chance.
  test('lacks webhooks where mark and row are written apart', { retry: 2 }, async () => {
    const audit = await runBooks(await open(), { kind: 'apart', calls: calls / 2, pauseMilliseconds: 400 });
    expect(audit.unbooked, JSON.stringify(audit)).toBeGreaterThan(0);
    expect(isRight(audit)).toBe(false);
  });
});

test('the records of a day are read within the limits, in the requests that the README computes', async () => {
  const vendor = await open();
  for await (const _ of vendor.playDay(calls)) {
    // Only the records count.
  }
  const [written, agreed] = await measureSqlite(vendor.mock);
  expect([written, agreed]).toMatchObject([{ calls }, { calls }]);
  for (const { calls: read, requests, seconds, secondsByLimits } of await measureLimits(vendor.mock, calls)) {
    expect(read).toBe(calls);
    expect(requests).toBeGreaterThan(0);
    // A second may be begun with all of its requests.
    expect(seconds).toBeGreaterThan(secondsByLimits - 1);
  }
});
