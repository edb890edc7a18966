import { performance } from 'node:perf_hooks';
import { signUserSig } from '@trtc-call/client/usersig';
import { findMistake, type MistakeId, mistakes, operations } from '@trtc-call/spec/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type RunningMock, startMock } from './index.ts';
import type { Envelope } from './testing/call.ts';

const now = (): number => 1_700_000_000_000;
let mock: RunningMock;

beforeAll(async () => {
  mock = await startMock({ now, rateLimit: false });
});
afterAll(() => mock.close());

/** A request that is wrong in one way, and the mistake that this is. */
interface BadInput {
  readonly name: string;
  readonly mistake: MistakeId;
  readonly method?: string;
  readonly path?: string;
  /** Query parameters that differ from those of a good request; `null` leaves one out. */
  readonly query?: Readonly<Record<string, string | null>>;
  /** What stands at the end of the query besides. */
  readonly appended?: string;
  readonly contentType?: string;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** How the UserSig is signed otherwise than it should. */
  readonly sign?: { sdkAppId?: number; identifier?: string; secretKey?: string; agedSeconds?: number };
  readonly identifier?: string;
}

const filterPath = operations.getRecordsByFilter.path;
const setPath = operations.setCallback.path;
const good = { address: 'https://a.example/hook', actions: ['cancel'] };

/**
 * Requests that a service must answer although they are wrong. The good request they are made from is
 * get_record_by_callId, unless a path is given.
 */
const badInputs: readonly BadInput[] = [
  { name: 'GET', mistake: 'method-not-post', method: 'GET' },
  { name: 'PUT', mistake: 'method-not-post', method: 'PUT' },
  { name: 'an unknown command', mistake: 'path-unknown', path: '/v1/records/get_everything' },
  { name: 'a path without its version', mistake: 'path-unknown', path: '/records/get_record_by_callId' },
  { name: 'a path in the wrong case', mistake: 'path-unknown', path: '/v1/records/get_record_by_callid' },
  { name: 'no sdkappid', mistake: 'sdkappid-missing', query: { sdkappid: null } },
  { name: 'an empty sdkappid', mistake: 'sdkappid-missing', query: { sdkappid: '' } },
  { name: 'an sdkappid of letters', mistake: 'sdkappid-invalid', query: { sdkappid: 'abc' } },
  { name: 'an sdkappid of zero', mistake: 'sdkappid-invalid', query: { sdkappid: '0' } },
  { name: 'no identifier', mistake: 'identifier-missing', query: { identifier: null } },
  { name: 'an identifier with a blank', mistake: 'usersig-other-identifier', query: { identifier: 'a b' } },
  { name: 'no usersig', mistake: 'usersig-missing', query: { usersig: null } },
  { name: 'a usersig that is none', mistake: 'usersig-invalid', query: { usersig: 'xxx' } },
  { name: 'a UserSig of another key', mistake: 'usersig-wrong-key', sign: { secretKey: 'another-key' } },
  { name: 'a UserSig of another app', mistake: 'usersig-other-app', sign: { sdkAppId: 1 } },
  { name: 'a UserSig of another account', mistake: 'usersig-other-identifier', sign: { identifier: 'bob' } },
  { name: 'an expired UserSig', mistake: 'usersig-expired', sign: { agedSeconds: 100_000 } },
  { name: 'a UserSig of in an hour', mistake: 'usersig-not-yet-valid', sign: { agedSeconds: -3600 } },
  { name: 'an account that is not an administrator', mistake: 'not-administrator', identifier: 'bob' },
  { name: 'no random', mistake: 'random-missing', query: { random: null } },
  { name: 'a random of 33 bits', mistake: 'random-invalid', query: { random: '4294967296' } },
  { name: 'a negative random', mistake: 'random-invalid', query: { random: '-1' } },
  { name: 'a random with a fraction', mistake: 'random-invalid', query: { random: '1.5' } },
  { name: 'no contenttype', mistake: 'contenttype-missing', query: { contenttype: null } },
  { name: 'a contenttype in capitals', mistake: 'contenttype-invalid', query: { contenttype: 'JSON' } },
  {
    name: 'SdkAppId',
    mistake: 'parameter-wrong-case',
    query: { sdkappid: null },
    appended: '&SdkAppId=1400000000',
  },
  { name: 'two different randoms', mistake: 'parameter-repeated', appended: '&random=7' },
  { name: 'a form', mistake: 'content-type-wrong', contentType: 'application/x-www-form-urlencoded' },
  { name: 'no body', mistake: 'body-empty', body: '' },
  { name: 'JSON that is cut', mistake: 'body-malformed', body: '{"callId":' },
  { name: 'a body that is not UTF-8', mistake: 'body-malformed', bytes: new Uint8Array([0x7b, 0xff, 0x7d]) },
  { name: 'deep nesting', mistake: 'body-malformed', body: '['.repeat(100_000) },
  { name: 'an array as body', mistake: 'body-not-object', body: '[]' },
  { name: 'null as body', mistake: 'body-not-object', body: 'null' },
  { name: 'a body of 2 MiB', mistake: 'body-too-large', body: { callId: 'x'.repeat(2 * 1024 * 1024) } },
  { name: 'no callId', mistake: 'field-missing', body: {} },
  { name: 'a callId of null', mistake: 'field-null', body: { callId: null } },
  { name: 'a callId that is a number', mistake: 'field-type', body: { callId: 7 } },
  { name: 'an empty callId', mistake: 'field-range', body: { callId: '' } },
  {
    name: 'a startTimestamp as text',
    mistake: 'field-type',
    path: filterPath,
    body: { startTimestamp: '1' },
  },
  {
    name: 'an unknown callType',
    mistake: 'field-range',
    path: filterPath,
    body: { startTimestamp: 1, callType: 'x' },
  },
  { name: 'page 0', mistake: 'field-range', path: filterPath, body: { startTimestamp: 1, page: 0 } },
  {
    name: 'an address of ftp',
    mistake: 'address-scheme',
    path: setPath,
    body: { ...good, address: 'ftp://a' },
  },
  { name: 'an unknown word', mistake: 'field-range', path: setPath, body: { ...good, actions: ['x'] } },
  {
    name: 'an action that is a number',
    mistake: 'field-type',
    path: setPath,
    body: { ...good, actions: [1] },
  },
  { name: 'a callId of no call', mistake: 'record-not-found', body: { callId: 'of-no-call' } },
];

