// `npm run faults`: every fault, and what the client makes of it.
import { getEventListeners, once } from 'node:events';
import { createServer } from 'node:net';
import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClientOptions,
  type TrtcCallError,
} from '@trtc-call/client';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { type FaultRow, faultRows, type Seen } from './fault-rows.ts';
import { passTime, settle, VirtualTime } from './virtual-time.ts';

/** The client as the matrix uses it, so that a broken one can take its place. */
export interface MatrixClient {
  /** Gets a record; gives the number of attempts that it took. */
  get(callId: string, signal: AbortSignal): Promise<number>;
  close(): void | Promise<void>;
}

export type MakeClient = (options: TrtcCallClientOptions) => MatrixClient;

/** The client of this repository, as it is. */
export const realClient: MakeClient = (options) => {
  const client = createTrtcCallClient(options);
  return {
    get: async (callId, signal) => {
      const { response } = await client.records.get(callId, { signal }).withResponse();
      return response.attempts;
    },
    close: () => client.close(),
  };
};

/** What a caller is told by an error, in a few words. */
function describeError(error: unknown): string {
  if (!isTrtcCallError(error)) return `another error: ${error}`;
  const attempt = 'previousAttempts' in error ? error.previousAttempts.length + 1 : 1;
  return `${error.kind}${describeDetail(error)}, attempt ${attempt}`;
}

function describeDetail(error: TrtcCallError): string {
  switch (error.kind) {
    case 'refused':
      return ` ${error.code}`;
    case 'http-status':
      return ` ${error.status}`;
    case 'connection':
      // A machine without a network has a word of its own for a name that is not found.
      return error.code === 'EAI_AGAIN' ? ' ENOTFOUND' : ` ${error.code}`;
    case 'deadline':
      return ` of the ${error.scope}`;
    case 'contract':
      return ` ${error.issues[0]?.pointer || 'body'}`;
    default:
      return '';
  }
}

/** What a row came to. */
export interface RowResult extends Seen {
  readonly fault: string;
  readonly leaked: Partial<Resources>;
}

const callId = 'a-call';

/** Lets one fault meet one client. */
async function runRow(row: FaultRow, makeClient: MakeClient): Promise<RowResult> {
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
  const region = await chooseRegion(row, mock);
  const { signal } = new AbortController();
  using _installed = time.install();
  const before = countResources(time, signal);
  const client = makeClient({
    generation: 'v1',
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
  // Time may pass only where all that is awaited is time: what sockets take is real.
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
    return describeError(error);
  }
}

async function chooseRegion({ to }: FaultRow, mock: RunningMock): Promise<string> {
  if (to === 'an unknown name') return 'https://trtc-call.invalid';
  return to === 'a closed port' ? `http://127.0.0.1:${await closedPort()}` : mock.url;
}

/** A port that has just been freed. */
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

/** A row with what is wrong with it; nothing when it is as expected. */
export interface JudgedRow extends RowResult {
  readonly wrong: readonly string[];
}

/** Runs every row; one after the other, since each counts what is open in this process. */
async function runMatrix(): Promise<JudgedRow[]> {
  const judged: JudgedRow[] = [];
  for (const row of faultRows) judged.push(await judgeRow(row));
  return judged;
}

/** Runs one row, and compares what came of it with what is expected. */
export async function judgeRow(row: FaultRow, makeClient: MakeClient = realClient): Promise<JudgedRow> {
  const result = await runRow(row, makeClient);
  const names: readonly (keyof Seen)[] = ['sees', 'milliseconds', 'requests', 'carriedOut'];
  const unlike = names
    .filter((name) => result[name] !== row.expected[name])
    .map((name) => `${name}: ${result[name]}, expected ${row.expected[name]}`);
  const left = Object.entries(result.leaked).map(([kind, count]) => `left behind: ${count} ${kind}`);
  return { ...result, wrong: [...unlike, ...left] };
}

if (import.meta.main) {
  const rows = await runMatrix();
  console.table(
    rows.map(({ leaked, wrong, ...seen }) => ({
      ...seen,
      'left behind': JSON.stringify(leaked),
      verdict: wrong.length === 0 ? 'as expected' : `WRONG: ${wrong.join('; ')}`,
    })),
  );
  if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}
