import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createLeakSearch,
  type EchoAnswer,
  isFullProof,
  spellings,
  startEchoServer,
} from '@trtc-call/test-servers';
import { expect, test } from 'vitest';
import { runCli, startCli } from './testing/run-cli.ts';
import { canaryKey, mockAccount, temporaryFolder } from './testing/set-up.ts';

const commands = [
  ['records', 'get', 'no-such-call'],
  ['records', 'list', '--json'],
  ['records', 'list', '--from', 'x'],
  ['records', 'export', '--out', 'FILE'],
  ['callbacks', 'set', '--address', 'https://a.example', '--action', 'cancel', '--json'],
  ['callbacks', 'get'],
  ['callbacks', 'update', '--action', 'reject', '--json'],
  ['callbacks', 'delete', '--yes'],
  ['callbacks', 'get', '--json'],
  ['usersig', 'verify', '--json', 'abc'],
];

/** Runs every command, and gives all that was written anywhere. */
async function everythingWritten(
  environment: Record<string, string>,
  run = runCli,
  lines: readonly string[][] = commands,
): Promise<string> {
  const folder = await temporaryFolder();
  let text = '';
  for (const command of lines) {
    const args = command.map((word) => (word === 'FILE' ? join(folder, 'file') : word));
    const { stdout, stderr } = await run(args, environment);
    text += stdout + stderr;
  }
  for (const name of await readdir(folder)) text += await readFile(join(folder, name), 'utf8');
  return text;
}

test('no command writes the secret key, also when Node says all that it does', async () => {
  const { environment } = await mockAccount();
  const debug = { ...environment, NODE_DEBUG: 'http,net,fetch,undici' };
  const few = [commands[1], commands[5]].flatMap((command) => (command ? [command] : []));
  const written = await everythingWritten(debug, (...run) => startCli(...run).ended, few);
  expect(written).toContain('callId');
  expect(written).not.toContain(canaryKey);
});

test('no command writes the UserSig', async () => {
  const { mock, environment } = await mockAccount();
  const { TRTC_CALL_SECRET_KEY: _, ...others } = environment;
  const userSig = mock.userSig();
  const written = await everythingWritten({ ...others, TRTC_CALL_USER_SIG: userSig });
  expect(written).toContain('callId');
  expect(written).not.toContain(userSig);
});

test('no error of the service or of the way to it shows a credential', async () => {
  const { mock, environment } = await mockAccount();
  const { TRTC_CALL_SECRET_KEY: _, ...others } = environment;
  const userSig = mock.userSig();
  for (const fault of ['http-502', 'html-200', 'wrong-types', 'truncate'] as const) {
    mock.fault(fault, { times: Number.POSITIVE_INFINITY });
    const { exitCode, stdout, stderr } = await runCli(['callbacks', 'get', '--json'], {
      ...others,
      TRTC_CALL_USER_SIG: userSig,
    });
    expect({ exitCode, stdout }, fault).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr, fault).toMatch(/^trtc-call: (getCallback: |http:\/\/127\.0\.0\.1:\d+ )[^\n]+\n$/);
    expect(stderr).not.toContain(userSig);
    mock.reset();
  }
});

const v1 = ['--generation', 'v1'];

const echoes: readonly EchoAnswer[] = isFullProof
  ? ['refusal', 'success', 'redirect', 'text']
  : ['refusal', 'redirect'];

test.each(echoes)(
  'no command writes a credential that the service repeats in any spelling, in a %s',
  { timeout: 300_000 },
  async (answer) => {
    const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
    const identifier = 'admin_of_ops';
    const data = { callId: 'a-call', total: 1, callList: [{ callId: 'a-call' }] };
    // Most of the time goes into redacting every spelling in each recorded answer.
    const times = isFullProof ? undefined : 60;
    await using server = await startEchoServer({ secrets: [secretKey], answer, data, times });
    const folder = await temporaryFolder();
    const har = join(folder, 'today.har');
    const asking = commands.slice(0, 9).filter((command) => !command.includes('x'));
    const runs = asking.map((command) =>
      command.map((word) => (word === 'FILE' ? join(folder, 'calls') : word)),
    );
    // Nothing can be checked of a service that answers with redirects or texts.
    if (answer === 'refusal' || answer === 'success') {
      const out = join(folder, 'conformance');
      // Its other requests are those of the recording.
      const some = isFullProof ? [] : ['--only', 'V1-ENV,V1-SIG,V1-CBS'];
      runs.push(
        ['records', 'get', 'a-call', '--json'],
        ['conformance', '--target', server.url, '--out', out, '--har', join(folder, 'run.har'), ...some],
        ['drift', 'record', '--target', server.url, ...v1, '--redact-identifier', '--out', har],
        [
          ...['drift', 'check', har, '--format', 'github'],
          ...['--out', join(folder, 'drift'), '--state', join(folder, 'state')],
        ],
      );
    }
    const texts: Record<string, string> = {};
    for (const line of runs) {
      const { stdout, stderr } = await runCli(line, {
        TRTC_CALL_SDK_APP_ID: '1400000001',
        TRTC_CALL_SECRET_KEY: secretKey,
        TRTC_CALL_IDENTIFIER: identifier,
        TRTC_CALL_BASE_URL: server.url,
        TRTC_CALL_GENERATION: 'v1',
      });
      texts[line.join(' ')] = stdout + stderr;
    }
    for (const name of await readdir(folder, { recursive: true })) {
      const file = join(folder, name);
      if ((await stat(file)).isFile()) texts[name] = await readFile(file, 'utf8');
    }
    expect(server.userSigs.size).toBeGreaterThan(0);
    const findLeak = createLeakSearch(server.said);
    for (const [name, text] of Object.entries(texts)) {
      expect(findLeak(text), `${name} shows a part of a credential`).toBe(undefined);
    }
    // A plain comparison would print the whole recording.
    const { 'today.har': recording = '' } = texts;
    const shown = Object.values(spellings).map((write) => write(identifier));
    expect(shown.filter((text) => recording.includes(text))).toEqual([]);
  },
);
