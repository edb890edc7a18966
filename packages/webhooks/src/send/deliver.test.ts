import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { webhooks } from '@trtc-call/spec/v1';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../testing/open-receiver.ts';
import type { Attempt } from './attempt.ts';
import { createWebhook } from './create-webhook.ts';
import { deliver } from './deliver.ts';

const webhook = createWebhook({ command: 'normal_end', sdkAppId: 1400000000 });
const handled = JSON.stringify({ ErrorCode: 0, ErrorMessage: 'Success' });

async function serve(listener: RequestListener): Promise<string> {
  const { server, url } = await listen(createServer(listener));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return url;
}

/** A clock that does not wait, and what it was asked to wait. */
function instantly() {
  const waited: number[] = [];
  const wait = async (milliseconds: number) => {
    waited.push(milliseconds);
  };
  return { wait, waited };
}

test('sends what the contract describes, and stops when it is acknowledged', async () => {
  const got: unknown[] = [];
  const to = await serve(async (request, response) => {
    const chunks = await request.setEncoding('utf8').toArray();
    got.push([request.method, request.url, request.headers['content-type'], JSON.parse(chunks.join(''))]);
    response.end(handled);
  });
  const delivery = await deliver(webhook, { to: `${to}/hooks?tenant=1` }).done;
  expect(delivery.outcome).toBe('acknowledged');
  expect(delivery.attempts).toEqual([
    {
      number: 1,
      startedAt: expect.any(Number),
      milliseconds: expect.any(Number),
      status: 200,
      answer: handled,
      errorCode: 0,
    },
  ]);
  const query =
    'tenant=1&sdkappid=1400000000&command=normal_end&contenttype=json&clientip=127.0.0.1&optplatform=iOS';
  expect(got).toEqual([['POST', `/hooks?${query}`, 'application/json', webhooks.status.examples.default]]);
});

test('makes six attempts after the vendor’s waits, and then gives up', async () => {
  const { wait, waited } = instantly();
  const told: Attempt[] = [];
  const fetch = async () => new Response(JSON.stringify({ ErrorCode: 1, ErrorMessage: 'no' }));
  const delivery = deliver(webhook, {
    to: 'http://receiver.example',
    fetch,
    wait,
    onAttempt: (made) => told.push(made),
  });
  expect(delivery.outcome).toBe('under-way');
  await delivery.done;
  expect(delivery.outcome).toBe('given-up');
  expect(waited).toEqual([1000, 1000, 2000, 3000, 5000]);
  expect(told.map(({ number, problem }) => [number, problem])).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => [number, 'ErrorCode 1']),
  );
});

test('a fetch that throws what cannot be read is a failed attempt like any other', async () => {
  const { wait } = instantly();
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  for (const thrown of [Object.create(null), proxy, Symbol('odd'), undefined]) {
    const fetch = () => {
      throw thrown;
    };
    const { attempts, outcome } = await deliver(webhook, { to: 'http://receiver.example', fetch, wait }).done;
    expect([attempts.length, outcome]).toEqual([6, 'given-up']);
    expect(attempts[0]?.problem).toMatch(/^no answer: /);
  }
});

test('sends the same bytes with each attempt until one is acknowledged', async () => {
  const bodies: string[] = [];
  const fetch = async (request: Request) => {
    bodies.push(`${request.url} ${await request.text()}`);
    return bodies.length < 3 ? new Response('', { status: 503 }) : new Response(handled);
  };
  const { done } = deliver(webhook, { to: 'http://receiver.example', fetch, wait: instantly().wait });
  const { attempts, outcome } = await done;
  expect(outcome).toBe('acknowledged');
  expect(attempts.map(({ status, problem }) => [status, problem])).toEqual([
    [503, 'HTTP status 503'],
    [503, 'HTTP status 503'],
    [200, undefined],
  ]);
  expect(new Set(bodies).size).toBe(1);
});

