import { signUserSig } from '@trtc-call/client/usersig';
import { findMistake, type MistakeId, mistakes, type OperationId, operations } from '@trtc-call/spec/v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock, type RunningMock, startMock } from '../index.ts';
import { callV4, ring } from '../testing/call-v4.ts';

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
  readonly operationId?: OperationId;
  readonly path?: string;
  readonly method?: string;
  /** Query parameters that differ from those of a good request; `null` leaves one out. */
  readonly query?: Readonly<Record<string, string | null>>;
  readonly appended?: string;
  readonly contentType?: string;
  readonly body?: string | object;
  readonly sign?: { sdkAppId?: number; identifier?: string; secretKey?: string; agedSeconds?: number };
  readonly identifier?: string;
}

const whole = ring('bob');
const configuration = { Url: 'https://a.example/hook', CallbackCommandList: ['Call.CallbackAfterEndCall'] };

const startsWrong = (mistake: MistakeId, name: string, change: object): BadInput => ({
  name,
  mistake,
  operationId: 'startCallByRobot',
  body: { ...whole, ...change },
});
const filtersWrong = (mistake: MistakeId, name: string, body: object): BadInput => ({
  name,
  mistake,
  operationId: 'getRecordsByFilter',
  body,
});
const setsWrong = (mistake: MistakeId, name: string, body: object): BadInput => ({
  name,
  mistake,
  operationId: 'setCallback',
  body,
});

/** The good request that they are made from is get_call_info, unless another operation is named. */
const badInputs: readonly BadInput[] = [
  { name: 'GET', mistake: 'method-not-post', method: 'GET' },
  { name: 'an unknown command', mistake: 'path-unknown', path: '/v4/call_config/update_callback' },
  { name: 'a service without a command', mistake: 'path-unknown', path: '/v4/call_config' },
  { name: 'no sdkappid', mistake: 'sdkappid-missing', query: { sdkappid: null } },
  { name: 'an sdkappid of zero', mistake: 'sdkappid-invalid', query: { sdkappid: '0' } },
  { name: 'no identifier', mistake: 'identifier-missing', query: { identifier: null } },
  { name: 'no usersig', mistake: 'usersig-missing', query: { usersig: null } },
  { name: 'a usersig that is not one', mistake: 'usersig-invalid', query: { usersig: 'xxx' } },
  { name: 'a UserSig of another key', mistake: 'usersig-wrong-key', sign: { secretKey: 'another-key' } },
  { name: 'a UserSig of another app', mistake: 'usersig-other-app', sign: { sdkAppId: 1 } },
  { name: 'a UserSig of another account', mistake: 'usersig-other-identifier', sign: { identifier: 'bob' } },
  { name: 'an expired UserSig', mistake: 'usersig-expired', sign: { agedSeconds: 100_000 } },
  { name: 'a UserSig of in an hour', mistake: 'usersig-not-yet-valid', sign: { agedSeconds: -3600 } },
  { name: 'an account that is not an administrator', mistake: 'not-administrator', identifier: 'bob' },
  { name: 'no random', mistake: 'random-missing', query: { random: null } },
  { name: 'a random of 33 bits', mistake: 'random-invalid', query: { random: '4294967296' } },
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
  { name: 'JSON with a comment', mistake: 'body-malformed', body: '{} // everything' },
  { name: 'an array as body', mistake: 'body-not-object', body: '[]' },
  { name: 'a body of 2 MiB', mistake: 'body-too-large', body: { CallId: 'x'.repeat(2 * 1024 * 1024) } },
  { name: 'no CallId', mistake: 'field-missing', body: {} },
  { name: 'a CallId in the spelling of v1', mistake: 'field-missing', body: { callId: 'a' } },
  { name: 'a CallId of null', mistake: 'field-null', body: { CallId: null } },
  { name: 'a CallId that is a number', mistake: 'field-type', body: { CallId: 7 } },
  { name: 'an empty CallId', mistake: 'field-range', body: { CallId: '' } },
  { name: 'an end without CallId', mistake: 'field-missing', operationId: 'endCall', body: {} },
  startsWrong('field-missing', 'a call without CallInfo', { CallInfo: undefined }),
  startsWrong('field-missing', 'a call without MediaType', { CallInfo: {} }),
  startsWrong('field-null', 'a Timeout of null', { Timeout: null }),
  startsWrong('field-type', 'a Timeout as text', { Timeout: '60000' }),
  startsWrong('field-range', 'a Timeout of 9999', { Timeout: 9999 }),
  startsWrong('field-range', 'a Timeout of 600001', { Timeout: 600_001 }),
  startsWrong('field-range', 'nobody to call', { CalleeList_Account: [] }),
  startsWrong('field-type', 'a number for the list of callees', { CalleeList_Account: 5 }),
  startsWrong('field-range', 'a media type in lower case', { CallInfo: { MediaType: 'video' } }),
  startsWrong('field-range', 'a RoomIdType of 0', { CallInfo: { MediaType: 'Video', RoomIdType: 0 } }),
  startsWrong('field-range', 'UserData of 1001 bytes', { UserData: `${'é'.repeat(500)}x` }),
  startsWrong('account-not-text', 'a robot that is a number', { Robot_Account: 7 }),
  startsWrong('account-not-text', 'a callee that is a number', { CalleeList_Account: ['bob', 7] }),
  startsWrong('field-type', 'a callee that is an object', { CalleeList_Account: [{}] }),
  {
    name: 'no CallId of a record',
    mistake: 'record-field-missing',
    operationId: 'getRecordByCallId',
    body: {},
  },
  {
    name: 'a CallId of a record of null',
    mistake: 'record-field-null',
    operationId: 'getRecordByCallId',
    body: { CallId: null },
  },
  {
    name: 'a CallId of a record that is a list',
    mistake: 'record-field-type',
    operationId: 'getRecordByCallId',
    body: { CallId: [] },
  },
  filtersWrong('record-field-type', 'a StartTime as text', { StartTime: '1' }),
  filtersWrong('record-field-type', 'a StartTime of null', { StartTime: null }),
  filtersWrong('record-field-range', 'page 0', { Page: 0 }),
  filtersWrong('record-field-range', 'a page of 101', { NumberPerPage: 101 }),
  filtersWrong('record-field-range', 'a result in the words of v1', { CallResult: 'normal_end' }),
  filtersWrong('record-field-range', 'an unknown type', { CallType: 'GroupCall' }),
  setsWrong('configuration-field-missing', 'no Url', { CallbackCommandList: [] }),
  setsWrong('configuration-field-null', 'a Url of null', { ...configuration, Url: null }),
  setsWrong('configuration-field-type', 'a word that is a number', {
    ...configuration,
    CallbackCommandList: [1],
  }),
  setsWrong('configuration-field-range', 'a Url that is its scheme alone', {
    ...configuration,
    Url: 'https://',
  }),
  setsWrong('url-scheme', 'a Url of ftp', { ...configuration, Url: 'ftp://a.example' }),
  setsWrong('url-scheme', 'an empty Url', { ...configuration, Url: '' }),
  { name: 'a CallId of no call', mistake: 'call-not-found', body: { CallId: 'of-no-call' } },
  {
    name: 'an end of no call',
    mistake: 'call-not-found',
    operationId: 'endCall',
    body: { CallId: 'of-no-call' },
  },
  {
    name: 'a record of no call',
    mistake: 'record-not-found',
    operationId: 'getRecordByCallId',
    body: { CallId: 'of-no-call' },
  },
  { name: 'a configuration of none', mistake: 'callback-absent', operationId: 'getCallback', body: {} },
];

