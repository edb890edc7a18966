import { expect, onTestFinished, test } from 'vitest';
import { createMock, type MockOptions, startMock } from './index.ts';
import { writeTarget } from './testing/call.ts';

const page = 'http://app.example:8080';
const preflight = {
  method: 'OPTIONS',
  headers: {
    origin: page,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  },
};
const call = {
  method: 'POST',
  headers: { origin: page, 'content-type': 'application/json' },
  body: '{"callId":"mock-success"}',
};

const adapters = {
  'a socket': async (options: MockOptions) => {
    const mock = await startMock(options);
    onTestFinished(() => mock.close());
    const { url } = mock;
    return {
      mock,
      url,
      ask: (init: RequestInit) => fetch(url + writeTarget(mock, 'getRecordByCallId'), init),
    };
  },
  'mock.fetch': async (options: MockOptions) => {
    const mock = await createMock(options);
    const url = 'https://callkit.example';
    const target = url + writeTarget(mock, 'getRecordByCallId');
    return { mock, url, ask: (init: RequestInit) => mock.fetch(target, init) };
  },
};

function corsHeaders(response: Response): Record<string, string> {
  return Object.fromEntries(
    [...response.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );
}

for (const [adapter, open] of Object.entries(adapters)) {
  test(`${adapter}: with cors a page may ask and read, and a preflight does not count as a request of the API`, async () => {
    const { ask, mock } = await open({ cors: true });
    const asked = await ask(preflight);
    expect([asked.status, await asked.text()]).toEqual([204, '']);
    expect(corsHeaders(asked)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
    });
    expect(mock.requests).toHaveLength(0);
    const answered = await ask(call);
    expect(await answered.json()).toMatchObject({ errorCode: 0 });
    expect(corsHeaders(answered)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': '*',
    });
  });

  test(`${adapter}: a refusal can be read as well`, async () => {
    const { ask } = await open({ cors: true });
    const bodies = { 'body-malformed': '{', 'body-too-large': `"${'x'.repeat(2_000_000)}"` };
    for (const [mistake, body] of Object.entries(bodies)) {
      const refused = await ask({ ...call, body });
      expect(corsHeaders(refused)).toHaveProperty('access-control-allow-origin', '*');
      expect(refused.headers.get('x-mock-mistake')).toBe(mistake);
    }
  });

  test(`${adapter}: OPTIONS without the headers of a preflight is answered like any request`, async () => {
    for (const cors of [true, false]) {
      const { ask } = await open({ cors });
      const answered = await ask({ method: 'OPTIONS' });
      expect(answered.headers.get('x-mock-mistake')).toBe('method-not-post');
    }
  });

  test(`${adapter}: a list lets in the origins that it names`, async () => {
    const { ask } = await open({ cors: [page] });
    expect(corsHeaders(await ask(preflight))).toMatchObject({
      'access-control-allow-origin': page,
      vary: 'origin',
    });
    const stranger = { ...preflight.headers, origin: 'http://other.example' };
    const refused = corsHeaders(await ask({ ...preflight, headers: stranger }));
    expect(refused).not.toHaveProperty('access-control-allow-origin');
    expect(refused.vary).toBe('origin');
  });
}
