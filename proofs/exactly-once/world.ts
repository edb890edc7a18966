import { createTrtcCallClient, isTrtcCallError, type TrtcCallClient } from '@trtc-call/client';
import { createMock, type Mock, type RunningMock, startMock } from '@trtc-call/mock';
import { isOperationId, type OperationId } from '@trtc-call/spec/v1';
import { passTime, VirtualTime } from '../fault-matrix/virtual-time.ts';
import type { FailurePoint } from './failure-points.ts';

/** How requests go: through the `fetch` of a mock without a port, or over sockets. */
export type Wire = 'fetch' | 'sockets';

/** What a world is made with. */
export interface WorldOptions {
  readonly wire?: Wire;
  /** An operation of which the vendor keeps every success, as no operation of the contract does. */
  readonly appending?: OperationId;
}

/** A vendor with its state and a client that calls it. */
export interface World extends AsyncDisposable {
  /** Makes a call whose first attempts fail at these points; gives what the caller is told, as text. */
  call(planned: PlannedCall, points: readonly FailurePoint[]): Promise<string>;
  /** Everything that the vendor keeps, as text. */
  state(): Promise<string>;
  /** How many requests of an operation have been carried out. */
  carriedOut(operationId: OperationId): number;
}

const startsAt = Date.UTC(2026, 0, 15);

/** When the records of every world began, in Unix seconds. */
export const recordTimes = [1, 2, 3].map((hours) => startsAt / 1000 - hours * 3600);

/** The call ids of these records. */
export const callIds = recordTimes.map((_, index) => `call-${index}`);

/** Makes a world; all worlds begin in the same state. */
export async function makeWorld({ wire = 'fetch', appending }: WorldOptions = {}): Promise<World> {
  const time = new VirtualTime();
  let waits = 0;
  const options = {
    now: () => startsAt + time.milliseconds,
    rateLimit: false,
    journalSize: 10_000,
    records: callIds.map((callId, index) => ({ callId, startCallTs: recordTimes[index] ?? 0 })),
    wait: async (milliseconds: number, signal: AbortSignal) => {
      waits += 1;
      await time.wait(milliseconds, signal).finally(() => {
        waits -= 1;
      });
    },
  };
  const mock = wire === 'sockets' ? await startMock(options) : await createMock(options);
  let coming: readonly FailurePoint[] = [];
  let refusedWith: string | undefined;
  let clientWaits = false;
  const fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const code = refusedWith;
    refusedWith = undefined;
    if (code) throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    return mock.fetch(input, init);
  };
  const client = createTrtcCallClient({
    generation: 'v1',
    ...credentials(mock),
    ...(isRunning(mock) ? { region: mock.url } : { fetch }),
    now: options.now,
    random: () => 0.5,
    limiter: false,
    // Every attempt may take its whole time.
    deadlineMilliseconds: 120_000,
    onRequest: ({ operationId }) => {
      clientWaits = false;
      const [point, ...others] = coming;
      coming = others;
      if (!isOperationId(operationId)) throw new TypeError(`${operationId} is not an operation of v1`);
      if (typeof point?.strike === 'function') point.strike(mock, operationId);
      else refusedWith = point?.strike.code;
    },
    onRetry: ({ delayMilliseconds }) => {
      clientWaits = delayMilliseconds > 0;
    },
  });
  const installed = time.install();
  const carriedOut = (operationId: OperationId): number =>
    mock.requests.filter((request) => request.operationId === operationId && request.carriedOut).length;

  return {
    call: (planned, points) => {
      coming = points;
      return passTime(describeOutcome(client, planned), time, () => waits > 0 || clientWaits);
    },
    state: async () => {
      const kept = appending && carriedOut(appending);
      return JSON.stringify({ callback: await readCallback(mock), records: mock.records.list(), kept });
    },
    carriedOut,
    [Symbol.asyncDispose]: async () => {
      installed[Symbol.dispose]();
      client.close();
      if (isRunning(mock)) await mock.close();
    },
  };
}

function isRunning(mock: Mock): mock is RunningMock {
  return 'url' in mock;
}