async function exchange(input: BadInput, fetcher: typeof fetch) {
  const { sdkAppId, secretKey } = mock;
  const { identifier = mock.identifier, method = 'POST', body = { CallId: 'a' } } = input;
  const { agedSeconds = 0, ...claims } = input.sign ?? {};
  const signedAt = () => now() - agedSeconds * 1000;
  const usersig = signUserSig({ sdkAppId, secretKey, identifier, now: signedAt, ...claims });
  const parameters = { sdkappid: String(sdkAppId), identifier, usersig, random: '1', contenttype: 'json' };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...parameters, ...input.query })) {
    if (value !== null) query.append(name, value);
  }
  const path = input.path ?? operations[input.operationId ?? 'getCallInfo'].path;
  const response = await fetcher(`${mock.url}${path}?${query}${input.appended ?? ''}`, {
    method,
    headers: { 'content-type': input.contentType ?? 'application/json' },
    ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { response, envelope: await response.json() };
}

describe('a bad input of v4', () => {
  test.each(badInputs)('$name is answered as $mistake, also on a socket', async (input) => {
    for (const fetcher of [mock.fetch, fetch]) {
      const { response, envelope } = await exchange(input, fetcher);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-mock-mistake')?.split(';')[0]).toBe(input.mistake);
      expect(envelope).toEqual({
        ActionStatus: 'FAIL',
        ErrorInfo: expect.stringMatching(/./),
        ErrorCode: findMistake(input.mistake).answer,
        RequestId: expect.stringMatching(/^Id-[0-9a-f]{32}-O-Seq-\d+$/),
      });
    }
  });

  test('is in the table for every mistake of the contract that a single request can make', () => {
    const covered = new Set<string>(badInputs.map(({ mistake }) => mistake));
    const missing = mistakes.map(({ id }) => id).filter((id) => !covered.has(id));
    expect(missing, 'add a request to the table, or a test of its own').toEqual([
      'package-missing',
      'rate-exceeded',
    ]);
  });
});

test('an app without a package is refused by every operation of v4', async () => {
  const poor = await createMock({ now, packageActive: false });
  for (const operationId of Object.values(operations).map((operation) => operation.operationId)) {
    const answer = await callV4(poor, operationId);
    expect(answer, operationId).toMatchObject({ ErrorCode: findMistake('package-missing').answer });
  }
});

test('200 requests a second are answered, for each app, operation and generation', async () => {
  let time = now();
  const rated = await createMock({ now: () => time });
  const ask = async (operationId: OperationId, sdkAppId?: number) =>
    (await callV4(rated, operationId, {}, sdkAppId === undefined ? {} : { sdkAppId })).ErrorCode;
  for (let sent = 0; sent < 200; sent += 1) expect(await ask('deleteCallback')).toBe(0);
  expect(await ask('deleteCallback')).toBe(60007);
  expect([await ask('deleteCallback', 5), await ask('getCallback')]).toEqual([0, 100301]);
  time += 1000;
  expect(await ask('deleteCallback')).toBe(0);
});
