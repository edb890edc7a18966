import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canaryKey, mockAccount } from './testing/mock-account.ts';
import { runCli } from './testing/run-cli.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const commands = [
  ['records', 'get', 'nobody'],
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
async function everythingWritten(environment: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  let text = '';
  for (const command of commands) {
    const args = command.map((word) => (word === 'FILE' ? join(folder, 'file') : word));
    const { stdout, stderr } = await runCli(args, environment);
    text += stdout + stderr;
  }
  for (const name of await readdir(folder)) text += await readFile(join(folder, name), 'utf8');
  return text;
}

test('no command writes the secret key, also when Node says all that it does', async () => {
  const { environment } = await mockAccount();
  const written = await everythingWritten({ ...environment, NODE_DEBUG: 'http,net,fetch,undici' });
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
    expect(stderr, fault).toMatch(/^trtc-call: getCallback: [^\n]+\n$/);
    expect(stderr).not.toContain(userSig);
    mock.reset();
  }
});
