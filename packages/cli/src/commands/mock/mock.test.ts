import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { runCli, type StartedCli, startHere } from '../../testing/run-cli.ts';

const shell = promisify(execFile);
const json = { 'content-type': 'application/json' };

async function startedMock(...args: string[]): Promise<StartedCli & { url: string; curl: string }> {
  const running = startHere(['mock', '--port', '0', ...args]);
  onTestFinished(() => stop(running));
  await running.says('Ctrl-C stops it.');
  const { stdout } = running.said();
  const url = /http:\/\/[\d.:]+/.exec(stdout)?.[0] ?? '';
  const curl = stdout.split('\n').find((line) => line.startsWith('curl ')) ?? '';
  return { ...running, url, curl };
}

async function stop({ child, ended }: StartedCli): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

/** What `callbacks get` says after lines were pasted into a shell. */
async function callbacksAfter(lines: readonly string[], env = process.env): Promise<{ stderr: string }> {
  const main = join(import.meta.dirname, '..', '..', 'main.ts');
  const script = `${lines.join('\n')}\nexec "$0" "$1" callbacks get`;
  return shell('sh', ['-c', script, process.execPath, main], { env }).catch((error) => error);
}

test.each([
  ['v1', { errorCode: 0, data: { callId: expect.any(String) } }],
  ['v4', { ErrorCode: 0, Response: { CallRecord: { CallId: expect.any(String) } } }],
])('the curl line that it prints for %s, pasted into a shell, gets a record', async (name, shows) => {
  const { curl } = await startedMock('--generation', name);
  const { stdout } = await shell('sh', ['-c', `${curl} --silent --noproxy '*'`]);
  expect(JSON.parse(stdout)).toMatchObject(shows);
});

test('a signal closes the port and ends it with 0', async () => {
  const { child, ended, url } = await startedMock();
  expect((await fetch(`${url}/_mock/health`)).status).toBe(200);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
  await expect(fetch(`${url}/_mock/health`)).rejects.toThrow();
});

test('a port in use is one line with the remedy and exit code 2', async () => {
  const { url } = await startedMock();
  const { exitCode, stdout, stderr } = await runCli(['mock', '--port', new URL(url).port]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^trtc-call: 127\.0\.0\.1:\d+: port in use\. .*choose another port.*\n$/);
});

