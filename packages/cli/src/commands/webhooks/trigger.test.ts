import { createHash } from 'node:crypto';
import { webhookCommands, webhookCommandsV4 } from '@trtc-call/webhooks/send';
import { describe, expect, test } from 'vitest';
import { runCli, startHere } from '../../testing/run-cli.ts';
import { openReceiver } from '../../testing/set-up.ts';

const readQuery = (url: string) => Object.fromEntries(new URL(url, 'http://x').searchParams);

test('sends a webhook of the word as a new event, and says what was answered', async () => {
  const { url, got } = await openReceiver();
  const { exitCode, stdout, stderr } = await runCli(`webhooks trigger normal_end --to ${url}/s3cret`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `1 acknowledged, 0 given up, by ${url}/…\n` });
  expect(stdout).toMatch(/^[\d:]{8} {2}normal_end +[\w-]{8} {2}#1 {2}acknowledged {2}\d+ ms\n$/);
  expect(stdout.length, 'it fits a terminal of 80 columns').toBeLessThan(80);
  expect(readQuery(got[0]?.url ?? '')).toMatchObject({ command: 'normal_end', sdkappid: '1400000000' });
  const { EventTime } = JSON.parse(got[0]?.body ?? '');
  expect(Math.abs(EventTime - Date.now() / 1000)).toBeLessThan(60);
  await runCli(['webhooks', 'trigger', 'normal_end', '--to', url]);
  expect(JSON.parse(got[1]?.body ?? '').CallId).not.toBe(JSON.parse(got[0]?.body ?? '').CallId);
});

test('makes six attempts by the vendor’s schedule, or one, and exits 1 when it is given up', async () => {
  const { url, answers, got } = await openReceiver();
  answers.push({ status: 503, body: '' }, { body: '{"ErrorCode":9}' });
  const later = await runCli(['webhooks', 'trigger', 'cancel', '--to', url]);
  expect(later.exitCode).toBe(0);
  expect(later.stdout.match(/#\d {2}[\w ]+? {2}/g)).toEqual([
    '#1  HTTP status 503  ',
    '#2  ErrorCode 9  ',
    '#3  acknowledged  ',
  ]);
  expect(new Set(got.map(({ body }) => body)).size, 'the same bytes each time').toBe(1);
  answers.push({ body: 'OK' });
  const once = await runCli(['webhooks', 'trigger', 'cancel', '--to', url, '--once']);
  expect(once).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('0 acknowledged, 1 given up') });
});

test('sets members: with the type of the contract, or any', async () => {
  const { url, got } = await openReceiver();
  const sets = ['UserId=7', 'TotalNum=3', 'RoomId:=null', 'Extra:={"a":1}'].flatMap((set) => ['--set', set]);
  await runCli(['webhooks', 'trigger', 'reject', '--to', url, '--sdk-app-id', '5', ...sets]);
  expect(readQuery(got[0]?.url ?? '').sdkappid).toBe('5');
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
    UserId: '7',
    TotalNum: 3,
    RoomId: null,
    Extra: { a: 1 },
  });
});

test('sends one of each word, a whole call, or the same one again', async () => {
  const { url, got } = await openReceiver();
  await runCli(['webhooks', 'trigger', 'all', '--to', url, '--generation', 'v1']);
  expect(got.map((one) => readQuery(one.url).command)).toEqual([...webhookCommands]);

  got.splice(0);
  await runCli(['webhooks', 'trigger', 'call', '--to', url, '--result', 'not_answer', '--caller', 'eve']);
  expect(got.map((one) => readQuery(one.url).command)).toEqual([
    'caller_start_call',
    'callee_receive_call',
    'callee_not_answer_call',
    'caller_call_missed',
    'not_answer',
    'not_answer',
  ]);
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ UserId: 'eve' });

  got.splice(0);
  await runCli(`webhooks trigger cancel --to ${url} --times 3 --same --concurrency 3`);
  expect(got).toHaveLength(3);
  expect(new Set(got.map(({ body }) => body)).size).toBe(1);
});

