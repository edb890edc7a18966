import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzReceiver, mostGrowthMegabytes } from './fuzz-receiver.ts';

// What is in use is known when the rest has been swept.
setFlagsFromString('--expose-gc');
globalThis.gc = runInNewContext('gc');

const runs = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write(`${process.argv[2]} is no number of requests: give a whole number from 1\n`);
  process.exit(2);
}
const { outcomes, seconds, grownMegabytes } = await fuzzReceiver(runs);
const rows = Object.entries(outcomes).sort(([, one], [, other]) => other - one);
process.stdout.write(
  `${runs} requests in ${seconds.toFixed(0)} s, ${grownMegabytes.toFixed(1)} MB more in use\n`,
);
for (const [name, count] of rows) process.stdout.write(`${String(count).padStart(9)}  ${name}\n`);
if (grownMegabytes > mostGrowthMegabytes) process.exitCode = 1;
