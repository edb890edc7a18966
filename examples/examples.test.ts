import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startMock } from '@trtc-call/mock';
import { hasPostgres, serveLocally } from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import { start as startPrepaid } from './prepaid/main.ts';

const root = join(import.meta.dirname, '..');
const execute = promisify(execFile);

/** The two commands of a README, and the answer that it shows. */
function readCommands(name: string) {
  const text = readFileSync(join(import.meta.dirname, name, 'README.md'), 'utf8');
  const [, commands = ''] = /^```sh\n(.*?)\n```$/ms.exec(text) ?? [];
  const [first = '', second = '', ...others] = commands.split('\n');
  expect(others, 'two commands').toEqual([]);
  const [, shown = ''] = /^```json\n(.*?)\n```$/ms.exec(text) ?? [];
  return { first, second, shown: JSON.parse(shown) };
}

/** Runs the first command, on a free port, and gives the address at which the example listens. */
async function runFirst(command: string): Promise<string> {
  const [, script = '', ...args] = /^npm run (\S+) (\S+)$/.exec(command) ?? [];
  const workspace = readFileSync(join(root, 'scripts/workspace.mjs'), 'utf8');
  const [, file = ''] = new RegExp(`${script}: \\['([^']+)'\\]`).exec(workspace) ?? [];
  const child = spawn(process.execPath, [join(root, file), ...args], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGINT');
    const [exitCode] = await ended;
    expect(exitCode, said).toBe(0);
  });
  for (;;) {
    const [, url] = /^listening at (http:\S+);/m.exec(said) ?? [];
    if (url) return url;
    expect(child.exitCode, said).toBe(null);
    await sleep(20);
  }
}

/** Runs the second command until it gives what is wanted. */
async function runSecond(command: string, url: string, isWanted: (answer: unknown) => boolean) {
  const [program = '', ...args] = command.replace('http://127.0.0.1:3000', `-s ${url}`).split(' ');
  expect(args.at(-1)).toContain(url);
  for (const end = Date.now() + 20_000; ; await sleep(200)) {
    const answer: unknown = JSON.parse((await execute(program, args)).stdout);
    if (isWanted(answer) || Date.now() > end) return answer;
  }
}

test.skipIf(!hasPostgres())('billing bills each call once, also one whose webhooks were lost', async () => {
  const { first, second, shown } = readCommands('billing');
  const url = await runFirst(first);
  const answer = await runSecond(second, url, (bills) => JSON.stringify(bills) === JSON.stringify(shown));
  expect(answer).toEqual(shown);
  // A minute for 60 s, three for 125 s, one for 30 s.
  expect(shown).toEqual([{ user: 'alice', calls: 3, minutes: 5 }]);
  const forged = await fetch(`${url}/hooks/guessed?SdkAppid=1&CallbackCommand=x`, {
    method: 'POST',
    body: '{}',
  });
  expect(forged.status).not.toBe(200);
});

test('prepaid ends a call at its limit, and charges what was talked', async () => {
  const { first, second, shown } = readCommands('prepaid');
  const url = await runFirst(first);
  const answer = await runSecond(second, url, (balance) => Number(Object(balance).seconds) <= 0);
  const { user, seconds } = Object(answer);
  expect(user).toBe(shown.user);
  expect(seconds).toBeLessThanOrEqual(0);
  // Of 600 seconds that it would have lasted.
  expect(seconds).toBeGreaterThan(-20);
  for (const body of ['{"seconds":-1}', '{"seconds":"1"}', '{}']) {
    const headers = { 'Content-Type': 'application/json' };
    const refused = await fetch(`${url}/balances/alice`, { method: 'POST', headers, body });
    expect(refused.status, body).toBe(400);
  }
});

