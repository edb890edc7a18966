// `npm run books`: 100,000 calls whose webhooks are lost, repeated, reordered and late, received by processes that are
// killed into a Postgres that is restarted; then what it takes to reconcile them.
import { measureLimits, measureSqlite } from './measure-reconcile.ts';
import { openVendor } from './play-calls.ts';
import { isRight, runBooks } from './run-books.ts';

const calls = Number(process.argv[2] ?? 100_000);
if (!Number.isInteger(calls) || calls < 100) {
  process.stderr.write(`the number of calls must be an integer from 100 on (got ${process.argv[2]})\n`);
  process.exit(2);
}
/** What a book goes wrong with that is not written in one transaction with the mark. */
const fewer = Math.min(calls, 2000);

await using vendor = await openVendor();
const right = await runBooks(vendor, { kind: 'right', calls, reconcilesMeanwhile: true });
console.table(right);
await using other = await openVendor();
const apart = await runBooks(other, { kind: 'apart', calls: fewer, pauseMilliseconds: 500 });
console.table(apart);
const measures = [
  ...(await measureSqlite(vendor.mock)),
  ...(await measureLimits(vendor.mock, Math.min(calls, 20_000))),
];
console.table(measures);
if (!isRight(right) || isRight(apart)) process.exitCode = 1;