test.each([
  ['', 'not a JSON object'],
  ['OK', 'not a JSON object'],
  ['null', 'not a JSON object'],
  ['{"ErrorCode":"0"}', 'not a JSON object'],
  ['{"errorCode":0}', 'not a JSON object'],
  ['{"ErrorCode":7}', 'ErrorCode 7'],
])('an answer of %j does not acknowledge', async (answer, problem) => {
  const fetch = async () => new Response(answer);
  const delivery = await deliver(webhook, { to: 'http://receiver.example', fetch, waitsSeconds: [0] }).done;
  expect(delivery).toMatchObject({
    outcome: 'given-up',
    attempts: [{ problem: expect.stringContaining(problem) }],
  });
});

describe('a webhook of v4', () => {
  const ended = createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId: 1400000000 });
  const to = 'http://receiver.example';
  const ok = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

  test.each([
    [ok, undefined],
    [{ ...ok, ActionStatus: 'FAIL' }, 'ActionStatus "FAIL"'],
    [{ ActionStatus: 'OK', ErrorCode: 0 }, 'the answer has no ErrorInfo that is a text'],
    [{ ErrorCode: 0, ErrorMessage: 'Success' }, 'ActionStatus is missing'],
    [{ ...ok, ErrorCode: 1 }, 'ErrorCode 1'],
  ])('is answered by %j', async (answer, problem) => {
    const fetch = async () => new Response(JSON.stringify(answer));
    const { attempts, outcome } = await deliver(ended, { to, fetch }).done;
    expect([attempts.length, attempts[0]?.problem]).toEqual([1, problem]);
    expect(outcome).toBe(problem === undefined ? 'acknowledged' : 'given-up');
  });

  test('is sent once, and where it may be repeated only until an answer comes', async () => {
    const answers = [
      undefined,
      undefined,
      new Response('', { status: 500 }),
      new Response(JSON.stringify(ok)),
    ];
    const fetch = async () => answers.shift() ?? Promise.reject(new Error('away'));
    const { wait, waited } = instantly();
    const once = await deliver(ended, { to, fetch, wait }).done;
    expect([once.attempts.length, once.outcome, waited]).toEqual([1, 'given-up', []]);
    const repeated = await deliver(ended, { to, fetch, wait, waitsSeconds: [0, 1, 2, 3] }).done;
    expect(repeated.attempts.map(({ status }) => status)).toEqual([undefined, 500]);
    expect([repeated.outcome, waited]).toEqual(['given-up', [1000]]);
  });

  test('is signed at the time of each attempt, and one of v1 is not', async () => {
    const urls: string[] = [];
    const fetch = async ({ url }: Request) => {
      urls.push(url);
      throw new Error('away');
    };
    let time = 1_669_872_112_000;
    const now = () => time;
    const wait = async (milliseconds: number) => {
      time += milliseconds;
    };
    const signed = { to, fetch, now, wait, token: 'xxxxyyyy', waitsSeconds: [0, 1] };
    await deliver(ended, signed).done;
    await deliver(webhook, { ...signed, waitsSeconds: [0] }).done;
    const [first, second, ofV1] = urls.map((url) => new URL(url).searchParams);
    // The vector of a sister service (118333).
    expect(first?.get('Sign')).toBe('17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061');
    expect([first?.get('RequestTime'), second?.get('RequestTime')]).toEqual(['1669872112', '1669872113']);
    expect(second?.get('Sign')).not.toBe(first?.get('Sign'));
    expect(ofV1?.has('Sign')).toBe(false);
  });
});

test('a redirect is not followed', async () => {
  const to = await serve((_, response) => response.writeHead(307, { location: '/other' }).end(handled));
  const { attempts } = await deliver(webhook, { to, waitsSeconds: [0] }).done;
  expect(attempts).toMatchObject([{ status: 307, problem: 'HTTP status 307' }]);
});

test('an answer that does not come is waited for until the deadline, whether or not the connection heeds it', async () => {
  const to = await serve(() => {});
  const problem = 'no answer within 50 ms';
  const silent = { waitsSeconds: [0], attemptMilliseconds: 50 };
  expect((await deliver(webhook, { to, ...silent }).done).attempts).toMatchObject([{ problem }]);
  const deaf = () => new Promise<Response>(() => {});
  expect((await deliver(webhook, { to, fetch: deaf, ...silent }).done).attempts).toMatchObject([{ problem }]);
});

