import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { createTrtcCallClient } from '@trtc-call/client';
import { startMock } from '@trtc-call/mock';
import { webhooks } from '@trtc-call/spec/v1';
import { serveLocally } from '@trtc-call/test-servers';
import { createReceiver, type Outcome } from '@trtc-call/webhooks';
import { createWebhook, deliver } from '@trtc-call/webhooks/send';
import { expect, onTestFinished, test } from 'vitest';

/** Real sockets, the mock with its rate limit, the client with its limiter: nothing is simulated but the vendor. */
async function open() {
  const mock = await startMock();
  const client = createTrtcCallClient({
    generation: 'v1',
    sdkAppId: mock.sdkAppId,
    secretKey: mock.secretKey,
    region: mock.url,
  });
  const outcomes: Outcome[] = [];
  const handled: string[] = [];
  const receiver = createReceiver({
    sdkAppId: mock.sdkAppId,
    on: { normal_end: ({ CallId }) => handled.push(String(CallId)) },
    confirm: { v1: client.records },
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const served = await serveLocally(createServer(receiver.node));
  const { url } = served;
  onTestFinished(async () => {
    await served[Symbol.asyncDispose]();
    await client.close();
    await mock.close();
  });
  let fakes = 0;
  /** Sends an invented call over a connection of its own, from an address of its own. */
  const sendFake = async (localAddress: string): Promise<unknown> => {
    fakes += 1;
    const { query, body } = createWebhook({
      command: 'normal_end',
      sdkAppId: mock.sdkAppId,
      body: { CallId: `fake ${fakes}` },
    });
    const target = `${url}/?${new URLSearchParams(query)}`;
    const sent = httpRequest(target, { method: 'POST', localAddress, agent: false });
    sent.end(JSON.stringify(body));
    const [response] = await once(sent, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    return JSON.parse(text).ErrorCode;
  };
  return { mock, client, outcomes, handled, url, sendFake };
}

/** The webhook of a call that has a record. */
async function makeReal({ mock, client }: Awaited<ReturnType<typeof open>>) {
  const [record] = (await client.records.list({ callResult: 'normal_end' }).toArray({ limit: 1000 })).slice(
    -1,
  );
  if (!record) throw new TypeError('The mock has no record of a call that has ended.');
  return createWebhook({
    command: 'normal_end',
    sdkAppId: mock.sdkAppId,
    body: {
      CallId: record.callId,
      RoomId: record.roomId,
      MediaType: record.mediaType,
      UserId: record.caller,
      Role: webhooks.status.members.Role.words[0],
    },
  });
}

test('900 invented calls in a row leave the six attempts of the vendor to the real event', async () => {
  const opened = await open();
  const real = await makeReal(opened);
  const fakes = Array.from({ length: 900 }, () => opened.sendFake('127.0.0.2').catch(() => 'cut off'));
  // The real one comes behind them.
  await expect.poll(() => opened.outcomes.length, { timeout: 20_000 }).toBeGreaterThan(100);
  const delivery = await deliver(real, { to: opened.url }).done;
  expect(delivery.outcome, 'the real event is acknowledged').toBe('acknowledged');
  expect(opened.handled).toHaveLength(1);
  expect(
    (await Promise.all(fakes)).filter((code) => code === 0),
    'no invented one is',
  ).toEqual([]);
  const refused = opened.outcomes.filter(({ outcome }) => outcome === 'refused');
  expect(refused, 'the mock answers 70001, and that is a "no"').toContainEqual(
    expect.objectContaining({ code: 'unconfirmed' }),
  );
});
