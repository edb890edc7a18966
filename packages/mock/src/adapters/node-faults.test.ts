import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultKind, type RunningMock, startMock } from '../index.ts';
import { writeTarget } from '../testing/call.ts';

const patiently = { interval: 5, timeout: 10_000 };
const unfinished = new Set<AbortSignal>();
let mock: RunningMock;

beforeAll(async () => {
  // Long waits last until the caller disconnects, so that a fault that is not aborted shows.
  const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
    milliseconds < 100
      ? Promise.resolve()
      : new Promise((_, reject) => {
          unfinished.add(signal);
          signal.addEventListener('abort', () => {
            unfinished.delete(signal);
            reject(signal.reason);
          });
        });
  mock = await startMock({ rateLimit: false, wait });
});
afterAll(() => mock.close());

interface Exchange {
  readonly outgoing: ClientRequest;
  /** What came, in order: `headers`, each error by its code, `end`, `close`. */
  readonly events: string[];
  readonly text: () => string;
  readonly done: Promise<void>;
  readonly headers: Promise<IncomingMessage>;
}

function post(agent: Agent | false = false): Exchange {
  const events: string[] = [];
  let body = '';
  const outgoing = request(mock.url + writeTarget(mock, 'setCallback'), { agent, method: 'POST' });
  const note = (error: Error & { code?: string }): void => {
    // A reset in the middle of an answer is an error of the request and of the answer.
    if (events.at(-1) !== error.code) events.push(String(error.code));
  };
  const headers = new Promise<IncomingMessage>((resolve) => {
    outgoing.on('response', (response) => {
      events.push('headers');
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', note).on('end', () => events.push('end'));
      resolve(response);
    });
  });
  outgoing.on('error', note);
  const done = new Promise<void>((resolve) => outgoing.once('close', resolve));
  outgoing.end('{"address":"https://a.example","actions":[]}');
  return { outgoing, events, text: () => body, done, headers };
}

test.each<{ kind: FaultKind; events: string[] }>([
  { kind: 'drop', events: ['ECONNRESET'] },
  { kind: 'reset', events: ['ECONNRESET'] },
  { kind: 'hang', events: ['ECONNRESET'] },
  { kind: 'reset-body', events: ['headers', 'ECONNRESET'] },
  { kind: 'truncate', events: ['headers', 'ECONNRESET'] },
  { kind: 'endless-body', events: ['headers', 'ECONNRESET'] },
  { kind: 'slow-body', events: ['headers', 'end'] },
  { kind: 'delay', events: ['headers', 'end'] },
  { kind: 'http-502', events: ['headers', 'end'] },
  { kind: 'close-idle', events: ['headers', 'end'] },
  { kind: 'wrong-types', events: ['headers', 'end'] },
  { kind: 'big-body', events: ['headers', 'end'] },
])('$kind shows as $events', async ({ kind, events }) => {
  mock.fault(kind, { milliseconds: 99 });
  const exchange = post();
  await exchange.done;
  expect(exchange.events).toEqual(events);
});

test('reset differs from drop by its RST', async () => {
  const failures: unknown[] = [];
  for (const kind of ['reset', 'drop'] as const) {
    mock.fault(kind);
    const url = mock.url + writeTarget(mock, 'getCallback');
    const error: unknown = await fetch(url, { method: 'POST', body: '{}' }).catch(
      (reason: unknown) => reason,
    );
    failures.push(error instanceof Error && error.cause);
  }
  expect(failures).toMatchObject([{ code: 'ECONNRESET' }, { code: 'UND_ERR_SOCKET' }]);
});

test.each<FaultKind>(['delay', 'hang', 'slow-body', 'endless-body', 'close-idle'])(
  '%s is given up when the caller goes away',
  async (kind) => {
    mock.fault(kind, { milliseconds: 60_000 });
    const agent = new Agent({ keepAlive: true });
    const { outgoing, headers, done } = post(agent);
    if (kind !== 'delay' && kind !== 'hang') await headers;
    await expect.poll(() => unfinished.size, patiently).toBe(1);
    outgoing.destroy();
    agent.destroy();
    await done;
    await expect.poll(() => unfinished.size, patiently).toBe(0);
  },
);

test('close-idle closes a connection that was to be kept, without announcing it', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  mock.fault('close-idle');
  const first = post(agent);
  const closed = new Promise((resolve) => {
    first.outgoing.once('socket', (socket) => socket.once('close', resolve));
  });
  const { headers } = await first.headers;
  expect(headers.connection).toBe('keep-alive');
  await closed;
  expect(JSON.parse(first.text())).toMatchObject({ errorCode: 0 });
  agent.destroy();
});

test('an idle connection is closed after the time of the option, which answers announce', async () => {
  await using hasty = await startMock({ keepAliveMilliseconds: 20 });
  const agent = new Agent({ keepAlive: true });
  const closed = await new Promise((resolve) => {
    request(hasty.url, { agent, method: 'HEAD' }, (response) => {
      response.socket.once('close', () => resolve(response.headers['keep-alive']));
      response.resume();
    }).end();
  });
  agent.destroy();
  expect(closed).toMatch(/^timeout=0/);
});
