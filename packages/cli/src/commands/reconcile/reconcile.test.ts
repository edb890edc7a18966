import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCallBook } from '@trtc-call/call-book';
import { sqliteBook } from '@trtc-call/call-book/sqlite';
import type { CallRecord } from '@trtc-call/client';
import { expect, onTestFinished, test } from 'vitest';
import { expectNothingObeyed, hostile } from '../../testing/hostile.ts';
import { runCli, startCli } from '../../testing/run-cli.ts';
import { mockAccount, openProxy, temporaryFolder } from '../../testing/set-up.ts';

const app = 1400000000;
const begin = Math.floor(Date.now() / 1000) - 7200;

const lastWeek = { startCallTs: begin - 604_800, acceptTs: begin - 604_795, endTs: begin - 604_790 };

/** A call of alice with another one, which was answered after 5 seconds. */
function call(callId: string, talkSeconds: number, callee = 'bob'): CallRecord {
  return {
    callId,
    sdkAppId: app,
    mediaType: 'audio',
    roomId: 'room',
    caller: 'alice',
    callees: [callee],
    totalUserNumber: 2,
    callType: 'single',
    callResult: 'normal_end',
    startCallTs: begin,
    acceptTs: begin + 5,
    endTs: begin + 5 + talkSeconds,
  };
}

/** The service has calls of 60, 30 and 10 seconds; the book has the first one, and others as they are given. */
async function openBookFile(booked: readonly CallRecord[] = []) {
  const records = [call('one', 60), call('two', 30), call('three', 10, 'carol')];
  const { mock, environment } = await mockAccount({ sdkAppId: app, records, rateLimit: false });
  const path = join(await temporaryFolder(), 'calls.db');
  const store = sqliteBook({ path });
  onTestFinished(() => store.close());
  const book = createCallBook({ store });
  await book.addRecords([call('one', 60), ...booked], { app });
  const run = (...args: string[]) =>
    runCli(['reconcile', '--book', path, '--from', '24h', ...args], { TZ: 'UTC', ...environment });
  return { mock, environment, path, book, run };
}

test('shows what is missing, different and unknown with its evidence, and repairs it', async () => {
  const { run, book } = await openBookFile([call('two', 29), call('four', 5)]);
  const found = await run();
  expect({ ...found, stdout: '' }).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  const lines = found.stdout.split('\n');
  expect(lines[0]).toMatch(/^finding +started +call id +evidence$/);
  const shown = lines.map((line) => line.replaceAll(/\d{4}-\S+ \S+ \S+/g, 'TIME').split(/ {2,}/));
  expect(shown).toContainEqual(['missing', 'TIME', 'three', 'record: normal_end, talked 10 s, alice, carol']);
  expect(shown).toContainEqual(['different', 'TIME', 'two', 'book: talkSeconds 29, record 30']);
  expect(shown).toContainEqual(['unknown', 'TIME', 'four', expect.stringContaining('there is no record')]);
  expect(shown).toContainEqual(['alice', '3', '94', '0']);
  expect(shown).toContainEqual(['all', '3', '94', '0']);
  expect(found.stdout).toContain(
    'Book and service differ: 1 agree, 1 missing in the book, 1 different, 1 unknown',
  );
  expect((await book.totals()).talkSeconds, 'nothing is written').toBe(94);

  const applied = await run('--apply');
  expect(applied).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('written into the book'),
  });
  const again = await run();
  expect(again.stdout, 'no record proves or disproves it').not.toMatch(/missing|different/);
  // 60 + 30 + 10, and the five of the call that the service does not know.
  expect(again.stdout).toMatch(/^all +4 +105 +0$/m);
});

test('a list that lacks a call which has a record is told, and does not agree', async () => {
  const { run, mock } = await openBookFile([call('two', 30), call('three', 10, 'carol')]);
  const url = await openProxy(mock, async (ask, path) => {
    const answer = await ask();
    if (!path.includes('get_records_by_filter')) return answer;
    const { data, ...rest } = await answer.json();
    const callRecordList = data.callRecordList.filter(({ callId }: CallRecord) => callId !== 'one');
    return Response.json({ ...rest, data: { ...data, callRecordList, totalNum: callRecordList.length } });
  });
  const { exitCode, stdout } = await run('--generation', 'v1', '--base-url', url);
  expect(exitCode).toBe(2);
  expect(stdout).toContain(
    'the list of records lacks 1 call that has a record, so that others may be missing',
  );
});

test('a book that was repaired agrees with the totals of the service', async () => {
  const { run } = await openBookFile([call('two', 29)]);
  expect((await run('--apply')).exitCode).toBe(1);
  const agreed = await run();
  expect(agreed).toMatchObject({ exitCode: 0, stderr: '' });
  expect(agreed.stdout).toMatch(/^alice +3 +100 +0$/m);
  expect(agreed.stdout).toContain('Book and service agree: 3 agree.');
});

