import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:net';
import { type RunningMock, startMock } from '@trtc-call/mock';
import type { FaultRow, Seen } from './fault-rows.ts';
import { type MakeClient, type MatrixClient, wordsOf } from './matrix-client.ts';
import { passTime, settle, VirtualTime } from './virtual-time.ts';

/** What a row came to. */
export interface RowResult extends Seen {
  readonly fault: string;
  readonly leaked: Partial<Resources>;
}

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
    generation: 'v1',
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

/** What a call may leave behind. */
interface Resources {
  /**
   * Ends of connections that are read from. The server, which is in this process, reads from each of its own; those
   * of the caller count while they are in use.
   */
  readonly sockets: number;
  readonly timers: number;
  /** Listeners on the caller's signal and on the process. */
  readonly listeners: number;
}

function countResources(time: VirtualTime, signal: AbortSignal): Resources {
  const sockets = process.getActiveResourcesInfo().filter((kind) => /TCP(Socket|Connect)|TLSWrap/.test(kind));
  const onProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return {
    sockets: sockets.length,
    timers: time.pending,
    listeners: onProcess + getEventListeners(signal, 'abort').length,
  };
}

/** Each resource of which there is more than before, by how much. */
function leaked(before: Resources, after: Resources): Partial<Resources> {
  const differences = (['sockets', 'timers', 'listeners'] as const).map(
    (name) => [name, after[name] - before[name]] as const,
  );
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}
