import { describe, expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { mockAccount, openProxy, openReceiver } from '../../testing/set-up.ts';

const start = Math.floor(Date.now() / 1000) - 3600;
const records = [
  {
    callId: 'one',
    callResult: 'normal_end',
    callType: 'group',
    startCallTs: start,
    acceptTs: start + 5,
    endTs: start + 3671,
    caller: '山田太郎',
    callees: ['b'],
  },
  {
    callId: 'two',
    startCallTs: start + 60,
    callResult: 'cancel',
    callType: 'single',
    caller: 'a\u001b[31mb',
  },
  { callId: 'three', startCallTs: start + 120, callResult: 'not_answer', callType: 'single', caller: 'c' },
];

test('get prints the record as the service gives it', async () => {
  const { mock, environment } = await mockAccount({ records });
  const { exitCode, stdout, stderr } = await runCli(['records', 'get', 'one', '--json'], environment);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(mock.records.list()[0]);
});

test('get shows times with their offset', async () => {
  const { environment } = await mockAccount({ records });
  const { stdout } = await runCli(['records', 'get', 'one'], { ...environment, TZ: 'America/St_Johns' });
  expect(stdout).toMatch(/^started +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d -0[23]:30$/m);
  expect(stdout).toMatch(/^talked +1:01:06$/m);
});

test('get shows the app and all participants', async () => {
  const taken = { callId: 'three', caller: 'alice', callees: ['bob', 'carol'], totalUserNumber: 3 };
  const { environment } = await mockAccount({ records: [taken] });
  const { stdout } = await runCli(['records', 'get', 'three'], environment);
  expect(stdout).toMatch(new RegExp(`^SDKAppID +${environment.TRTC_CALL_SDK_APP_ID}$`, 'm'));
  expect(stdout).toMatch(/^caller +alice$/m);
  expect(stdout).toMatch(/^callees +bob carol$/m);
  expect(stdout).toMatch(/^participants +3$/m);
});

test('get refuses the record of another call', async () => {
  const { mock, environment } = await mockAccount({ records });
  const url = await openProxy(mock, async (ask) => {
    const text = await (await ask()).text();
    return new Response(text.replace('"one"', '"two"'), { headers: { 'content-type': 'application/json' } });
  });
  expect(await runCli('records get one --json', { ...environment, TRTC_CALL_BASE_URL: url })).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringMatching(/^trtc-call: the answer is the record of another call, "two": /),
  });
});

test('get shows a record that does not say of which call it is', async () => {
  const { mock, environment } = await mockAccount({ records });
  const url = await openProxy(mock, async (ask) => {
    const text = await (await ask()).text();
    return new Response(text.replace('"callId":"one",', ''), {
      headers: { 'content-type': 'application/json' },
    });
  });
  const run = await runCli('records get one --json', { ...environment, TRTC_CALL_BASE_URL: url });
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(run.stdout)).not.toHaveProperty('callId');
});

test('get exits 1 for a call that the service does not know', async () => {
  const { environment } = await mockAccount({ records });
  expect(await runCli(['records', 'get', 'no-such-call', '--json'], environment)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^trtc-call: no record of this call: check the id, --generation, .+, for 7 days \(request id \w+\)\n$/,
    ),
  });
});

test('get never reads the answer of another server as a missing record', async () => {
  const { environment } = await mockAccount({ records });
  const { TRTC_CALL_BASE_URL: url = '' } = environment;
  const get = (baseUrl: string) =>
    runCli(['records', 'get', 'one'], { ...environment, TRTC_CALL_BASE_URL: baseUrl });
  for (const wrong of [`${url}/v1`, `${url}/v1/records/`]) {
    const { exitCode, stderr } = await get(wrong);
    expect(exitCode, wrong).toBe(2);
    expect(stderr).toMatch(
      /^trtc-call: the region of TRTC_CALL_REGION, TRTC_CALL_BASE_URL .+ is invalid: leave "\/v1(\/records)?" off the end: .+\n$/,
    );
  }
  const other = await get(`${url}/gateway`);
  expect(other.stderr).toContain(`and the address (${url}/gateway);`);
  const receiver = await openReceiver();
  receiver.answers.push({ status: 404, body: '<h1>Not found</h1>' });
  const foreign = await get(receiver.url);
  expect(foreign.exitCode).toBe(2);
  expect(foreign.stderr).not.toContain('no record');
  expect(foreign.stderr).toContain(`${receiver.url.replace(/(:\d+).*/, '$1')} answered with HTTP status 404`);
});

