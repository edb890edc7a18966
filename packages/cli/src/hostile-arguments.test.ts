import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { account, expectNothingObeyed, hostile, hostileArgument, manyRuns } from './testing/hostile.ts';
import { runCli } from './testing/run-cli.ts';

const ofUser = [
  [hostileArgument],
  [`--${hostileArgument}`],
  ['records', hostileArgument],
  ['records', 'list', '--from', hostileArgument],
  ['records', 'list', '--result', hostileArgument],
  ['records', 'export', '--out', 'x', '--format', hostileArgument],
  ['records', 'get', 'x', '--credentials', hostileArgument],
  ['callbacks', 'set', '--address', hostileArgument, '--action', 'cancel'],
  ['callbacks', 'set', '--address', 'https://a.example', '--action', hostileArgument],
  ['doctor', '--base-url', hostileArgument],
  ['doctor', '--region', hostileArgument],
  ['records', 'list', '--generation', hostileArgument],
  ['calls', 'get', 'x', '--generation', 'v4', '--region', hostileArgument],
  ['reconcile', '--from', '24h', '--book', hostileArgument],
  ['reconcile', '--from', hostileArgument, '--book', 'x'],
  ['reconcile', '--from', '24h', '--book', 'x', '--table', hostileArgument],
  ['usersig', 'sign', '--identifier', hostileArgument],
  ['usersig', 'inspect', hostileArgument],
  ['usersig', 'verify', hostileArgument],
  ['mock', '--port', hostileArgument],
  ['mock', '--port', '0', '--host', hostileArgument],
  ['webhooks', 'trigger', hostileArgument, '--to', 'http://127.0.0.1:1'],
  ['webhooks', 'trigger', 'cancel', '--to', hostileArgument],
  ['webhooks', 'trigger', 'cancel', '--to', 'http://127.0.0.1:1', '--set', hostileArgument],
  ['webhooks', 'trigger', 'call', '--to', 'http://127.0.0.1:1', '--result', hostileArgument],
  ['webhooks', 'replay', hostileArgument, '--to', 'http://127.0.0.1:1'],
  ['webhooks', 'listen', '--forward', hostileArgument],
  ['webhooks', 'listen', '--port', '0', '--host', hostileArgument],
  ['webhooks', 'listen', '--out', `/nowhere/${hostileArgument}`],
  ['conformance', '--target', hostileArgument],
  ['conformance', '--level', hostileArgument],
  ['conformance', '--only', hostileArgument],
  ['conformance', '--divergences', hostileArgument],
  ['conformance', '--out', `/dev/null/${hostileArgument}`],
  ['conformance', '--receiver', hostileArgument],
  ['drift', 'record', '--target', hostileArgument],
  ['drift', 'record', '--target', 'mock', '--out', `/nowhere/${hostileArgument}`],
  ['drift', 'check', hostileArgument],
  ['drift', 'check', hostileArgument, '--format', 'json'],
  ['drift', 'check', '--baseline', hostileArgument, hostileArgument],
  ['drift', 'docs', '--from', hostileArgument],
  ['completion', hostileArgument],
];
test('no argument of the user is obeyed', manyRuns, async () => {
  const left = [...ofUser];
  const work = async () => {
    for (let args = left.pop(); args; args = left.pop()) {
      expectNothingObeyed(await runCli(args, account), args.join(' '));
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
});

test('no variable of the environment is obeyed', async () => {
  const names = ['TRTC_CALL_SDK_APP_ID', 'TRTC_CALL_IDENTIFIER', 'TRTC_CALL_BASE_URL', 'XDG_CONFIG_HOME'];
  for (const name of names) {
    const { TRTC_CALL_SECRET_KEY: _, ...others } = account;
    const given = name === 'XDG_CONFIG_HOME' ? others : account;
    expectNothingObeyed(await runCli(['callbacks', 'get'], { ...given, [name]: hostileArgument }), name);
  }
});

test('no identifier in a UserSig is obeyed', async () => {
  const claims = {
    'TLS.ver': '2.0',
    'TLS.identifier': hostile,
    'TLS.sdkappid': 1_400_000_000,
    'TLS.expire': 86_400,
    'TLS.time': 1_700_000_000,
    'TLS.sig': hostile,
  };
  const packed = deflateSync(JSON.stringify(claims)).toString('base64');
  const userSig = packed.replaceAll('+', '*').replaceAll('/', '-').replaceAll('=', '_');
  for (const args of [['inspect'], ['inspect', '--json'], ['verify'], ['verify', '--json']]) {
    expectNothingObeyed(await runCli(['usersig', ...args, userSig], account));
  }
  const { stdout } = await runCli(['usersig', 'inspect', '--json', userSig]);
  expect(JSON.parse(stdout).identifier).toBe(hostile);
});
