import { parseEvent, readQuery } from '@trtc-call/webhooks';
import stringWidth from 'string-width';
import { afterEach, expect, test, vi } from 'vitest';
import { listenRow } from './listen-row.ts';

afterEach(() => vi.unstubAllEnvs());

const callId = '0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10';

/** The row of a webhook about a user in a role. */
function createRow(columns: number, UserId: string, Role: string): string {
  vi.stubEnv('COLUMNS', String(columns));
  const read = readQuery('sdkappid=1400000000&command=caller_start_call');
  if ('problem' in read) throw new Error(read.detail);
  const event = parseEvent(read, Buffer.from(JSON.stringify({ CallId: callId, UserId, Role })));
  if ('misread' in event) throw new Error(event.detail);
  return listenRow(0, { event }, 1, 'ErrorCode 0');
}

test.each([
  { columns: 80, user: 'alice', role: 'caller', shown: 'alice caller' },
  { columns: 80, user: 'alice-with-a-long-id', role: 'caller', shown: 'alice-wi… caller' },
  { columns: 80, user: 'alice-with-a-long-id', role: 'callee', shown: 'alice-wi… callee' },
  { columns: 80, user: 'alice-with-a-long-id', role: '', shown: 'alice-with-a-lo…' },
  { columns: 100, user: 'alice-with-a-long-id', role: 'caller', shown: 'alice-with-a-long-id caller' },
  { columns: 80, user: '电话中心电话中心', role: 'callee', shown: '电话中心… callee' },
  { columns: 80, user: 'alice', role: 'someone-unforeseen', shown: 'alice someone…' },
  { columns: 80, user: '\u001b[31m\u001b[31m', role: 'caller', shown: String.raw`\u001b[3… caller` },
])('at $columns columns a user is shown as "$shown", and the row fits', ({ columns, user, role, shown }) => {
  const row = createRow(columns, user, role);
  expect(row).toContain(`  ${shown}  `);
  expect(stringWidth(row)).toBeLessThanOrEqual(columns);
  expect(row.endsWith('  0d9fbf2c  1st   ErrorCode 0')).toBe(true);
});
