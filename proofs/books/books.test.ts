import { hasPostgres, isFullProof } from '@trtc-call/test-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureLimits, measureSqlite } from './measure-reconcile.ts';
import { openVendor, type Vendor } from './play-calls.ts';
import { isRight, runBooks } from './run-books.ts';

// `npm run books` plays fifty times as many.
const calls = isFullProof ? 10_000 : 2000;
const vendors: Vendor[] = [];
async function open(): Promise<Vendor> {
  const vendor = await openVendor();
  vendors.push(vendor);
  return vendor;
}
afterAll(() => Promise.all(vendors.map((vendor) => vendor[Symbol.asyncDispose]())));

describe.skipIf(!hasPostgres())('books of calls (needs postgresql)', () => {
  test('are right to the second after one reconciliation, whatever was lost, late, killed and restarted', async () => {
    const audit = await runBooks(await open(), { kind: 'right', calls, pauseMilliseconds: 1000 });
    expect(isRight(audit), JSON.stringify(audit)).toBe(true);
    expect(audit.kills + audit.restarts).toBeGreaterThan(3);
  });
});
