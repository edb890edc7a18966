import { createMock, type Mock } from '@trtc-call/mock';
import * as v1 from '@trtc-call/spec/v1';
import * as v4 from '@trtc-call/spec/v4';

/** A call that succeeds, and the bytes that the mock answers it with: what every side of a comparison sends and gets. */
export interface SampleCall {
  /** Path and query, with a UserSig that is valid for the mock. */
  path: string;
  callId: string;
  body: string;
  answer: string;
}

/** Generations of the API. */
export type Generation = 'v1' | 'v4';

const paths = { v1: v1.operations.getRecordByCallId.path, v4: v4.operations.getRecordByCallId.path };

/** @throws Error when the mock does not answer the call with the record. */
export async function sampleCall(generation: Generation = 'v1'): Promise<SampleCall> {
  const mock = await createMock({ rateLimit: false });
  const callId = generation === 'v1' ? mock.records.list().at(-1)?.callId : await findCallId(mock);
  if (callId === undefined) throw new Error(`the mock has no sample record of ${generation}`);
  const path = `${paths[generation]}?${signedQuery(mock)}`;
  const body = JSON.stringify(generation === 'v1' ? { callId } : { CallId: callId });
  const answer = await post(mock, path, body);
  if (!answer.includes(callId)) throw new Error(`the mock did not answer the sample call: ${answer}`);
  return { path, callId, body, answer };
}

/** One of the samples of v4, which only the API lists. */
async function findCallId(mock: Mock): Promise<string | undefined> {
  const { path } = v4.operations.getRecordsByFilter;
  const text = await post(mock, `${path}?${signedQuery(mock)}`, '{"NumberPerPage":1}');
  const answer: { Response?: { CallRecordList?: { CallId: string }[] } } = JSON.parse(text);
  return answer.Response?.CallRecordList?.at(0)?.CallId;
}

async function post(mock: Mock, path: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return (await mock.fetch(`http://127.0.0.1${path}`, { method: 'POST', body, headers })).text();
}

function signedQuery(mock: Mock): URLSearchParams {
  return new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '99999999',
    contenttype: 'json',
  });
}
