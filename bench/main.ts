// `npm run bench`: both sides of every comparison in one run, as a table. `--write` puts it into docs/benchmarks.md.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureClient } from './client.ts';
import { compareClients } from './clients/compare-clients.ts';
import { receiverThroughput } from './receiver-throughput.ts';
import { serverThroughput } from './server-throughput.ts';
import { type Comparison, replaceBetweenMarkers, table } from './table.ts';

const page = join(import.meta.dirname, '../docs/benchmarks.md');

const atOnce = 64;
const { latency, throughput: concurrent } = await measureClient(atOnce);
const throughput = await serverThroughput(3, 3);

const webhooks = await receiverThroughput(11, 1);
const start = measureStart(15);

const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
const milliseconds = (value: number) => `${Math.round(value)} ms`;
const microseconds = (value: number) => `${Math.round(value)} us`;
const compare = (
  what: string,
  [ours, theirs]: readonly [number, number],
  write: (value: number) => string,
  goal: Comparison['goal'],
): Comparison => ({ what, ours: write(ours), theirs: write(theirs), ratio: ours / theirs, goal });

const { mock, mockV4, prism, bare } = throughput;
const { client, clientV4, fetch, openapiFetch } = latency;
const mockRequests = 'requests at 16 connections, against';
const oneCall = 'everything on, time of one sequential call, against';
const comparisons: Comparison[] = [
  compare(`mock, ${mockRequests} \`prism mock\``, [mock, prism], perSecond, { atLeast: 10 }),
  compare(`mock, ${mockRequests} a bare \`node:http\` server`, [mock, bare], perSecond, { atLeast: 0.4 }),
  compare(`mock, v4, ${mockRequests} v1 of the same mock`, [mockV4, mock], perSecond, { atLeast: 0.9 }),
  compare(`client, v4, ${oneCall} v1`, [clientV4, client], microseconds, { atMost: 1.1 }),
  compare(
    '`trtc-call --version`, as packed, against `node -e 0`',
    [start.version, start.node],
    milliseconds,
    { atMost: 2 },
  ),
  compare(`client, ${oneCall} bare \`fetch\` + \`JSON.parse\``, [client, fetch], microseconds, {
    atMost: 1.15,
  }),
  compare(
    `client, everything on, calls with ${atOnce} under way, against bare \`fetch\` + \`JSON.parse\``,
    [concurrent.client, concurrent.fetch],
    perSecond,
    { atLeast: 1 },
  ),
  compare(`client, ${oneCall} bare \`openapi-fetch\``, [client, openapiFetch], microseconds, { atMost: 1 }),
  {
    ...compare(
      'webhook receiver, everything on, memory store, no two events the same, against a bare `node:http` server',
      [webhooks.receiver, webhooks.bare],
      perSecond,
      { atLeast: 0.4 },
    ),
    // Of the two in the same round, since a machine is not equally fast in all of them.
    ratio: webhooks.ratio,
  },
  {
    ...compare(
      'webhook receiver, v4, the same, against v1 of the same receiver',
      [webhooks.receiverV4, webhooks.receiver],
      perSecond,
      { atLeast: 0.9 },
    ),
    ratio: webhooks.ratioV4,
  },
];

const rendered = table(comparisons);
console.log(rendered);
const clients = await compareClients();
console.log(clients);
if (process.argv.includes('--write')) {
  const text = replaceBetweenMarkers(readFileSync(page, 'utf8'), 'bench', rendered);
  writeFileSync(page, replaceBetweenMarkers(text, 'clients', clients));
}

/**
 * Milliseconds from start to end of a process, the best of the rounds: of the packed command that only says its version,
 * and of Node.
 */
function measureStart(rounds: number): { version: number; node: number } {
  const folder = join(import.meta.dirname, '../packages/cli');
  const run = (command: string, args: readonly string[]): number => {
    const started = performance.now();
    const { status } = spawnSync(command, args, { cwd: folder, stdio: 'ignore' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited ${status}`);
    return performance.now() - started;
  };
  run(join(folder, 'node_modules/.bin/tsdown'), []);
  const best = { version: Number.POSITIVE_INFINITY, node: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round += 1) {
    best.node = Math.min(best.node, run(process.execPath, ['-e', '0']));
    best.version = Math.min(best.version, run(process.execPath, ['dist/start.cjs', '--version']));
  }
  return best;
}
