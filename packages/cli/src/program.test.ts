import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { runCli } from './testing/run-cli.ts';

const commands = [
  [],
  ['conformance'],
  ['drift'],
  ['drift', 'record'],
  ['drift', 'check'],
  ['drift', 'docs'],
  ['mock'],
  ['records'],
  ['records', 'get'],
  ['records', 'list'],
  ['records', 'export'],
  ['callbacks'],
  ['callbacks', 'get'],
  ['callbacks', 'set'],
  ['callbacks', 'update'],
  ['callbacks', 'delete'],
  ['usersig'],
  ['usersig', 'sign'],
  ['usersig', 'inspect'],
  ['usersig', 'verify'],
  ['webhooks'],
  ['webhooks', 'trigger'],
  ['webhooks', 'replay'],
  ['webhooks', 'listen'],
  ['completion'],
];
for (const words of commands) {
  test(`trtc-call ${words.join(' ')} --help`, async () => {
    const { exitCode, stdout, stderr } = await runCli([...words, '--help'], { COLUMNS: '100' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`./fixtures/${['help', ...words].join('-')}.txt`);
  });
}

test('--version says the version of the package', async () => {
  expect(await runCli(['--version'])).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

const refused = [
  { args: [], says: 'Usage: trtc-call' },
  { args: ['conformence'], says: 'Did you mean conformance?' },
  { args: ['--verson'], says: 'Did you mean --version?' },
  { args: ['records', 'lst'], says: 'Did you mean list?' },
  { args: ['records', 'get'], says: "missing required argument 'id'" },
  { args: ['records', 'export'], says: '--out' },
  { args: ['records', 'export', '--out', 'x', '--format', 'xml'], says: 'Choose from jsonl, csv.' },
  { args: ['callbacks', 'set', '--address', 'https://a.example'], says: '--action' },
  { args: ['mock', 'extra'], says: 'too many arguments' },
  { args: ['conformance', '--tarket', 'mock'], says: 'Did you mean --target?' },
  { args: ['conformance', '--target', 'moon'], says: 'Choose mock, live, or a base URL' },
  { args: ['drift', 'record', '--target', 'moc'], says: 'Did you mean mock?' },
  { args: ['completion', 'bsh'], says: 'Did you mean bash?' },
  { args: ['records', 'export', '--out', 'x', '--format', 'cvs'], says: 'Did you mean csv?' },
  { args: ['records', 'export', '--out', 'x', '--no-formula-guard'], says: 'needs --format csv' },
  {
    args: ['webhooks', 'listen', '--forward', 'http://a.example', '--answer', '1'],
    says: 'has no effect with',
  },
  { args: ['conformance', '--level', 'MUST,WILL'], says: 'Choose from MUST, SHOULD, MAY.' },
];
for (const { args, says } of refused) {
  test(`trtc-call ${args.join(' ')} exits 2 and says: ${says}`, async () => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
}
