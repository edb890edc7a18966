import { createMock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v1';

/** A call that succeeds, and the bytes that the mock answers it with: what every side of a comparison sends and gets. */
export interface SampleCall {
  /** Path and query, with a UserSig that is valid for the mock. */
  path: string;
  callId: string;
  body: string;
  answer: string;
}

/** @throws Error when the mock does not answer the call with the record. */
export async function sampleCall(): Promise<SampleCall> {
  const mock = await createMock({ rateLimit: false });
  const query = new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '99999999',
    contenttype: 'json',
  });
  // The first of the list is past the data window.
  const record = mock.records.list().at(-1);
  if (!record) throw new Error('the mock has no sample record');
  const { callId } = record;
  const path = `${operations.getRecordByCallId.path}?${query}`;
  const body = JSON.stringify({ callId });
  const headers = { 'content-type': 'application/json' };
  const response = await mock.fetch(`http://127.0.0.1${path}`, { method: 'POST', body, headers });
  const answer = await response.text();
  if (!answer.includes(callId)) throw new Error(`the mock did not answer the sample call: ${answer}`);
  return { path, callId, body, answer };
}
