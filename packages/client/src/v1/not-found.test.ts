import { describe, expect, test } from 'vitest';
import { createTrtcCallClient, nullIfNotFound } from '../index.ts';
import {
  accountV1,
  fetchAnswering,
  refusal,
  rejection,
  sampleRecord,
  success,
} from '../testing/answering-fetch.ts';

const { callId, sdkAppId } = sampleRecord;
const makeClient = (body: unknown) =>
  createTrtcCallClient({ ...accountV1, sdkAppId, fetch: fetchAnswering(body).fetch });

describe('one line for every way in which there may be nothing', () => {
  test.each([success({}), success(null), refusal(70001)])('a record: %j', async (answer) => {
    expect(await makeClient(answer).records.get(callId).catch(nullIfNotFound)).toBeNull();
  });

  test.each([success({}), refusal(999)])('a configuration: %j', async (answer) => {
    expect(await makeClient(answer).callbacks.get().catch(nullIfNotFound)).toBeNull();
  });

  test('what is there is given', async () => {
    expect(await makeClient(success(sampleRecord)).records.get(callId).catch(nullIfNotFound)).toEqual(
      sampleRecord,
    );
  });

  test.each([70002, 70004, 70009, 50001, 12345])('another refusal (%i) is still thrown', async (code) => {
    const outcome = makeClient(refusal(code)).records.get(callId).catch(nullIfNotFound);
    expect(await rejection(outcome)).toMatchObject({ code, mayBeNotFound: false });
  });

  test('a wrong parameter of another operation does not mean an absence', async () => {
    const error = await rejection(makeClient(refusal(70001)).records.query({ startTimestamp: 1 }));
    expect(error).toMatchObject({ code: 70001, mayBeNotFound: false });
  });

  test('any other error is thrown as it is', () => {
    const other = new RangeError('another');
    expect(() => nullIfNotFound(other)).toThrow(other);
  });
});

test('the remedy says first that there may be no such record', async () => {
  const error = await rejection(makeClient(refusal(70001)).records.get(callId));
  expect(error).toMatchObject({
    mayBeNotFound: true,
    remedy: expect.stringMatching(/^There may be no record of this call: .+ Otherwise: Compare the query/),
  });
});
