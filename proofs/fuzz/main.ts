// `npm run fuzz`: a million generated requests.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readPort, serveLocally } from '@trtc-call/test-servers';
import { createReceiver, memoryStore, type Outcome, type Receiver } from '@trtc-call/webhooks';
import fc from 'fast-check';
import { bodies, headerValues, queries, requests, sdkAppId } from './webhook-noise.ts';

/** A run in which more than that has come into use has lost some of it with each request. */
const mostGrowthMegabytes = 20;

/** What came of a run. */
export interface FuzzReport {
  readonly runs: number;
  /** How many requests had each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** How much more memory is in use in the end than behind the first tenth, in megabytes. */
  readonly grownMegabytes: number;
}

/** A request that is not answered within this time hangs, in milliseconds. */
const patience = 10_000;
/** Every tenth request goes over a socket, as bytes: that is slower than all the rest. */
const socketEvery = 10;
const lanes = 8;

/**
 * Sends generated requests to a receiver: through its fetch adapter, and over sockets through its node adapter.
 *
 * @throws Error when one is not answered, or not in the vendor's form, or acknowledged without being handled
 */
export async function fuzzReceiver(runs: number): Promise<FuzzReport> {
  const started = performance.now();
  const outcomes: Record<string, number> = {};
  let last: Outcome | undefined;
  const receiver = createReceiver({
    sdkAppId,
    on: { '*': () => {} },
    // Small, so that it is full early: what grows then is not memory of events.
    store: memoryStore({ maxEvents: 500 }),
    limits: { bodyMilliseconds: 1000 },
    onOutcome: (outcome) => {
      last = outcome;
      const name = outcome.outcome === 'refused' ? outcome.code : outcome.outcome;
      outcomes[name] = (outcomes[name] ?? 0) + 1;
    },
  });
  const problems: unknown[] = [];
  const note = (reason: unknown) => problems.push(reason);
  process.on('unhandledRejection', note).on('uncaughtException', note);
  try {
    const overSockets = Math.ceil(runs / socketEvery);
    const direct = runs - overSockets;
    const tenth = Math.ceil(direct / 10);
    await sendThroughFetch(receiver, tenth, () => last);
    const before = memoryInUse();
    await sendThroughFetch(receiver, direct - tenth, () => last);
    await sendOverSockets(receiver, overSockets);
    await receiver.close();
    if (problems.length > 0) throw new Error('something was thrown and not caught', { cause: problems[0] });
    const grownMegabytes = (memoryInUse() - before) / 1e6;
    return { runs, outcomes, seconds: (performance.now() - started) / 1000, grownMegabytes };
  } finally {
    process.off('unhandledRejection', note).off('uncaughtException', note);
  }
}

async function sendThroughFetch(
  receiver: Receiver,
  runs: number,
  last: () => Outcome | undefined,
): Promise<void> {
  if (runs === 0) return;
  const property = fc.asyncProperty(bodies, queries, headerValues, async (body, query, type) => {
    const request = new Request(`https://x.example/hooks?${query}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': /^[\x20-\x7e\t]+$/.test(type) ? type : 'application/json' },
    });
    const response = await inTime(receiver.fetch(request));
    const answer: unknown = await response.json();
    const { ErrorCode, ErrorMessage, ErrorInfo = ErrorMessage } = Object(answer);
    if (typeof ErrorCode !== 'number' || typeof ErrorInfo !== 'string') {
      throw new Error('not the vendor’s form');
    }
    const acknowledged: readonly unknown[] = ['handled', 'duplicate', 'not-a-webhook'];
    if ((ErrorCode === 0) !== acknowledged.includes(last()?.outcome))
      throw new Error(`ErrorCode ${ErrorCode} for ${last()?.outcome}`);
  });
  await fc.assert(property, { numRuns: runs });
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function sendOverSockets(receiver: Receiver, runs: number): Promise<void> {
  const server = createServer({ requestTimeout: 2000, headersTimeout: 2000 }, receiver.node);
  await using _served = await serveLocally(server);
  const port = readPort(server);
  const perLane = Math.ceil(runs / lanes);
  await Promise.all(
    Array.from({ length: lanes }, () =>
      fc.assert(
        fc.asyncProperty(requests, (bytes) => sendBytes(port, bytes)),
        { numRuns: perLane },
      ),
    ),
  );
  // It still serves.
  await sendBytes(port, Buffer.from('POST /hooks?x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
}

/** Sends bytes and nothing behind them; whatever they are, the connection has to end. */
async function sendBytes(port: number, bytes: Buffer): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on('error', () => {}).on('close', () => resolve());
  socket.resume().end(bytes);
  await inTime(promise);
}

function memoryInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

if (import.meta.main) await sendAll();

async function sendAll(): Promise<void> {
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
}
