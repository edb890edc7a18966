import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { createMock } from './index.ts';

const now = (): number => 1_700_000_000_000;

test('of many mistakes the first in the order of the checks is answered', async () => {
  const { path, rateLimit } = operations.updateCallback;
  const mock = await createMock({ now });
  const poor = await createMock({ now, packageActive: false });
  const stranger = mock.userSig({ identifier: 'bob' });
  const good = {
    sdkappid: '1400000000',
    identifier: 'administrator',
    usersig: mock.userSig(),
    contenttype: 'json',
  };
  const bob = { ...good, identifier: 'bob', usersig: stranger };
  const steps: {
    mistake: string;
    path?: string;
    query: Record<string, string>;
    init?: RequestInit;
    of?: typeof mock;
  }[] = [
    { mistake: 'method-not-post', path: '/x', query: {}, init: { method: 'GET', body: null } },
    { mistake: 'path-unknown', path: '/x', query: {} },
    { mistake: 'sdkappid-missing', query: { random: 'x' } },
    { mistake: 'contenttype-missing', query: { ...good, random: 'x', contenttype: '' } },
    { mistake: 'random-invalid', query: { ...good, random: 'x', usersig: 'x' } },
    { mistake: 'usersig-invalid', query: { ...good, random: '1', usersig: 'x', identifier: 'bob' } },
    { mistake: 'not-administrator', query: { ...bob, random: '1' }, of: poor },
    { mistake: 'package-missing', query: { ...good, random: '1' }, of: poor },
    { mistake: 'content-type-wrong', query: { ...good, random: '1' } },
    {
      mistake: 'body-malformed',
      query: { ...good, random: '1' },
      init: { headers: {}, body: new Uint8Array([0x7b]) },
    },
    {
      mistake: 'field-missing',
      query: { ...good, random: '1' },
      init: { headers: {}, body: Buffer.from('{}') },
    },
    {
      mistake: 'callback-not-configured',
      query: { ...good, random: '1' },
      init: { headers: {}, body: Buffer.from('{"address":"https://a.example","actions":[]}') },
    },
  ];
  const met: string[] = [];
  for (const step of steps) {
    const url = `https://mock.example${step.path ?? path}?${new URLSearchParams(step.query)}`;
    const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{', ...step.init };
    const response = await (step.of ?? mock).fetch(url, init);
    met.push(response.headers.get('x-mock-mistake')?.split(';')[0] ?? 'none');
  }
  expect(met).toEqual(steps.map(({ mistake }) => mistake));

  const url = `https://mock.example${path}?${new URLSearchParams({ ...good, random: '1' })}`;
  const last = async (): Promise<string | null> => {
    const response = await mock.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{',
    });
    return response.headers.get('x-mock-mistake');
  };
  for (let sent = 0; sent < rateLimit.requests; sent += 1) await last();
  expect(await last(), 'the rate is checked before the body').toBe('rate-exceeded');
});