/** The example without its README: a service, and what sends to it. */
async function openPrepaid() {
  const mock = await startMock({ records: [] });
  const { sdkAppId, secretKey, url } = mock;
  const service = await startPrepaid({
    TRTC_CALL_SDK_APP_ID: String(sdkAppId),
    TRTC_CALL_SECRET_KEY: secretKey,
    TRTC_CALL_BASE_URL: url,
    HOOK_SECRET: 'a-secret-of-your-own',
    PORT: '0',
    DATABASE_FILE: ':memory:',
  });
  onTestFinished(async () => {
    await service[Symbol.asyncDispose]();
    await mock.close();
  });
  const post = async (path: string, body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    return fetch(`${service.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  return {
    mock,
    pay: (seconds: unknown) => post('/balances/alice', { seconds }),
    send: (command: string, body: object) =>
      post(
        `/hooks/a-secret-of-your-own?SdkAppid=${sdkAppId}&CallbackCommand=Call.CallbackAfter${command}&contenttype=json`,
        body,
      ),
    balance: async (): Promise<unknown> => (await fetch(`${service.url}/balances/alice`)).json(),
    to: `${service.url}/hooks/a-secret-of-your-own`,
  };
}

test('prepaid charges a call once, should its end come again', async () => {
  const { pay, send, balance } = await openPrepaid();
  await pay(100);
  const CallRecord = {
    CallId: 'one',
    Caller_Account: 'alice',
    MediaType: 'Audio',
    CallType: 'SingleCall',
    StartTime: 1741231140,
    AcceptTime: 1741231146,
    EndTime: 1741231176,
    CallResult: 'NormalEnd',
  };
  for (const EventTime of [1741231176000, 1741231176001]) await send('EndCall', { CallRecord, EventTime });
  expect(await balance()).toEqual({ user: 'alice', seconds: 70 });
});

test('prepaid lets two calls of a user at the same time talk for what was paid once', async () => {
  const { mock, pay, balance, to } = await openPrepaid();
  expect((await pay(1e15)).status, 'an amount that no number could hold in the end').toBe(400);
  await pay(3);
  const call = { generation: 'v4', pace: 'real', ringSeconds: 1, talkSeconds: 30, to } as const;
  await Promise.all(['bob', 'carol'].map((callee) => mock.simulateCall({ ...call, callees: [callee] }).done));
  // Each would have talked for 3 seconds; limits are looked at once a second.
  expect(Number(Object(await balance()).seconds)).toBeGreaterThanOrEqual(-2);
});

test('history shows the calls of a user', async () => {
  const { first, second, shown } = readCommands('history');
  const url = await runFirst(first);
  const answer = await runSecond(second, url, () => true);
  const startTime = expect.any(Number);
  expect(answer).toEqual({ ...shown, calls: [{ ...shown.calls[0], startTime }] });
  const ofAlice: unknown = await (await fetch(`${url}/users/alice/calls`)).json();
  expect(ofAlice).toMatchObject({ calls: [{ callId: 'one', direction: 'outgoing' }, { callId: 'two' }] });
  const { startTime: latest } = Object(ofAlice).calls[0];
  const earlier: unknown = await (await fetch(`${url}/users/alice/calls?before=${latest}`)).json();
  expect(earlier).toMatchObject({ calls: [{ callId: 'two' }], next: null });
  expect((await fetch(`${url}/users/alice/calls?before=x`)).status).toBe(400);
});

test.each([
  ['a port that is in use', '', (port: number) => `port ${port} is in use: set PORT to another one\n`],
  ['no port', 'x', () => "PORT must be an integer from 0 to 65535 (got 'x')\n"],
])('an example with %s says so, and leaves nothing behind', async (_, given, message) => {
  await using taken = await serveLocally(createServer());
  const { port } = new URL(taken.url);
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-examples-'));
  // Postgres runs as another user.
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const name = hasPostgres() ? 'billing' : 'history';
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts'), name], {
    env: { ...process.env, PORT: given || port, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, errors, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect({ said, errors, exitCode }).toEqual({ said: '', errors: message(Number(port)), exitCode: 1 });
  expect(readdirSync(folder)).toEqual([]);
});

test('each example is small', () => {
  for (const name of ['billing', 'prepaid', 'history']) {
    const lines = readFileSync(join(import.meta.dirname, name, 'main.ts'), 'utf8').split('\n');
    expect(lines.length, name).toBeLessThan(120);
  }
});
