import { operations } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { createMock, type Mock } from './index.ts';

const now = (): number => 1_700_000_000_000;
const { path, rateLimit } = operations.updateCallback;

test('of many mistakes the first in the order of the checks is answered', async () => {
  const mock = await createMock({ now });
  const poor = await createMock({ now, packageActive: false });
  const good = {
    sdkappid: '1400000000',
    identifier: 'administrator',
    usersig: mock.userSig(),
    contenttype: 'json',
    random: '1',
  };
  const bob = { ...good, identifier: 'bob', usersig: mock.userSig({ identifier: 'bob' }) };
  const plain = { 'content-type': 'text/plain' };
  const find = async (query: object, init: RequestInit = {}, of: Mock = mock, at: string = path) => {
    const url = `https://mock.example${at}?${new URLSearchParams({ ...query })}`;
    const response = await of.fetch(url, { method: 'POST', headers: plain, body: '{', ...init });
    return response.headers.get('x-mock-mistake')?.split(';')[0];
  };
  const bytes = (text: string) => ({ headers: {}, body: Buffer.from(text) });
  const steps = {
    'method-not-post': find({}, { method: 'GET', body: null }, mock, '/x'),
    'path-unknown': find({}, {}, mock, '/x'),
    'sdkappid-missing': find({ random: 'x' }),
    'contenttype-missing': find({ ...good, random: 'x', contenttype: '' }),
    'random-invalid': find({ ...good, random: 'x', usersig: 'x' }),
    'usersig-invalid': find({ ...good, usersig: 'x', identifier: 'bob' }),
    'not-administrator': find(bob, {}, poor),
    'package-missing': find(good, {}, poor),
    'content-type-wrong': find(good),
    'body-malformed': find(good, bytes('{')),
    'field-missing': find(good, bytes('{}')),
    'callback-not-configured': find(good, bytes('{"address":"https://a.example","actions":[]}')),
  };
  expect(await Promise.all(Object.values(steps))).toEqual(Object.keys(steps));
  for (let sent = 0; sent < rateLimit.requests; sent += 1) await find(good);
  expect(await find(good), 'the rate is checked before the body').toBe('rate-exceeded');
});
