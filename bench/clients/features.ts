import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { type Mock, type RunningMock, startMock } from '@trtc-call/mock';
import { findMistake, limits } from '@trtc-call/spec/v1';
import { sampleCall } from '../sample-call.ts';
import type { AdapterModule, Made, Target, Wishes } from './adapters.ts';

/** Something that a client can or cannot do; found out by letting it do so. */
export interface Feature {
  readonly name: string;
  /** The client's own options that may be needed for it. */
  readonly wishes: Wishes;
  works(module: AdapterModule, wishes: Wishes): Promise<boolean>;
}

/** Longer than any default timeout, shorter than what the mock waits. */
const patience = 14_000;

export const features: readonly Feature[] = [
  feature('signs UserSigs from the secret key', {}, async ({ module, wishes, mock, target }) => {
    const { callId } = mock.records.add();
    return gets(module.make({ ...target, userSig: '' }, wishes), callId);
  }),
  feature('ends an attempt that gets no answer', { timeoutMilliseconds: 4000 }, async ({ made, mock }) => {
    mock.fault('hang', { milliseconds: patience + 5000 });
    return Promise.race([made.get('any').then(always, always), later(patience, false)]);
  }),
  feature('tries again after a 502 of a gateway', { retry: true }, async ({ made, mock }) => {
    const { callId } = mock.records.add();
    mock.fault('http-502');
    return gets(made, callId);
  }),
  feature('tries again after the code for too many requests', { retry: true }, async ({ made, mock }) => {
    const { callId } = mock.records.add();
    mock.respondWith('getRecordByCallId', `error-${answerTo('rate-exceeded')}`);
    return gets(made, callId);
  }),
  {
    name: 'keeps the rate limits: a burst of 40 calls is not refused',
    wishes: {},
    works: (module, wishes) =>
      withMock({}, async (mock) => {
        const { callId } = mock.records.add();
        const made = module.make(toTarget(mock), wishes);
        const gotten = await Promise.all(Array.from({ length: 40 }, () => gets(made, callId)));
        made.close?.();
        const refused = mock.requests.some(({ errorCode }) => errorCode === answerTo('rate-exceeded'));
        return gotten.every(Boolean) && !refused;
      }),
  },
  feature('reads all records, page by page', {}, async ({ made, mock }) => {
    const records = await made.list?.();
    const oldest = Date.now() / 1000 - limits.dataWindow.seconds + 60;
    const wanted = mock.records.list().filter(({ startCallTs }) => startCallTs > oldest);
    return records !== undefined && records.length >= wanted.length && wanted.length > 100;
  }),
  feature('notices an answer that breaks the contract', {}, async ({ made, mock }) => {
    mock.fault('wrong-data', { times: 10 });
    return made.get('mock-success').then(never, always);
  }),
  feature('makes a refusal an error with its code', {}, async ({ module, wishes, target }) => {
    const made = module.make({ ...target, userSig: 'no-user-sig' }, wishes);
    const code = answerTo('usersig-invalid');
    return made.get('any').then(never, (error) => Reflect.get(Object(error), 'code') === code);
  }),
  feature('shows no UserSig when the error of a 502 is logged', {}, async ({ made, mock, target }) => {
    mock.fault('http-502', { times: 10 });
    const seen = [await settle(made.get('any')), made.result && (await settle(made.result('any')))];
    return !inspect(seen, { depth: 12 }).includes(target.userSig.slice(0, 24));
  }),
  feature('gives errors as values', {}, async ({ made, mock }) => {
    mock.fault('http-502', { times: 10 });
    if (!made.result) return false;
    return made.result('any').then(({ error }) => error !== undefined, never);
  }),
  {
    name: 'tells a hook of each request',
    wishes: { onRequest: () => {} },
    works: (module, wishes) =>
      withMock({ rateLimit: false }, async (mock) => {
        let told = 0;
        const onRequest = () => {
          told += 1;
        };
        const made = module.make(toTarget(mock), wishes.onRequest ? { onRequest } : {});
        await made.get('mock-success');
        made.close?.();
        return told === 1;
      }),
  },
  {
    name: 'holds to a number of connections',
    wishes: { connections: 4 },
    works: async (module, wishes) => {
      await using server = await startCountingServer();
      const userSig = 'of-no-account';
      const target = { baseUrl: server.url, sdkAppId: 1, identifier: 'a', userSig, secretKey: 'none' };
      const made = module.make(target, wishes);
      await Promise.all(Array.from({ length: 16 }, () => made.get(server.callId)));
      made.close?.();
      return server.connections() <= 4;
    },
  },
];

interface Situation {
  readonly module: AdapterModule;
  readonly wishes: Wishes;
  readonly mock: Mock;
  readonly target: Target;
  readonly made: Made;
}

/** A feature that is tried with one client and one mock, without rate limits. */
function feature(name: string, wishes: Wishes, works: (situation: Situation) => Promise<boolean>): Feature {
  return {
    name,
    wishes,
    works: (module, given) =>
      withMock({ rateLimit: false }, async (mock) => {
        const target = toTarget(mock);
        const made = module.make(target, given);
        const worked = await works({ module, wishes: given, mock, target, made });
        made.close?.();
        return worked;
      }),
  };
}

async function withMock<Result>(
  options: { rateLimit?: boolean },
  work: (mock: RunningMock) => Promise<Result>,
): Promise<Result> {
  await using mock = await startMock(options);
  return await work(mock);
}

function toTarget(mock: RunningMock): Target {
  const { url: baseUrl, sdkAppId, identifier, secretKey } = mock;
  return { baseUrl, sdkAppId, identifier, secretKey, userSig: mock.userSig() };
}

/** Whether the record comes, and not an error or a refusal instead. */
async function gets(made: Made, callId: string): Promise<boolean> {
  const outcome = await settle(made.get(callId));
  return !(outcome instanceof Error) && JSON.stringify(outcome ?? null).includes(callId);
}

function settle(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error);
}

function answerTo(mistake: Parameters<typeof findMistake>[0]): number {
  return findMistake(mistake).answer;
}

const always = (): boolean => true;
const never = (): boolean => false;

function later(milliseconds: number, value: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, value).unref();
  });
}

/** A server that answers every call alike, slowly enough that calls overlap, and counts its connections. */
interface CountingServer extends AsyncDisposable {
  readonly url: string;
  /** The call that it answers with. */
  readonly callId: string;
  connections(): number;
}

const milliseconds = 20;

async function startCountingServer(): Promise<CountingServer> {
  const { answer, callId } = await sampleCall();
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume();
    setTimeout(() => {
      response.setHeader('content-type', 'application/json').end(answer);
    }, milliseconds);
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    callId,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