for (const { args, allowed } of [
  { args: [], allowed: null },
  { args: ['--cors'], allowed: '*' },
]) {
  test(`with ${JSON.stringify(args)} a page's question for leave is answered with ${allowed}`, async () => {
    const { url } = await startedMock(...args);
    const headers = { origin: 'http://app.example', 'access-control-request-method': 'POST' };
    const answer = await fetch(url, { method: 'OPTIONS', headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
  });
}

test('the lines that it prints, pasted into a shell, make commands ask it', async () => {
  const running = await startedMock();
  const lines = running.said().stdout.match(/^export \w+=\S+$/gm) ?? [];
  expect(lines).toHaveLength(5);
  // An account of before must not survive the paste.
  const env = { ...process.env, TRTC_CALL_IDENTIFIER: 'bob', TRTC_CALL_SECRET_KEY: 'of-another-app' };
  expect((await callbacksAfter(lines, env)).stderr).toContain('no callbacks are configured');
});

test('with a key that was given they lack it, and the remedy is said', async () => {
  const secretKey = 'a-key-of-mine';
  const { stdout } = (await startedMock('--secret-key', secretKey)).said();
  expect(stdout).toContain('\n\nThen set TRTC_CALL_SECRET_KEY to the key that you gave.\n\n');
  expect(stdout).not.toContain(secretKey);
  const lines = stdout.match(/^export \w+=\S+$/gm) ?? [];
  const env = { ...process.env, TRTC_CALL_SECRET_KEY: secretKey };
  expect((await callbacksAfter(lines, env)).stderr).toContain('no callbacks are configured');
});

for (const { host, loopback } of [
  { host: '0', loopback: '127.0.0.1' },
  { host: '0:0:0:0:0:0:0:0', loopback: '[::1]' },
  { host: 'localhost', loopback: 'localhost' },
]) {
  test(`on --host ${host} the lines to paste ask ${loopback}`, async ({ skip }) => {
    const running = startHere(['mock', '--port', '0', '--host', host]);
    onTestFinished(() => stop(running));
    const started = await Promise.race([running.says('Ctrl-C stops it.'), running.ended]);
    if (started && /EAFNOSUPPORT|EADDRNOTAVAIL|address/.test(started.stderr))
      skip('this machine has no IPv6');
    const { stdout } = running.said();
    const lines = stdout.match(/^export \w+=\S+$/gm) ?? [];
    expect(lines[0]).toMatch(/^export TRTC_CALL_BASE_URL=http:/);
    expect(new URL(lines[0]?.split('=')[1] ?? '').hostname).toBe(loopback);
    expect(stdout.split('\n').find((line) => line.startsWith('curl '))).toContain(`'http://${loopback}:`);
  });
}

test('on an address of the network it says whether clients refuse it, and what to do', async ({ skip }) => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const external = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (external === undefined) return skip('this machine has no network');
  const running = await startedMock('--host', external);
  const { stdout } = running.said();
  const lines = stdout.match(/^export \w+=\S+$/gm) ?? [];
  const isPrivate = /^(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(external);
  const answer = isPrivate ? 'no callbacks are configured' : 'http: for hosts of this machine';
  expect((await callbacksAfter(lines)).stderr).toContain(answer);
  const remark = /\n\nClients take http: for this machine and private networks only: [^\n]+--host 0\.0\.0\.0/;
  expect(remark.test(stdout)).toBe(!isPrivate);
  expect((await startedMock()).said().stdout).not.toContain('Clients take');
});

test('what is asked of it over HTTP is sent to the hosts that are allowed, in either way of naming them', async () => {
  const lists = ['--allow-webhooks-to', '10.255.255.1,hooks.invalid', '--allow-webhooks-to', 'app.invalid'];
  const { url } = await startedMock(...lists);
  const simulate = async (to: string) => {
    const body = JSON.stringify({ to, waitsSeconds: [0], result: 'cancel' });
    const answer = await fetch(`${url}/_mock/simulate_call`, { method: 'POST', headers: json, body });
    return { status: answer.status, ...(await answer.json()) };
  };
  for (const host of ['hooks.invalid', 'app.invalid']) {
    expect(await simulate(`http://${host}:9`)).toMatchObject({ status: 200 });
  }
  expect(await simulate('http://other.invalid')).toEqual({
    status: 403,
    code: 'destination-not-allowed',
    error: expect.stringContaining('--allow-webhooks-to other.invalid'),
  });
});

test('further hosts may be named by which it is called', async () => {
  const { url } = await startedMock('--allow-host', 'mock.internal');
  for (const [host, status] of [
    ['mock.internal', 200],
    ['other.internal', 403],
  ] as const) {
    const answer = get(`${url}/_mock/health`, { headers: { host } });
    const [response] = (await once(answer, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode, host).toBe(status);
  }
});

test('a package that is missing is what the curl line then shows', async () => {
  const { curl } = await startedMock('--package-missing');
  const url = /'(http[^']+)'/.exec(curl)?.[1] ?? '';
  const answer = await fetch(url, { method: 'POST', body: '{"CallId":"x"}', headers: json });
  expect(await answer.json()).toMatchObject({ ErrorCode: 60020 });
});

test('a key that was given is shown nowhere, nor is a UserSig in the log', async () => {
  const secretKey = 'canary-key-0123456789abcdef';
  const { child, ended, curl } = await startedMock('--secret-key', secretKey, '--log');
  const url = new URL(/'(http[^']+)'/.exec(curl)?.[1] ?? '');
  await fetch(url, { method: 'POST', body: '{"CallId":"mock-success"}', headers: json });
  child.kill('SIGINT');
  const { stdout, stderr } = await ended;
  expect(stdout + stderr).not.toContain(secretKey);
  expect(stderr).toMatch(/POST {2}\/v4\/call_record_http_srv\/get_record_by_callid {2}errorCode 0\n/);
  expect(stderr).not.toContain(url.searchParams.get('usersig') ?? 'usersig');
});
