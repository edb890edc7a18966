import { describeInBrowser } from '@trtc-call/reporting/testing';
import { expect, onTestFinished, test } from 'vitest';
import { type MockOptions, type RunningMock, startMock } from './index.ts';
import { writeTarget } from './testing/call.ts';
import { serve } from './testing/sockets.ts';

/** A mock that a program uses, and the address where webhooks would arrive. */
async function open(options: MockOptions = {}) {
  const mock: RunningMock = await startMock({ rateLimit: false, ...options });
  onTestFinished(() => mock.close());
  const { url: to, seen } = await serve((_, response) => response.end('{"ErrorCode":0}'));
  return { mock, to, received: () => seen.length };
}

/** What a page attacks: the mock's address, where webhooks would arrive, and a path that changes something. */
interface Target {
  readonly url: string;
  readonly to: string;
  readonly api: string;
}

/** Runs in the page: asks by `fetch` for everything in every way. What it can read is given back. */
async function attackByFetch({ url, to, api }: Target): Promise<string[]> {
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json', undefined];
  const modes = ['cors', 'no-cors', 'same-origin'] as const;
  const bodies = {
    '/_mock/simulate_call': JSON.stringify({ to, result: 'cancel', waitsSeconds: [0] }),
    '/_mock/reset': '{}',
    '/_mock/faults': '{"kind":"drop"}',
    [api]: JSON.stringify({ address: to, actions: ['cancel'] }),
  };
  const posts = Object.entries(bodies).flatMap(([path, body]) =>
    types.map((type) => ({
      path,
      init: { method: 'POST', body: new Blob([body], type === undefined ? {} : { type }) },
    })),
  );
  const gets = ['/_mock/requests', '/_mock/deliveries', '/_mock/health'].map((path) => ({ path, init: {} }));
  const attacks = [...posts, ...gets].flatMap((attack) => modes.map((mode) => ({ ...attack, mode })));
  const read: string[] = [];
  for (const { path, mode, init } of attacks) {
    try {
      const response = await fetch(url + path, { mode, credentials: 'include', ...init });
      const shown = await response.text();
      if (shown !== '') read.push(`${mode} ${path}: ${response.status} ${shown}`);
    } catch {
      // A browser hides what the page may not know.
    }
  }
  return read;
}

/** Runs in the page: everything else by which a page can reach another server. What it can read is given back. */
async function attackByElements({ url, to }: Target): Promise<string[]> {
  const text = JSON.stringify({ to, result: 'cancel', waitsSeconds: [0] });
  navigator.sendBeacon(`${url}/_mock/simulate_call`, new Blob([text], { type: 'text/plain' }));

  const whenLoaded = (element: Element) =>
    new Promise((resolve) => {
      element.addEventListener('load', resolve);
      element.addEventListener('error', resolve);
    });
  const frame = document.createElement('iframe');
  frame.name = 'target';
  const form = document.createElement('form');
  Object.assign(form, {
    action: `${url}/_mock/simulate_call`,
    method: 'POST',
    enctype: 'text/plain',
    target: 'target',
  });
  // A form of plain text is `name=value`, which can be made to look like JSON.
  const field = document.createElement('input');
  Object.assign(field, { name: `${text.slice(0, -1)},"caller":"`, value: '"}' });
  form.append(field);
  document.body.append(frame, form);
  const loads = [whenLoaded(frame)];
  form.submit();
  for (const tag of ['img', 'script', 'iframe']) {
    const element = document.createElement(tag);
    loads.push(whenLoaded(element));
    element.setAttribute('src', `${url}/_mock/deliveries`);
    document.body.append(element);
  }
  await Promise.all(loads);
  return [...document.querySelectorAll('iframe')].flatMap(
    ({ contentDocument }) => contentDocument?.body.textContent || [],
  );
}

describeInBrowser((openPage) => {
  /** The page of a stranger, on another host than the mock. */
  async function visit() {
    const { port } = await serve((_, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>x</title><body></body>');
    });
    const { page } = await openPage('<!doctype html>');
    await page.goto(`http://localhost:${port}/`);
    return { page, origin: `http://localhost:${port}` };
  }

  for (const cors of [false, true]) {
    test(`a page sends nothing and reads nothing through /_mock/, with cors ${cors}`, async () => {
      const { mock, to, received } = await open({ cors });
      const { page } = await visit();
      mock.records.add({ callId: 'stays' });
      // The API is open to pages where cors is on: only the paths of the mock itself are attacked then.
      const api = cors ? '/_mock/reset?sdkappid=1400000000' : writeTarget(mock, 'setCallback');
      const target = { url: mock.url, to, api };
      const read = await page.evaluate(attackByFetch, target);
      expect([...read, ...(await page.evaluate(attackByElements, target))]).toEqual([]);
      expect([received(), mock.deliveries, mock.requests]).toEqual([0, [], []]);
      expect(
        mock.records.list().some(({ callId }) => callId === 'stays'),
        'nothing was reset',
      ).toBe(true);
      await mock.simulateCall().done;
      expect(received(), 'no callback was configured').toBe(0);
      const answer = await mock.fetch(mock.url + writeTarget(mock, 'getCallback'), { method: 'POST' });
      expect(answer.ok, 'no fault was set').toBe(true);
    });
  }

  test('a page of an origin that cors names calls the API', async () => {
    const { page, origin } = await visit();
    const { mock } = await open({ cors: [origin] });
    const url = mock.url + writeTarget(mock, 'getRecordByCallId');
    const code = await page.evaluate(async (address) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(address, { method: 'POST', headers, body: '{"callId":"mock-success"}' });
      return (await response.json()).errorCode;
    }, url);
    expect(code).toBe(0);
  });
});
