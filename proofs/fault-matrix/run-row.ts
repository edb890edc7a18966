import { once } from 'node:events';
import { createServer } from 'node:net';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { countResources, leaked, type Resources } from './count-resources.ts';
import type { FaultRow, Seen } from './fault-rows.ts';
import { type MakeClient, type MatrixClient, wordsOf } from './matrix-client.ts';
import { VirtualTime } from './virtual-time.ts';

/** What a row came to. */
export interface RowResult extends Seen {
  readonly fault: string;
  readonly leaked: Partial<Resources>;
}

/** Rounds of the event loop in which what is on the way between two sockets of this process arrives. */
const settlingRounds = 30;

/** Real time after which a call counts as one that never ends, in milliseconds. */
const patienceMilliseconds = 60_000;

const callId = 'a-call';

/** Lets one fault meet one client. */
export async function runRow(row: FaultRow, makeClient: MakeClient): Promise<RowResult> {
  const time = new VirtualTime();
  const beganAt = Date.now();
  const now = (): number => beganAt + time.milliseconds;
  let mockWaits = 0;
  let clientWaits = false;
  await using mock = await startMock({
    now,
    wait: async (milliseconds, signal) => {
      mockWaits += 1;
      await time.wait(milliseconds, signal).finally(() => {
        mockWaits -= 1;
      });
    },
  });
  mock.records.add({ callId });
  const region = await regionOf(row, mock);
  const { signal } = new AbortController();
  using _installed = time.install();
  const before = countResources(time, signal);
  const client = makeClient({
    sdkAppId: mock.sdkAppId,
    secretKey: mock.secretKey,
    region,
    now: () => now() + (row.clockAhead ?? 0),
    random: () => 0.5,
    onRetry: ({ delayMilliseconds }) => {
      clientWaits = delayMilliseconds > 0;
    },
    onRequest: () => {
      clientWaits = false;
    },
    ...row.options,
  });
  // Only where somebody waits for nothing but time may time pass: what sockets take is real.
  const pass = <Value>(promise: Promise<Value>): Promise<Value> =>
    passTime(promise, time, () => mockWaits > 0 || clientWaits);
  const call = async (): Promise<void> => {
    await pass(client.get(callId, signal));
  };
  await row.arrange?.({ mock, time, call });
  const [requestsBefore, millisecondsBefore] = [mock.requests.length, time.milliseconds];
  const sees = await pass(judge(client, signal));
  const arrived = mock.requests.slice(requestsBefore);
  const milliseconds = time.milliseconds - millisecondsBefore;
  await client.close();
  await settle(() => Object.keys(leaked(before, countResources(time, signal))).length === 0);
  return {
    fault: row.fault,
    sees,
    milliseconds,
    requests: arrived.length,
    carriedOut: arrived.filter(({ carriedOut }) => carriedOut).length,
    leaked: leaked(before, countResources(time, signal)),
  };
}

async function judge(client: MatrixClient, signal: AbortSignal): Promise<string> {
  try {
    return `ok, attempt ${await client.get(callId, signal)}`;
  } catch (error) {
    return wordsOf(error);
  }
}

/** Lets time pass until the promise is settled. */
async function passTime<Value>(
  promise: Promise<Value>,
  time: VirtualTime,
  isWaitedFor: () => boolean,
): Promise<Value> {
  let settled = false;
  const end = (): void => {
    settled = true;
  };
  promise.then(end, end);
  const patience = Date.now() + patienceMilliseconds;
  while (!settled) {
    await settle(() => settled);
    if (settled) break;
    if (Date.now() > patience) {
      throw new Error(
        `the call did not end within ${patienceMilliseconds} ms: see what the client waits for`,
      );
    }
    if (isWaitedFor()) time.advance();
  }
  return promise;
}

/** Rounds of the event loop until something is true, at most as many as sockets need. */
async function settle(isDone: () => boolean): Promise<void> {
  for (let round = 0; round < settlingRounds && !isDone(); round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function regionOf({ to }: FaultRow, mock: RunningMock): Promise<string> {
  if (to === 'an unknown name') return 'https://trtc-call.invalid';
  return to === 'a closed port' ? `http://127.0.0.1:${await closedPort()}` : mock.url;
}

/** A port on which somebody has just stopped to listen. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 1;
}
