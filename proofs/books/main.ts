// `npm run books`: 100,000 calls whose webhooks are lost, repeated, reordered and late, received by processes that are
// killed into a Postgres that is restarted; then what it takes to reconcile them, by which alone `--reconcile` begins.
import { parseArgs } from 'node:util';
import { installBuilt, measureCommand } from './built-packages.ts';
import { measureLimits, measureSqlite } from './measure-reconcile.ts';
import { openVendor } from './play-calls.ts';
import { isRight, runBooks } from './run-books.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { reconcile: { type: 'boolean' } },
});
const calls = Number(positionals[0] ?? 100_000);
if (!Number.isInteger(calls) || calls < 100) {
  process.stderr.write(`the number of calls must be an integer from 100 on (got ${positionals[0]})\n`);
  process.exit(2);
}
/** What a book goes wrong with that is not written in one transaction with the mark. */
const fewer = Math.min(calls, 2000);

await using vendor = await openVendor();
if (values.reconcile) {
  // Only the records count.
  for await (const _ of vendor.playDay(calls));
} else {
  const right = await runBooks(vendor, { kind: 'right', calls, reconcilesMeanwhile: true });
  console.table(right);
  await using other = await openVendor();
  const apart = await runBooks(other, { kind: 'apart', calls: fewer, troubleEvery: 50 });
  console.table(apart);
  if (!isRight(right) || isRight(apart)) process.exitCode = 1;
}
using built = await installBuilt();
console.table(await measureCommand(built, vendor.mock));
for (const flags of [[], ['--max-semi-space-size=4', '--heap-growing-percent=50']]) {
  const program = { main: built.main, flags };
  const measures = await measureSqlite(vendor.mock, program);
  measures.push(...(await measureLimits(vendor.mock, Math.min(calls, 20_000), program)));
  console.log(`A program: node ${flags.join(' ')}`);
  console.table(measures, [
    'name',
    'calls',
    'requests',
    'seconds',
    'callsPerSecond',
    'megabytes',
    'secondsOf100000',
  ]);
}