function credentials({ sdkAppId, secretKey }: Mock) {
  return { sdkAppId, secretKey };
}

async function describeOutcome(client: TrtcCallClient, planned: PlannedCall): Promise<string> {
  try {
    const data = await operationCalls[planned.operationId](client, planned);
    return `ok ${JSON.stringify(data)}`;
  } catch (error) {
    if (!isTrtcCallError(error)) throw error;
    return error.kind === 'refused' ? `refused ${error.code}` : error.kind;
  }
}

/** Reads the configuration past the client under test. */
async function readCallback(mock: Mock): Promise<string> {
  const reader = createTrtcCallClient({
    generation: 'v1',
    ...credentials(mock),
    fetch: mock.fetch,
    limiter: false,
  });
  const planned: PlannedCall = { operationId: 'getCallback', callId: '', startTimestamp: 0, address: '' };
  return describeOutcome(reader, planned);
}

/** The arguments of every operation; each takes those that it needs. */
export interface CallArguments {
  readonly callId: string;
  readonly startTimestamp: number;
  readonly address: string;
}

/** A call of one operation. */
export interface PlannedCall extends CallArguments {
  readonly operationId: OperationId;
}

/** Each operation of the contract as a caller calls it; the compiler asks for one that is missing. */
const operationCalls: Readonly<
  Record<OperationId, (client: TrtcCallClient, given: CallArguments) => Promise<unknown>>
> = {
  getRecordByCallId: ({ records }, { callId }) => records.get(callId),
  getRecordsByFilter: ({ records }, { startTimestamp }) => records.query({ startTimestamp }),
  setCallback: ({ callbacks }, { address }) => callbacks.set({ address, actions: [] }),
  getCallback: ({ callbacks }) => callbacks.get(),
  updateCallback: ({ callbacks }, { address }) => callbacks.update({ address, actions: [] }),
  deleteCallback: ({ callbacks }) => callbacks.delete(),
};

/** A call and the points at which its first attempts fail. */
export interface TroubledCall {
  readonly planned: PlannedCall;
  readonly points: readonly FailurePoint[];
}

/**
 * Makes the same calls in two worlds, one of which has the failures, and says where they differ: in what the caller
 * is told, or in the state afterwards. Empty when each call took place exactly once.
 */
export async function compareWorlds(
  calls: readonly TroubledCall[],
  options: WorldOptions = {},
): Promise<string[]> {
  const calm = await runCalls(
    calls.map(({ planned }) => ({ planned, points: [] })),
    options,
  );
  const troubled = await runCalls(calls, options);
  return calls.flatMap(({ planned, points }, index) => {
    const [wanted, got] = [calm[index], troubled[index]];
    if (!wanted || !got) return [`call ${index} was not made`];
    const call = `${planned.operationId} after [${points.map(({ name }) => name).join('; ')}]`;
    const differences = [];
    if (got.outcome !== wanted.outcome && !isLostDeletion(planned, points, wanted.outcome)) {
      differences.push(`${call}: the caller is told "${got.outcome}", not "${wanted.outcome}"`);
    }
    if (got.state !== wanted.state) {
      differences.push(`${call}: the state is ${got.state}, not ${wanted.state}`);
    }
    return differences;
  });
}

interface Aftermath {
  readonly outcome: string;
  readonly state: string;
}

async function runCalls(calls: readonly TroubledCall[], options: WorldOptions): Promise<Aftermath[]> {
  await using world: World = await makeWorld(options);
  const aftermaths: Aftermath[] = [];
  for (const { planned, points } of calls) {
    const outcome = await world.call(planned, points);
    aftermaths.push({ outcome, state: await world.state() });
  }
  return aftermaths;
}

/**
 * Where nothing was configured and an attempt had no answer, the client does not say whether that attempt removed
 * the configuration: it says that it is gone, which is true.
 */
function isLostDeletion(planned: PlannedCall, points: readonly FailurePoint[], wanted: string): boolean {
  return (
    planned.operationId === 'deleteCallback' &&
    wanted.startsWith('refused') &&
    points.some(({ callerKnows }) => !callerKnows)
  );
}