test('list fits 80 columns, and says which it has left out', async () => {
  const long = records.map((record, at) => ({
    ...record,
    caller: `user${at}`,
    callId: `0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a1${at}`,
  }));
  const { environment } = await mockAccount({ records: long });
  const { stdout, stderr } = await runCli(['records', 'list'], { ...environment, TZ: 'Asia/Tokyo' });
  expect(stdout).toMatch(/^started \(\+09:00\) +result +caller +call id$/m);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toContain(long[2]?.callId);
  expect(stderr).toContain('Left out to fit 80 columns: media, type, callees, talked.');
});

test('list shows a line for each, in columns as wide as a terminal shows them', async () => {
  const { environment } = await mockAccount({ records });
  const { exitCode, stdout, stderr } = await runCli(['records', 'list'], { ...environment, COLUMNS: '200' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const [, , two = '', one = ''] = stdout.split('\n');
  expect(one).toMatch(/山田太郎 {6}b/);
  // Four characters of twice the width stand above twelve of one.
  expect(two.indexOf('a\\u001b[31mb')).toBe(one.indexOf('山田太郎'));
  expect(stdout).not.toContain('\u001b');
});

test('list heeds times, words and the limit', async () => {
  const { environment } = await mockAccount({ records });
  const ids = async (...args: string[]) => {
    const { stdout } = await runCli(['records', 'list', '--json', ...args], environment);
    const found: { callId: string }[] = JSON.parse(stdout);
    return found.map(({ callId }) => callId);
  };
  expect(await ids()).toEqual(['three', 'two', 'one']);
  expect(await ids('--result', 'cancel')).toEqual(['two']);
  expect(await ids('--type', 'single')).toEqual(['three', 'two']);
  expect(await ids('--from', String(start + 60))).toEqual(['three', 'two']);
  expect(await ids('--to', new Date((start + 60) * 1000).toISOString())).toEqual(['two', 'one']);
  expect(await ids('--from', '5m')).toEqual([]);
  expect(await ids('--limit', '2')).toEqual(['three', 'two']);
  expect(await ids('--limit', '2', '--reverse')).toEqual(['one', 'two']);
});

test('list says on standard error that there are more, or none', async () => {
  const { environment } = await mockAccount({ records });
  const more = await runCli(['records', 'list', '--limit', '1'], environment);
  expect(more).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('raise --limit') });
  const none = await runCli(['records', 'list', '--to', '2h', '--from', '3h'], environment);
  expect(none).toEqual({ exitCode: 0, stdout: '', stderr: 'No records.\n' });
});

test('a word that no page lists is asked for, with a warning, since the service may know it', async () => {
  const { mock, environment } = await mockAccount({ records });
  const args = ['records', 'list', '--from', '24h', '--result', 'normal_edn', '--type', 'x'];
  const { stderr } = await runCli(args, environment);
  expect(stderr).toContain('--result: "normal_edn" is not a word of the contract: did you mean normal_end?');
  expect(stderr).toContain('--type: "x" is not a word of the contract: choose from single, group');
  const asked = mock.requests.map(({ body }) => body);
  expect(JSON.stringify(asked)).toContain('normal_edn');
});

describe('where the clock of the machine is wrong', () => {
  const days = (count: number) => count * 86_400_000;

  test.each([-8, 8])('by %i days, list and export find the calls of the last hours', async (ahead) => {
    const serviceNow = Date.now() - days(ahead);
    const call = { ...records[0], startCallTs: Math.floor(serviceNow / 1000) - 3600 };
    const { environment } = await mockAccount({
      records: [{ ...call, acceptTs: call.startCallTs, endTs: call.startCallTs + 60 }],
      now: () => serviceNow,
    });
    for (const command of [
      ['list', '--json'],
      ['list', '--from', '24h', '--json'],
      ['export', '--format', 'jsonl', '--out', '-'],
    ]) {
      const { exitCode, stdout, stderr } = await runCli(['records', ...command], environment);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stdout, command.join(' ')).toContain('"one"');
      expect(stderr).toContain(`the clock of this machine is 8 days ${ahead > 0 ? 'ahead of' : 'behind'}`);
    }
  });
});
