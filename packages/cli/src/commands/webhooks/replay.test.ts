import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { openReceiver, temporaryFolder } from '../../testing/set-up.ts';

const entry = (callId: string) => ({
  startedDateTime: '2026-01-01T00:00:00.000Z',
  time: 1,
  request: {
    method: 'POST',
    url: 'https://old.example/?sdkappid=1&command=cancel',
    headers: [],
    postData: { mimeType: 'application/json', text: JSON.stringify({ CallId: callId }) },
  },
  response: { status: 200, headers: [], content: { mimeType: '', text: '' } },
});

async function file(name: string, text: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, text);
  return path;
}

test('reads a HAR file', async () => {
  const { url, got } = await openReceiver();
  const har = { log: { version: '1.2', creator: {}, entries: [entry('a'), entry('b')] } };
  const path = await file('x.har', JSON.stringify(har));
  const { exitCode } = await runCli(['webhooks', 'replay', path, '--to', url, '--concurrency', '2']);
  expect(exitCode).toBe(0);
  expect(got.map(({ body }) => body).toSorted()).toEqual(['{"CallId":"a"}', '{"CallId":"b"}']);
});

test('names the call of each webhook, and sends a body that is not JSON all the same', async () => {
  const { url, got } = await openReceiver();
  const noise = entry('b');
  noise.request.postData.text = '{"CallId":';
  const path = await file('x.ndjson', [entry('call 1'), noise].map((one) => JSON.stringify(one)).join('\n'));
  const { stdout } = await runCli(['webhooks', 'replay', path, '--to', url, '--once']);
  expect(got.map(({ body }) => body)).toEqual(['{"CallId":"call 1"}', '{"CallId":']);
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/cancel +call 1 +#1 {2}acknowledged/);
  expect(lines[1]).toMatch(/cancel +- +#1 {2}acknowledged/);
});

test('sends webhooks of v4 to another app, signed anew', async () => {
  const { url, got } = await openReceiver();
  const signed = entry('a');
  signed.request.url =
    'https://old.example/?SdkAppid=1&CallbackCommand=Call.CallbackAfterEndCall&Sign=old&RequestTime=5';
  const path = await file('x.ndjson', JSON.stringify(signed));
  const args = ['webhooks', 'replay', path, '--to', url, '--sdk-app-id', '7', '--token', 't0ken'];
  expect((await runCli(args)).exitCode).toBe(0);
  const { searchParams } = new URL(got[0]?.url ?? '', 'http://x');
  expect(searchParams.getAll('SdkAppid')).toEqual(['7']);
  const [time = ''] = searchParams.getAll('RequestTime');
  expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
  const digest = createHash('sha256').update(`t0ken${time}`).digest('hex');
  expect(searchParams.getAll('Sign')).toEqual([digest]);
});

test('of a damaged file sends what can be read, says where the damage is, and exits 2', async () => {
  const { url, got } = await openReceiver();
  const lines = [JSON.stringify(entry('a')), '{ broken', JSON.stringify(entry('b'))];
  const path = await file('x.ndjson', lines.join('\n'));
  const { exitCode, stderr } = await runCli(['webhooks', 'replay', path, '--to', url]);
  expect(exitCode).toBe(2);
  expect(got).toHaveLength(2);
  expect(stderr).toMatch(/is damaged at byte \d+: .*; the rest was sent/);
});

test('of a file with more than is kept in memory sends nothing, and says what to do', async () => {
  const { url, got } = await openReceiver();
  const path = await file('x.ndjson', `${JSON.stringify(entry('a'))}\n`.repeat(100_001));
  const { exitCode, stderr } = await runCli(['webhooks', 'replay', path, '--to', url]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('holds more than 100000 webhooks: split it, nothing was sent');
  expect(got).toEqual([]);
});

test('exits 1 when one was given up', async () => {
  const { url, answers } = await openReceiver();
  answers.push({ status: 500, body: '' });
  const path = await file('x.ndjson', JSON.stringify(entry('a')));
  expect((await runCli(['webhooks', 'replay', path, '--to', url, '--once'])).exitCode).toBe(1);
});

test.each([
  ['x.ndjson', '', 'contains no webhook'],
  ['x.ndjson', '{"log":{}}', 'contains no webhook'],
  ['x.har', '', 'empty'],
])('%s with %j is one line with the remedy and exit code 2', async (name, text, says) => {
  const path = await file(name, text);
  const { exitCode, stderr } = await runCli(['webhooks', 'replay', path, '--to', 'http://127.0.0.1:1']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