describe('of v4', () => {
  const words = (got: readonly { readonly url: string; readonly body: string }[]) =>
    got.map(({ url, body }) => {
      const { CallbackCommand = '' } = readQuery(url);
      const [changed] = JSON.parse(body).ChangedUserList ?? [];
      return changed ? `${changed.User_Account} ${changed.ActionType}` : CallbackCommand;
    });

  test('sends a webhook of the word, with members inside of members', async () => {
    const { url, got } = await openReceiver();
    const sets = [
      'CallRecord.CallResult=Reject',
      'CallRecord.EndTime=5',
      'CallRecord.CalleeList_Account:=[7]',
    ];
    const args = ['Call.CallbackAfterEndCall', '--to', url, ...sets.flatMap((set) => ['--set', set])];
    const { exitCode, stdout } = await runCli(['webhooks', 'trigger', ...args]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^[\d:]{8} {2}AfterEndCall +[\w-]{8} {2}#1 {2}acknowledged {2}\d+ ms\n$/);
    expect(readQuery(got[0]?.url ?? '')).toMatchObject({
      CallbackCommand: 'Call.CallbackAfterEndCall',
      SdkAppid: '1400000000',
    });
    const { CallRecord } = JSON.parse(got[0]?.body ?? '');
    expect(CallRecord).toMatchObject({ CallResult: 'Reject', EndTime: 5, CalleeList_Account: [7] });
    expect(CallRecord.CallId).toMatch(/^[\w-]{36}$/);
  });

  test('sends all its words and whole calls, of the environment or the result', async () => {
    const { url, got } = await openReceiver();
    await runCli(['webhooks', 'trigger', 'all', '--to', url]);
    expect(words(got)).toEqual([
      'Call.CallbackAfterStartCall',
      'Call.CallbackAfterEndCall',
      expect.stringMatching(/Accept$/),
    ]);
    got.splice(0);
    await runCli(['webhooks', 'trigger', 'call', '--to', url, '--callee', 'bob,carol', '--caller', 'eve']);
    const [start, end] = ['Call.CallbackAfterStartCall', 'Call.CallbackAfterEndCall'];
    const talked = ['bob Accept', 'carol Accept', 'eve HangUp', 'carol HangUp'];
    expect(words(got)).toEqual([start, ...talked, end]);
    got.splice(0);
    const variable = { TRTC_CALL_GENERATION: 'v1' };
    await runCli(['webhooks', 'trigger', 'call', '--to', url, '--result', 'Reject'], variable);
    expect(words(got)).toEqual([start, 'bob Reject', end]);
    const { CallRecord } = JSON.parse(got.at(-1)?.body ?? '');
    expect(CallRecord, 'as --help says').toMatchObject({ Caller_Account: 'alice' });
    got.splice(0);
    await runCli(['webhooks', 'trigger', 'call', '--to', url], variable);
    expect(got.map((one) => readQuery(one.url).command)).toContain('normal_end');
  });

  test('is sent once, and signed by the token', async () => {
    const { url, answers, got } = await openReceiver();
    answers.push({ body: '{"ErrorCode":0}' });
    const args = ['webhooks', 'trigger', 'Call.CallbackAfterEndCall', '--to', url];
    const { exitCode, stdout } = await runCli([...args, '--token', 't0ken']);
    expect([exitCode, got.length]).toEqual([1, 1]);
    expect(stdout).toContain('ActionStatus is missing');
    await runCli(args, { TRTC_CALL_WEBHOOK_TOKEN: 't0ken' });
    for (const { Sign, RequestTime } of got.map((one) => readQuery(one.url))) {
      expect(Sign).toBe(createHash('sha256').update(`t0ken${RequestTime}`).digest('hex'));
      expect(Math.abs(Number(RequestTime) - Date.now() / 1000)).toBeLessThan(60);
    }
  });
});

test('a word after a list of callees is not taken for one of them', async () => {
  const { url, got } = await openReceiver();
  const args = ['--to', url, '--generation', 'v1', '--callee', 'bob,carol', '--callee', 'dave', 'call'];
  expect((await runCli(['webhooks', 'trigger', ...args])).exitCode).toBe(0);
  const users = got.map(({ body }) => JSON.parse(body).UserId);
  expect(users).toEqual(expect.arrayContaining(['bob', 'carol', 'dave']));
});

test('several at a time are sent of many, and of all', async () => {
  const { url, got } = await openReceiver();
  for (const what of [['cancel', '--times', '3'], ['all'], ['all', '--generation', 'v1']]) {
    const args = ['webhooks', 'trigger', ...what, '--to', url, '--concurrency', '3'];
    expect((await runCli(args)).exitCode).toBe(0);
  }
  expect(got).toHaveLength(3 + webhookCommandsV4.length + webhookCommands.length);
});

test('prints deliveries for programs', async () => {
  const { url } = await openReceiver();
  const { stdout } = await runCli(['webhooks', 'trigger', 'cancel', '--to', url, '--times', '2', '--json']);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      outcome: 'acknowledged',
      attempts: [expect.objectContaining({ status: 200 })],
    }),
    expect.objectContaining({ outcome: 'acknowledged' }),
  ]);
});

test('takes the app from the environment', async () => {
  const { url, got } = await openReceiver();
  await runCli(['webhooks', 'trigger', 'cancel', '--to', url], { TRTC_CALL_SDK_APP_ID: '77' });
  expect(readQuery(got[0]?.url ?? '').sdkappid).toBe('77');
});

test('Ctrl-C ends it between two attempts', async () => {
  const { url, answers } = await openReceiver();
  answers.push(...Array.from({ length: 6 }, () => ({ status: 500, body: '' })));
  const { child, says, ended } = startHere(['webhooks', 'trigger', 'cancel', '--to', url]);
  await says('#1');
  child.kill('SIGINT');
  expect((await ended).exitCode).toBe(130);
});

test('a member that is nearly documented is sent as it is, with a warning', async () => {
  const { url, got } = await openReceiver();
  const args = ['webhooks', 'trigger', 'cancel', '--to', url, '--set', 'Userid=bob', '--set', 'Own=1'];
  const { stderr } = await runCli(args);
  expect(stderr).toContain('no page lists the member Userid: did you mean UserId?');
  expect(stderr).not.toContain('Own');
  expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ Userid: 'bob', Own: '1' });
});

test('a receiver that is away is named by the reason, without its path', async () => {
  const args = ['webhooks', 'trigger', 'cancel', '--to', 'http://127.0.0.1:1/s3cret', '--once'];
  const { exitCode, stdout, stderr } = await runCli(args);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).not.toContain('s3cret');
  expect(stdout).toContain('no answer: ');
});
