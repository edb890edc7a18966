// `npm run bench`: both sides of every comparison in one run, as a table. `--write` puts it into docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureClient } from './client.ts';
import { compareClients } from './clients/compare-clients.ts';
import { measureStart } from './command-start.ts';
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
const comparisons: Comparison[] = [
  {
    what: 'mock, requests at 16 connections, against `prism mock`',
    ours: perSecond(throughput.mock),
    theirs: perSecond(throughput.prism),
    ratio: throughput.mock / throughput.prism,
    goal: { atLeast: 10 },
  },
  {
    what: 'mock, requests at 16 connections, against a bare `node:http` server',
    ours: perSecond(throughput.mock),
    theirs: perSecond(throughput.bare),
    ratio: throughput.mock / throughput.bare,
    goal: { atLeast: 0.4 },
  },
  {
    what: 'mock, v4, requests at 16 connections, against v1 of the same mock',
    ours: perSecond(throughput.mockV4),
    theirs: perSecond(throughput.mock),
    ratio: throughput.mockV4 / throughput.mock,
    goal: { atLeast: 0.9 },
  },
  {
    what: 'client, v4, everything on, time of one sequential call, against v1',
    ours: microseconds(latency.clientV4),
    theirs: microseconds(latency.client),
    ratio: latency.clientV4 / latency.client,
    goal: { atMost: 1.1 },
  },
  {
    what: '`trtc-call --version`, as packed, against `node -e 0`',
    ours: milliseconds(start.version),
    theirs: milliseconds(start.node),
    ratio: start.version / start.node,
    goal: { atMost: 2 },
  },
  {
    what: 'client, everything on, time of one sequential call, against bare `fetch` + `JSON.parse`',
    ours: microseconds(latency.client),
    theirs: microseconds(latency.fetch),
    ratio: latency.client / latency.fetch,
    goal: { atMost: 1.15 },
  },
  {
    what: `client, everything on, calls with ${atOnce} under way, against bare \`fetch\` + \`JSON.parse\``,
    ours: perSecond(concurrent.client),
    theirs: perSecond(concurrent.fetch),
    ratio: concurrent.client / concurrent.fetch,
    goal: { atLeast: 1 },
  },
  {
    what: 'client, everything on, time of one sequential call, against bare `openapi-fetch`',
    ours: microseconds(latency.client),
    theirs: microseconds(latency.openapiFetch),
    ratio: latency.client / latency.openapiFetch,
    goal: { atMost: 1 },
  },
  {
    what: 'webhook receiver, everything on, memory store, no two events the same, against a bare `node:http` server',
    ours: perSecond(webhooks.receiver),
    theirs: perSecond(webhooks.bare),
    ratio: webhooks.ratio,
    goal: { atLeast: 0.4 },
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
