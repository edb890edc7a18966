import type { CallRecord } from '@trtc-call/client';
import { contract, operations } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { Generation } from '../contract.ts';
import type { RunningMock } from '../mock.ts';
import { handlers, windowSeconds } from './operations.ts';
import { calls } from './plan-call.ts';

/** Generation v1 of the API, in whose form records are kept. */
export const v1: Generation = {
  contract,
  document: openapi,
  handlers,
  magicFields: { getRecordByCallId: 'callId' },
  nameMistake: ({ kind, field }) =>
    kind === 'pattern' ? (field === 'address' ? 'address-scheme' : 'field-range') : `field-${kind}`,
  records: {
    write: (record) => record,
    read: (record) => record,
    readExample: (data) => data as CallRecord,
    windowSeconds,
  },
  calls,
};

/**
 * A `curl` line that gets the newest record of the mock, ready to be pasted into a POSIX shell. It holds a UserSig
 * which is valid for a day.
 */
export function curlExample(mock: RunningMock): string {
  const { path } = operations.getRecordByCallId;
  const query = new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '1',
    contenttype: 'json',
  });
  const newest = mock.records.list().at(-1);
  const body = JSON.stringify({ callId: newest?.callId ?? 'mock-success' });
  return `curl -H 'Content-Type: application/json' -d ${quote(body)} ${quote(`${mock.url}${path}?${query}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