test.each([
  ['normal_end', 5000],
  ['Call.CallbackAfterEndCall', 2000],
] as const)('an attempt of %s waits %i ms when nothing is said', async (command, milliseconds) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sent = createWebhook({ command, sdkAppId: 1400000000 });
  const fetch = () => new Promise<Response>(() => {});
  const { done } = deliver(sent, { to: 'http://receiver.example', fetch, waitsSeconds: [0] });
  await vi.advanceTimersByTimeAsync(milliseconds);
  expect((await done).attempts).toMatchObject([{ problem: `no answer within ${milliseconds} ms` }]);
});

test('a receiver that is away is named by the reason', async () => {
  const { server, url } = await listen();
  server.close();
  await once(server, 'close');
  const { attempts } = await deliver(webhook, { to: url, waitsSeconds: [0] }).done;
  expect(attempts).toMatchObject([{ problem: expect.stringMatching(/^no answer: .*ECONNREFUSED/) }]);
});

test('a long answer counts as a whole, and its beginning is kept', async () => {
  const long = JSON.stringify({ ErrorMessage: 'é'.repeat(20_000), ErrorCode: 0 });
  const fetch = async () => new Response(long);
  const { attempts, outcome } = await deliver(webhook, { to: 'http://receiver.example', fetch }).done;
  expect(outcome).toBe('acknowledged');
  expect(attempts[0]?.answer).toBe(long.slice(0, 4096));
});

test('of an endless answer only a part is read', async () => {
  const cancelled = vi.fn();
  const chunk = new TextEncoder().encode('é'.repeat(5000));
  const fetch = async () =>
    new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk), cancel: cancelled }));
  const { attempts } = await deliver(webhook, { to: 'http://receiver.example', fetch, waitsSeconds: [0] })
    .done;
  expect(attempts[0]?.answer).toBe('é'.repeat(4096));
  expect(cancelled).toHaveBeenCalled();
});

test('a signal ends it while it waits and while it is being sent', async () => {
  const waiting = new AbortController();
  const failing = async () => new Response('', { status: 500 });
  const delivery = deliver(webhook, {
    to: 'http://receiver.example',
    fetch: failing,
    signal: waiting.signal,
    waitsSeconds: [0, 3600],
    onAttempt: () => setTimeout(() => waiting.abort(), 1),
  });
  expect(await delivery.done).toMatchObject({ outcome: 'ended', attempts: [{ number: 1 }] });

  const sending = new AbortController();
  const silent = () => new Promise<Response>(() => {});
  const sent = deliver(webhook, { to: 'http://receiver.example', fetch: silent, signal: sending.signal });
  sending.abort();
  expect(await sent.done).toMatchObject({ outcome: 'ended', attempts: [] });
});

test.each([
  [{ to: 'receiver.example' }, 'to: it is not a URL'],
  [{ to: 'ftp://receiver.example' }, 'to: unsupported protocol "ftp:"'],
  [{ to: 'http://me:secret@receiver.example' }, 'to: it must not have a user name'],
  [
    { to: 'http://receiver.example', attemptMilliseconds: 0 },
    'attemptMilliseconds: must be an integer from 1',
  ],
  [
    { to: 'http://receiver.example', waitsSeconds: [-1] },
    'waitsSeconds: -1 is not a number of seconds from 0 to 86400',
  ],
  [
    { to: 'http://receiver.example', waitsSeconds: [0, 86_400.5] },
    'waitsSeconds: 86400.5 is not a number of seconds from 0 to 86400',
  ],
])('%j is refused with the remedy', (options, message) => {
  expect(() => deliver(webhook, options)).toThrow(
    expect.objectContaining({ code: 'send-option', message: expect.stringContaining(message) }),
  );
});

test.each([
  [
    'throws',
    () => {
      throw Object.create(null);
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('an onAttempt that %s changes nothing', async (_, onAttempt) => {
  const fetch = async () => new Response('{"ErrorCode":1}');
  const webhook = createWebhook({ command: 'reject', sdkAppId: 1400000000 });
  const waitsSeconds = [0, 0];
  const { outcome, attempts } = await deliver(webhook, {
    to: 'https://x.example',
    fetch,
    waitsSeconds,
    onAttempt,
  }).done;
  expect([outcome, attempts.length]).toEqual(['given-up', 2]);
});
