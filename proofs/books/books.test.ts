import { hasPostgres, isFullProof } from '@trtc-call/test-servers';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { measureLimits, measureSqlite } from './measure-reconcile.ts';
import { openVendor, type Vendor } from './play-calls.ts';
import { isRight, runBooks } from './run-books.ts';

// `npm run books` plays many more.
const size = isFullProof ? { calls: 10_000, workers: 4 } : { calls: 150, workers: 2, troubleEvery: 20 };
// On a busy machine each process takes its time to start.
vi.setConfig({ testTimeout: isFullProof ? 1_200_000 : 300_000 });
const vendors: Vendor[] = [];
async function open(): Promise<Vendor> {
  const vendor = await openVendor();
  vendors.push(vendor);
  return vendor;
}
afterAll(async () => {
  for (const vendor of vendors) await vendor[Symbol.asyncDispose]();
});

describe.skipIf(!hasPostgres())('a book of calls on Postgres (needs postgresql)', () => {
  test('is right to the second, whatever is lost, late, killed, restarted and reconciled meanwhile', async () => {
    const run = { kind: 'right', ...size, reconcilesMeanwhile: true } as const;
    const audit = await runBooks(await open(), run);
    expect(isRight(audit), JSON.stringify(audit)).toBe(true);
    // With a call of each generation that ended while it was reconciled.
    expect(audit).toMatchObject({ reconciledMeanwhile: 2, calls: size.calls + 2 });
    expect(audit.kills).toBeGreaterThan(0);
    expect(audit.restarts).toBeGreaterThan(0);
  });

  // Whether a receiver dies in the moment between is chance.
  test('lacks webhooks where mark and row are written apart', { retry: 2 }, async () => {
    const run = { kind: 'apart', calls: 100, workers: 2, troubleEvery: 20 } as const;
    const audit = await runBooks(await open(), run);
    expect(audit.unbooked, JSON.stringify(audit)).toBeGreaterThan(0);
    expect(isRight(audit)).toBe(false);
  });
});

test('the records of a day are read within the limits, with pages that are half full or more', async () => {
  const vendor = await open();
  const calls = isFullProof ? 10_000 : 400;
  for await (const _ of vendor.playDay(calls)) {
    // Only the records count.
  }
  const [written, agreed] = await measureSqlite(vendor.mock);
  expect([written, agreed]).toMatchObject([{ calls }, { calls }]);
  const [hundreds, tens] = await measureLimits(vendor.mock, calls);
  expect([hundreds, tens]).toMatchObject([{ calls }, { calls }]);
  for (const [measured, perPage] of [
    [hundreds, 100],
    [tens, 10],
  ] as const) {
    const { requests = 0, seconds, secondsByLimits = 0 } = measured ?? {};
    // Pages are at least half full, but for the first ones of each generation, by which the density is found: their number
    // does not grow with the calls.
    expect(requests).toBeLessThan((2 * calls) / perPage + 150);
    // A second may be begun with all of its requests.
    expect(seconds).toBeGreaterThan(secondsByLimits - 1);
  }
});
