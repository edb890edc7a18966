import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommanderError } from 'commander';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { targetName } from '../options.ts';
import { createProgram } from '../program.ts';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/set-up.ts';
import { createMessageRedact, describeUsageError, sayUsageError } from './redact-messages.ts';

// Not of a form by which a secret would be known.
const secret = 'tr0ub4dor-and-3-horses';

const lines: readonly string[][] = [
  ['mock', `--secretkey=${secret}`],
  ['mock', `--secret_key=${secret}`],
  ['mock', `--secret-kye=${secret}`],
  ['mock', '--secretkey', secret],
  ['mock', `-s=${secret}`],
  ['mock', `-s${secret}`],
  ['mock', '--secret-key=', secret],
  ['mock', `--port=${secret}`, '--secret-key', secret],
  ['mock', '--secret-key', secret, '--port', secret],
  ['mock', `secret-key=${secret}`],
  ['mock', `\u2014\u2014secret-key=${secret}`],
  ['mock', `--secret-key ${secret}`],
  ['mock', `--secret-key:${secret}`],
  ['records', 'get', 'a-call', `--secret-key=${secret}`],
  ['records', 'get', 'a-call', '--user-sig', secret],
  ['records', 'get', 'a-call', `--usersig=${secret}`],
  ['records', 'get', 'a-call', secret],
  ['records', `--user-sig=${secret}`],
  ['usersig', 'sign', `--identifer=${secret}`],
  ['usersig', 'sign', `--expires=${secret}`, `--secret-key=${secret}`],
  ['usersig', 'verify', 'eJx', `--secret-key=${secret}\n's`],
  ['conformance', `--secret-key=${secret}`],
  ['drift', 'record', '--target', 'mock', `--identifier=${secret}`],
  [`--secret-key=${secret}`],
  [`TRTC_CALL_SECRET_KEY=${secret}`],
  [`TRTC_CALL_SECRET_KEY=${secret}`, 'records', 'list'],
  ['webhooks', 'trigger', `--token=${secret}`],
];

/** What the program says on standard error, and the exit code of its parser. */
async function parse(line: readonly string[]) {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  const error: unknown = await (await createProgram(line))
    .parseAsync(line, { from: 'user' })
    .catch((reason: unknown) => reason);
  if (!(error instanceof CommanderError)) throw new Error(`the line was taken: ${line.join(' ')}`);
  await sayUsageError(error, line, process.env);
  return write.mock.calls.map(([text]) => String(text)).join('');
}

describe('no value that was typed to a name that is not an option is printed', () => {
  test.each(lines.map((line) => [line.join(' '), line] as const))('trtc-call %s', async (_, line) => {
    const said = await parse(line);
    expect(said).toMatch(/^error: /);
    expect(said).not.toContain(secret);
  });

  test('nor is a credential of the environment that was typed in a wrong place', async () => {
    const environment = { TRTC_CALL_SECRET_KEY: secret, TRTC_CALL_SDK_APP_ID: '1' };
    const wrong = [
      ['mock', '--port', secret],
      ['records', 'list', '--from', secret],
      ['usersig', 'sign', '--credentials', `/nowhere/${secret}`],
      [`--usersig=${secret}`],
    ];
    for (const line of wrong) {
      const { exitCode, stdout, stderr } = await runCli(line, environment);
      expect({ exitCode, stdout }, line.join(' ')).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).not.toContain(secret);
    }
  });

  test.each(['secretKey', 'userSig'])('nor is the %s of the credentials file', async (member) => {
    const folder = await temporaryFolder();
    const file = join(folder, 'trtc-call', 'credentials.json');
    await mkdir(dirname(file));
    await writeFile(file, JSON.stringify({ sdkAppId: 1, [member]: secret, region: secret }), { mode: 0o600 });
    const ofDefault = { XDG_CONFIG_HOME: folder };
    const wrong: readonly [string[], Record<string, string>][] = [
      [['mock', '--port', secret], ofDefault],
      [['records', 'list', '--generation', 'v1', '--region', secret], ofDefault],
      [['records', 'list', '--generation', 'v1', '--region', secret, '--credentials', file], {}],
      [['records', 'list', `--credentials=${file}`, '--limit', secret], {}],
      [['conformance', '--target', 'live', '--generation', 'v4', '--only', 'V4-ENV'], ofDefault],
    ];
    for (const [line, environment] of wrong) {
      const { exitCode, stdout, stderr } = await runCli(line, environment);
      expect({ exitCode, stdout }, line.join(' ')).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr, line.join(' ')).not.toContain(secret);
    }
  });
});

test.each(['user:s3cret@', 'host/?usersig=s3cret', 'host/#s3cret'])(
  'a target with what no request would carry is refused and not shown: %s',
  (rest) => {
    for (const scheme of ['http', 'ftp']) {
      const text = `${scheme}://${rest.replace('@', '@host')}`;
      expect(() => targetName(text)).toThrow(/^--target has credentials, a query or a fragment/);
    }
  },
);

test('a target is named as it is asked', () => {
  expect(targetName('http://127.0.0.1:4010/base/')).toBe('http://127.0.0.1:4010/base');
  expect(targetName('mock')).toBe('mock');
});

const redact = await createMessageRedact([], {});

test.each([
  { said: "error: unknown option '--tarket'\n(Did you mean --target?)\n", shown: undefined },
  {
    said: "error: unknown option '--tarket=a'\n(Did you mean --target?)\n",
    shown: "error: unknown option '--tarket'\n(Did you mean --target?)\n",
  },
  {
    said: "error: unknown option '--json=s3cret'\n(Did you mean --json?)\n",
    shown: "error: option '--json' takes no value\n",
  },
  { said: "error: unknown command 'lst'\n(Did you mean list?)\n", shown: undefined },
  {
    said: "error: option '--port <number>' argument '99999' is invalid. Give a whole number.\n",
    shown: undefined,
  },
  { said: "error: missing required argument 'id'\n", shown: undefined },
  {
    said: "error: too many arguments for 'mock'. Expected 0 arguments but got 2: a, b.",
    shown: "error: too many arguments for 'mock'. Expected 0 arguments but got 2.",
  },
])('what helps is kept: $said', ({ said, shown = said }) => {
  expect(describeUsageError(said, redact)).toBe(shown);
});
