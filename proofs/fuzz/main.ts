import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzReceiver, mostGrowthMegabytes } from './fuzz-receiver.ts';

// What is in use is known when the rest has been swept.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const runs = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`the number of requests must be an integer of 1 or more (got ${process.argv[2]})\n`);
  process.exit(2);
}
const { outcomes, seconds, grownMegabytes } = await fuzzReceiver(runs);
const rows = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
process.stdout.write(
  `${runs} requests in ${seconds.toFixed(0)} s, ${grownMegabytes.toFixed(1)} MB more in use\n`,
);
for (const [name, count] of rows) process.stdout.write(`${String(count).padStart(9)}  ${name}\n`);
if (grownMegabytes > mostGrowthMegabytes) process.exitCode = 1;
