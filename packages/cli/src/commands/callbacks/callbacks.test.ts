import { expect, test } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { canaryKey, mockAccount } from '../../testing/set-up.ts';

const address = 'https://a.example/hook';

test('set, get, update and delete, as programs see it', async () => {
  const { environment } = await mockAccount();
  const run = (...args: string[]) => runCli(['callbacks', ...args, '--json'], environment);

  const set = await run('set', '--address', address, '--action', 'normal_end,cancel');
  for (const list of [['normal_end, cancel'], ['normal_end', '--action', 'cancel']]) {
    expect(
      await run('update', '--action', ...list),
      'an option that is given again adds to its list',
    ).toEqual(set);
  }
  expect(set).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(set.stdout)).toEqual({ address, actions: ['normal_end', 'cancel'] });
  expect(await run('get')).toEqual(set);

  const updated = await run('update', '--address', 'https://b.example');
  expect(JSON.parse(updated.stdout)).toEqual({
    address: 'https://b.example',
    actions: ['normal_end', 'cancel'],
  });
  const words = await run('update', '--action', 'reject');
  expect(JSON.parse(words.stdout)).toEqual({ address: 'https://b.example', actions: ['reject'] });

  const kept = await run('delete');
  expect(kept).toMatchObject({ exitCode: 2, stdout: words.stdout });
  expect(kept.stderr).toContain('nothing was removed: give --yes');
  expect(await run('get')).toEqual(words);

  expect(await run('delete', '--yes')).toMatchObject({ exitCode: 0, stdout: words.stdout });
  expect(await run('get')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'trtc-call: no callbacks are configured: use "trtc-call callbacks set"\n',
  });
});

test('set shows what it replaces, and that an address is not encrypted', async () => {
  const { environment } = await mockAccount();
  const set = (url: string) =>
    runCli(['callbacks', 'set', '--address', url, '--action', 'cancel'], environment);
  expect(await set(address)).toMatchObject({ exitCode: 0, stderr: '' });
  const { exitCode, stdout, stderr } = await set('http://b.example');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: 'address  http://b.example\nactions  cancel\n',
  });
  expect(stderr).toContain(`Replaces: ${address} (cancel)\n`);
  expect(stderr).toContain('not encrypted');
});

test('an empty list of words is said with --action alone', async () => {
  const { environment } = await mockAccount();
  const { stdout } = await runCli(['callbacks', 'set', '--action', '--address', address], environment);
  expect(stdout).toBe(`address  ${address}\nactions  none\n`);
});

test('update and delete exit 1 where nothing is configured', async () => {
  const { environment } = await mockAccount();
  for (const args of [
    ['update', '--action', 'cancel'],
    ['delete', '--yes'],
  ]) {
    const run = await runCli(['callbacks', ...args], environment);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('no callbacks are configured');
  }
});

test('a set that cannot see the former configuration changes nothing', async () => {
  const { mock, environment } = await mockAccount();
  mock.respondWith('getCallback', 'error-70002');
  const args = ['callbacks', 'set', '--address', address, '--action', 'cancel'];
  expect(await runCli(args, environment)).toMatchObject({ exitCode: 1, stdout: '' });
  expect(mock.requests.map(({ operationId }) => operationId)).toEqual(['getCallback']);
});

test('a key that the service does not know exits 1 with remedy and request id, and is not shown', async () => {
  const { mock, environment } = await mockAccount();
  const wrong = { ...environment, TRTC_CALL_SECRET_KEY: `other-${canaryKey}` };
  const { exitCode, stdout, stderr } = await runCli(['callbacks', 'get', '--json'], wrong);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(
    /^trtc-call: getCallback: refused with 70002 .+: check that TRTC_CALL_SECRET_KEY .+; trtc-call doctor finds out\n$/,
  );
  expect(stderr).toContain(mock.requests.at(-1)?.requestId ?? 'a request id');
  expect(stderr).not.toContain(canaryKey);
});

test('a service that is not there exits 2 with one line', async () => {
  const { mock, environment } = await mockAccount();
  await mock.close();
  const { exitCode, stdout, stderr } = await runCli(['callbacks', 'get'], environment);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(
    /^trtc-call: http:\/\/127\.0\.0\.1:\d+ gave no answer in \d attempts \(ECONNREFUSED\): check [^\n]+\n$/,
  );
  expect(stderr).toContain(mock.url);
  expect(stderr).toContain('--region, TRTC_CALL_REGION or TRTC_CALL_BASE_URL');
});

test('update of v1 is one operation, and reads only where a part is missing', async () => {
  const { mock, environment } = await mockAccount();
  const run = (...args: string[]) => runCli(['callbacks', ...args], environment);
  await run('set', '--address', address, '--action', 'cancel');
  const before = mock.requests.length;
  await run('update', '--address', 'https://b.example', '--action', 'reject');
  await run('update', '--action', 'cancel');
  expect(mock.requests.slice(before).map(({ operationId }) => operationId)).toEqual([
    'updateCallback',
    'getCallback',
    'updateCallback',
  ]);
});

test('v4 has the same commands, with its own words', async () => {
  const { environment } = await mockAccount();
  const run = (...args: string[]) =>
    runCli(['callbacks', ...args, '--generation', 'v4', '--json'], environment);
  const action = 'Call.CallbackAfterEndCall';
  const set = await run('set', '--address', address, '--action', action);
  expect(set).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(set.stdout)).toEqual({ address, actions: [action] });
  expect(await run('get')).toEqual(set);
  const updated = await run('update', '--address', 'https://b.example');
  expect(JSON.parse(updated.stdout)).toEqual({ address: 'https://b.example', actions: [action] });
  expect(await runCli(['callbacks', 'get'], environment), 'that of v1 is another').toMatchObject({
    exitCode: 1,
  });
  expect(await run('delete', '--yes')).toMatchObject({ exitCode: 0 });
  expect(await run('get')).toMatchObject({ exitCode: 1 });
});

test('update of v1 that finds nothing configured creates nothing', async () => {
  const { mock, environment } = await mockAccount();
  const args = ['callbacks', 'update', '--address', address, '--action', 'cancel', '--generation', 'v1'];
  expect(await runCli(args, environment)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('no callbacks are configured'),
  });
  expect(mock.requests.map(({ operationId }) => operationId)).toEqual(['updateCallback']);
});