test('shows the 50 users who talked most', async () => {
  const others = Array.from({ length: 60 }, (_, at) => call(`call ${at}`, 1 + at, `user ${at}`));
  const { run } = await openBookFile(others);
  const { stdout } = await run();
  // With alice and bob there are 62.
  expect(stdout).toContain('\n(12 more: --json shows them)');
  expect(stdout.match(/^user \d+ /gm)).toHaveLength(48);
});

test('a book of another app, of which nothing was compared, does not agree', async () => {
  const { path } = await openBookFile();
  const other = await mockAccount({ sdkAppId: app + 1, records: [], rateLimit: false });
  const run = (...more: string[]) =>
    runCli(['reconcile', '--book', path, '--from', '24h', ...more], other.environment);
  expect(await run()).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `trtc-call: --book: the app ${app + 1} had no calls, and the book has none of it at any time, but 1 of others: check the account and --book\n`,
  });
  expect((await run('--to', '23h')).exitCode, 'an empty book agrees with no calls').toBe(0);
});

test('an app that shares a book and had no calls today agrees', async () => {
  const { path, book } = await openBookFile();
  const quiet = app + 1;
  await book.addRecords([{ ...call('of last week', 5), sdkAppId: quiet, ...lastWeek }], { app: quiet });
  const other = await mockAccount({ sdkAppId: quiet, records: [], rateLimit: false });
  const ended = await runCli(['reconcile', '--book', path, '--from', '24h'], other.environment);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
});

test('--json prints each finding, each user and the result as a line', async () => {
  const { run } = await openBookFile();
  const { exitCode, stdout, stderr } = await run('--json');
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { type: 'finding', kind: 'missing', generation: 'v1', app, book: null, applied: false },
    { type: 'finding', kind: 'missing', record: { talkSeconds: expect.any(Number) }, differences: [] },
    { type: 'user', user: 'alice', calls: 1, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
    { type: 'user', user: 'bob', calls: 1, talkSeconds: 60 },
    {
      type: 'result',
      verdict: 'differs',
      unread: [],
      counts: { records: 3, recordTalkSeconds: 100, agreeing: 1, missing: 2 },
      totals: { calls: 1, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
    },
  ]);
});

test('both generations in one run', async () => {
  const { mock, run, book } = await openBookFile([call('two', 30), call('three', 10, 'carol')]);
  const times = { StartTime: begin, AcceptTime: begin, EndTime: begin + 7, CallResult: 'NormalEnd' } as const;
  mock.records.add({ CallId: 'four', Caller_Account: 'dave', ...times }, { generation: 'v4' });
  const found = await run('--generation', 'both', '--apply');
  expect(found).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('four') });
  expect(await book.get({ generation: 'v4', app, callId: 'four' })).toMatchObject({ talkSeconds: 7 });
  expect(await run('--generation', 'both')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^all .* 107 /m),
  });
});

test('what cannot be known exits with 2: refused, too old, incomplete', async () => {
  const { run, environment, path, book } = await openBookFile([call('two', 30), call('three', 10, 'carol')]);
  expect((await run()).exitCode).toBe(0);
  const wrong = { ...environment, TRTC_CALL_SECRET_KEY: 'another-key' };
  const refused = await runCli(['reconcile', '--book', path, '--from', '24h'], wrong);
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^trtc-call: [^\n]*TRTC_CALL_SECRET_KEY[^\n]*\n$/);
  const unread = await runCli(
    ['reconcile', '--book', path, '--from', String(begin - 5), '--to', String(begin)],
    wrong,
  );
  expect(unread).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('the list of records is incomplete'),
  });
  expect(unread.stderr).toMatch(/^The records of v1 from \S+ on could not be read: /);

  const early = await run('--from', '9d');
  expect(early).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('The service keeps records for'),
  });
  expect(early.stdout).toContain(
    'Not all could be known: 3 agree, the earliest records are not kept any more.',
  );
  expect((await run('--from', '7d')).exitCode).toBe(0);
  const long = begin - 8 * 86_400;
  const startTime = { value: long, source: 'stated', at: 1000 * long } as const;
  await book.store.fold([
    { generation: 'v1', app, callId: 'old', state: 'ended', users: new Map(), claims: { startTime } },
  ]);
  const expired = await run('--from', '9d');
  expect(expired).toMatchObject({
    exitCode: 2,
    stdout: expect.stringMatching(/^expired .* old {6}it is older/m),
  });
});

test('a generation that has gone keeps the other one neither from the book nor from being judged', async () => {
  const { mock, environment } = await mockAccount();
  const folder = await temporaryFolder();
  const path = join(folder, 'calls.db');
  using store = sqliteBook({ path });
  const book = createCallBook({ store });
  let gone: string[] = ['/v1/'];
  const url = await openProxy(mock, (answer, asked) =>
    gone.some((head) => asked.startsWith(head)) ? new Response('gone', { status: 404 }) : answer(),
  );
  const run = (...args: string[]) =>
    runCli([...args, '--generation', 'both', '--from', '24h'], { ...environment, TRTC_CALL_BASE_URL: url });
  const reconcile = () => run('reconcile', '--book', path, '--apply');
  const one = await reconcile();
  expect(one).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('written into the book') });
  expect(one.stderr).toMatch(
    /^The records of v1 from \S+ on could not be read: \S+ answered with HTTP status 404/,
  );
  const { calls } = await book.totals({ generation: 'v4' });
  expect(calls).toBeGreaterThan(5);
  expect((await book.totals()).calls).toBe(calls);
  expect(await reconcile(), 'not all could be known').toMatchObject({ exitCode: 2 });
  const exported = await run('records', 'export', '--out', join(folder, 'both.jsonl'));
  expect(exported).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/^trtc-call: v1: \S+ answered with HTTP status 404/),
  });
  gone = ['/v1/', '/v4/'];
  expect(await reconcile()).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/^trtc-call: v1: /),
  });
});