/** Sends a bad input, and measures how long its answer takes. */
async function exchange(input: BadInput, fetcher: typeof fetch) {
  const { sdkAppId, secretKey } = mock;
  const { identifier = mock.identifier, method = 'POST', body = { callId: 'mock-success' } } = input;
  const { agedSeconds = 0, ...claims } = input.sign ?? {};
  const signedAt = () => now() - agedSeconds * 1000;
  const usersig = signUserSig({ sdkAppId, secretKey, identifier, now: signedAt, ...claims });
  const parameters = { sdkappid: String(sdkAppId), identifier, usersig, random: '1', contenttype: 'json' };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...parameters, ...input.query })) {
    if (value !== null) query.append(name, value);
  }
  const path = input.path ?? operations.getRecordByCallId.path;
  const sent = input.bytes ?? (typeof body === 'string' ? body : JSON.stringify(body));
  const begun = performance.now();
  const response = await fetcher(`${mock.url}${path}?${query}${input.appended ?? ''}`, {
    method,
    headers: { 'content-type': input.contentType ?? 'application/json' },
    ...(method === 'GET' ? {} : { body: sent }),
  });
  const envelope: Envelope = await response.json();
  return { response, envelope, took: performance.now() - begun };
}

describe('a bad input', () => {
  test.each(badInputs)('$name is answered as $mistake', async (input) => {
    const { response, envelope } = await exchange(input, mock.fetch);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-mock-mistake')?.split(';')[0]).toBe(input.mistake);
    expect(envelope).toMatchObject({
      errorCode: findMistake(input.mistake).answer,
      errorMessage: expect.stringMatching(/./),
      requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  // Tried again where a busy machine was late: an answer that hangs is late each time.
  test.each(badInputs)(
    '$name is answered alike and within 50 ms on a socket',
    { retry: 2 },
    async (input) => {
      const first = await exchange(input, fetch);
      const second = await exchange(input, fetch);
      const { answer } = findMistake(input.mistake);
      expect([first.response.status, first.envelope.errorCode]).toEqual([200, answer]);
      expect(Math.min(first.took, second.took)).toBeLessThan(50);
    },
  );
});

test('the table has a bad input for every mistake that a single request can make', () => {
  const others = ['package-missing', 'rate-exceeded', 'callback-not-configured', 'callback-absent'];
  const covered = new Set<string>([...badInputs.map(({ mistake }) => mistake), ...others]);
  expect(mistakes.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

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
