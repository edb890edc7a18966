import { operations } from '@trtc-call/spec/v1';
import type { RunningMock } from '../mock.ts';

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
  return `curl -H 'Content-Type: application/json' -d ${quoted(body)} ${quoted(`${mock.url}${path}?${query}`)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