test('nothing that a book says is obeyed', async () => {
  const { run } = await openBookFile([{ ...call(hostile, 5), caller: hostile, callResult: hostile }]);
  for (const args of [[], ['--json'], ['--apply']]) expectNothingObeyed(await run(...args), args.join(' '));
});

test('bad input is one line with the remedy, and nothing is made', async () => {
  const { environment } = await mockAccount();
  const folder = await temporaryFolder();
  const [text, other, mine] = ['notes.txt', 'other.db', 'mine.db'].map((name) => join(folder, name));
  await writeFile(text ?? '', 'no database, but long enough to be read as the head of one'.repeat(9));
  new DatabaseSync(other ?? '').exec('CREATE TABLE trtc_calls (id TEXT)');
  sqliteBook({ path: mine ?? '', table: 'mine' }).close();
  await mkdir(join(folder, 'folder'));
  const cases: [args: string[], says: string][] = [
    [['--book', join(folder, 'none.db')], 'none.db is not there: name the file of the book'],
    // As an unset variable leaves it.
    [['--book', ''], '--book: give a file of SQLite, or postgres://HOST/DATABASE'],
    [['--book', join(folder, 'folder')], 'folder is not a file'],
    [['--book', text ?? ''], 'notes.txt is not a file of SQLite'],
    [['--book', other ?? ''], 'has no column generation'],
    [['--book', mine ?? ''], 'has no table trtc_calls'],
    [['--book', mine ?? '', '--table', 'a b'], '"a b" is not the name of a table'],
  ];
  for (const [args, says] of cases) {
    const line = ['reconcile', ...args, '--from', '24h'];
    const { exitCode, stdout, stderr } = await runCli(line, environment);
    expect({ exitCode, stdout }, says).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^trtc-call: [^\n]+\n$/);
    expect(stderr).toContain(says);
  }
});

test('killed while it writes, it loses nothing; the next run repairs, and a second one agrees', {
  timeout: 60_000,
}, async () => {
  const records = Array.from({ length: 2000 }, (_, index) => ({
    ...call(`call-${index}`, index % 60),
    startCallTs: begin + index,
    acceptTs: begin + index,
    endTs: begin + index + (index % 60),
  }));
  const { mock, environment } = await mockAccount({ sdkAppId: app, records, rateLimit: false });
  const path = join(await temporaryFolder(), 'calls.db');
  using store = sqliteBook({ path });
  const book = createCallBook({ store });
  const args = ['reconcile', '--book', path, '--from', '24h', '--apply'];
  mock.fault('delay', { times: Number.POSITIVE_INFINITY, milliseconds: 30 });
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    const before = (await book.totals()).calls;
    const { child, ended } = startCli(args, environment);
    while (child.exitCode === null && (await book.totals()).calls === before) await sleep(5);
    child.kill(signal);
    const { exitCode, stderr } = await ended;
    expect(exitCode).toBe(signal === 'SIGINT' ? 130 : null);
    if (signal === 'SIGINT') expect(stderr).toBe('Interrupted. Run the same command again.\n');
    // Else the signal came too late to interrupt anything.
    expect((await book.totals()).calls).toBeGreaterThan(0);
    expect((await book.totals()).calls).toBeLessThan(records.length);
  }
  // Two at the same time do no harm to each other.
  const both = await Promise.all([startCli(args, environment).ended, startCli(args, environment).ended]);
  expect(both.map(({ stderr }) => stderr)).toEqual(['', '']);
  expect(both.map(({ exitCode }) => exitCode)).toContain(1);
  const agreed = await runCli(args, environment);
  const talk = records.reduce((sum, { acceptTs = 0, endTs }) => sum + endTs - acceptTs, 0);
  expect(agreed).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(new RegExp(`^all .* ${talk} `, 'm')),
  });
});

test('a reader of the findings that has seen enough ends it', async () => {
  const records = Array.from({ length: 3000 }, (_, index) => call(`call-${index}`, 1));
  const { environment } = await mockAccount({ sdkAppId: app, records, rateLimit: false });
  const path = join(await temporaryFolder(), 'calls.db');
  sqliteBook({ path }).close();
  const { child, ended, says } = startCli(
    ['reconcile', '--book', path, '--from', '24h', '--json'],
    environment,
  );
  await says('"finding"');
  child.stdout?.destroy();
  expect((await ended).exitCode).toBe(141);
});
