import { errorCodes, otherErrorCode } from '@trtc-call/spec/v1';
import { describe, expect, test } from 'vitest';
import { createTrtcCallClient, type TrtcCallClient } from '../index.ts';
import {
  accountV1,
  fetchAnswering,
  refusal,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';

const options = { ...accountV1, sdkAppId: sampleRecord.sdkAppId, validate: 'strict' } as const;
const requestId = '9f01db503f2006ad10c45f4f4609e38d';

const makeClient = (body: unknown, others = {}) =>
  createTrtcCallClient({ ...options, ...others, fetch: fetchAnswering(body).fetch });
const get = (body: unknown) => makeClient(body).records.get(sampleRecord.callId);

describe('a code other than 0 is a refusal', () => {
  test.each(errorCodes.filter(({ code }) => code !== 0))(
    '$code $name, with what the contract says',
    async (entry) => {
      const { code, name, remedy, retryable } = entry;
      expect(await rejection(get(refusal(code)))).toMatchObject({
        kind: 'refused',
        name: 'RefusedError',
        code,
        reason: name,
        // Where the code may mean that there is no record, the remedy begins with that.
        remedy: expect.stringContaining(remedy),
        retryable,
        requestId,
        operationId: 'getRecordByCallId',
      });
    },
  );

  const cases = {
    'as text': { errorCode: '70003', code: 70003, reason: 'UserSigExpired' },
    'that no page lists': { errorCode: 12345, code: 12345, reason: otherErrorCode.name },
    'that is negative': { errorCode: -1, code: -1, reason: otherErrorCode.name },
    'that no page lists, as text': { errorCode: '12345', code: 12345, reason: otherErrorCode.name },
  };
  test.each(Object.entries(cases))('%s', async (_, { errorCode, code, reason }) => {
    expect(await rejection(get(refusal(errorCode)))).toMatchObject({ kind: 'refused', code, reason });
  });

  test('and its message says what happened, with the request id', async () => {
    const error = await rejection(get(refusal(70003)));
    expect(String(error)).toMatch(
      /^RefusedError: getRecordByCallId: refused with 70003 UserSigExpired: .+ \(9f01\w+\)$/,
    );
  });

  test('whatever data comes with it', async () => {
    for (const data of [null, '', {}, 5, sampleRecord]) {
      expect(await rejection(get({ ...refusal(70001), data }))).toMatchObject({
        kind: 'refused',
        code: 70001,
      });
    }
  });

  test("and keeps the vendor's own words", async () => {
    expect(await rejection(get(refusal(70001, 'callId is bad')))).toMatchObject({
      vendorMessage: 'callId is bad',
    });
  });
});

describe('both documented types of a field give one', () => {
  test('a success by the text 0', async () => {
    expect(await get({ ...success(sampleRecord), errorCode: '0' })).toEqual(sampleRecord);
  });

  test('a request id that is a number', async () => {
    expect(await rejection(get({ ...refusal(70001), requestId: 42 }))).toMatchObject({ requestId: '42' });
  });

  test.each([
    ['of more digits than a number keeps', '98765432109876543210', '98765432109876543210'],
    ['in another form, as it can be read', '1e30', '1e+30'],
  ])('a request id %s', async (_, written, requestId) => {
    const body = `{"errorCode":70001,"errorMessage":"refused","requestId" : ${written}}`;
    expect(await rejection(get(body))).toMatchObject({ requestId });
  });
});

describe('what the contract does not allow is named by place and kind', () => {
  const whole = success(sampleRecord);
  const without = (name: string) => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
  const cases: Readonly<Record<string, [body: unknown, pointer: string, got: string]>> = {
    'no body': ['', '', 'empty'],
    HTML: ['<html>secret</html>', '', 'something else'],
    'half a body': ['{"errorCode":0,', '', 'something else'],
    'a list': [[], '', 'an empty array'],
    'the word null': ['null', '', 'null'],
    'no errorCode': [without('errorCode'), '/errorCode', 'missing'],
    'an errorCode in words': [{ ...whole, errorCode: 'none' }, '/errorCode', 'a string'],
    'an empty errorCode': [{ ...whole, errorCode: '' }, '/errorCode', 'an empty string'],
    'a fraction as errorCode': [{ ...whole, errorCode: 0.5 }, '/errorCode', 'a number'],
    'no errorMessage': [without('errorMessage'), '/errorMessage', 'missing'],
    'no requestId': [without('requestId'), '/requestId', 'missing'],
    'no data': [without('data'), '/data', 'missing'],
    'data that is text': [success('secret'), '/data', 'a string'],
    'a record without its id': [success({ ...sampleRecord, callId: undefined }), '/data/callId', 'missing'],
    'a time as text': [success({ ...sampleRecord, startCallTs: 'secret' }), '/data/startCallTs', 'a string'],
    'a callee that is a number': [
      success({ ...sampleRecord, callees: ['a', 5] }),
      '/data/callees/1',
      'an integer',
    ],
  };
  test.each(Object.entries(cases))('%s', async (_, [body, pointer, got]) => {
    const error = await rejection(get(body));
    expect(error).toMatchObject({ kind: 'contract', issues: [expect.objectContaining({ pointer, got })] });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(String(error)).toMatch(/^ContractError: getRecordByCallId: the answer breaks the contract: \S+/);
  });

  test('without validation too, where there are no data', async () => {
    const configuration = { address: 'https://www.example.com/callback', actions: ['call_busy'] };
    const refused = async (data: unknown, how: (client: TrtcCallClient) => Promise<unknown>) =>
      await rejection(how(makeClient(success(data), { validate: 'off' })));
    const issues = (rule: string, expected: string, got: string) => ({
      issues: [{ rule, pointer: '/data', expected, got }],
    });
    expect(await refused(5, ({ records }) => records.get('a-call'))).toMatchObject(
      issues('type', 'an object', 'an integer'),
    );
    expect(await refused(undefined, ({ records }) => records.get('a-call'))).toMatchObject(
      issues('required', 'an object', 'missing'),
    );
    expect(await refused(5, ({ callbacks }) => callbacks.set(configuration))).toMatchObject(
      issues('type', 'a string', 'an integer'),
    );
  });

  test('with the request id, where it can be read', async () => {
    expect(await rejection(get(success('text')))).toMatchObject({
      requestId: '1c8960ac38d61be38b6fb219db0182d1',
    });
    expect(await rejection(get('<html>'))).toMatchObject({ requestId: undefined });
  });

  test('each place once, and the message counts the others', async () => {
    const error = await rejection(get(success({ ...sampleRecord, callId: 1, roomId: 2, caller: 3 })));
    expect(error).toHaveProperty('issues.length', 3);
    expect(String(error)).toContain('/data/callId is an integer, not a string');
    expect(String(error)).toContain('and 2 more');
  });
});
