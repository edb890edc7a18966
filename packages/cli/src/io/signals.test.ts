import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { createTrtcCallClient } from '@trtc-call/client';
import { isFullProof } from '@trtc-call/test-servers';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type CliRun, type RunningCli, runCli, startCli, startHere } from '../testing/run-cli.ts';
import { mockAccount, openProxy, temporaryFolder } from '../testing/set-up.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const credentials = {
  TRTC_CALL_SDK_APP_ID: '1400000000',
  TRTC_CALL_SECRET_KEY: 'k'.repeat(64),
  TRTC_CALL_GENERATION: 'v1',
};

/** All signals in the long form, and this one otherwise. */
function choose(one: (typeof signals)[number]) {
  return isFullProof ? signals : [one];
}

/** Each row with every signal in the long form, and otherwise with one, another for each row. */
function withSignals<Row>(rows: readonly (readonly [name: string, row: Row])[]) {
  return rows.flatMap(([name, row], at) =>
    signals
      .filter((_, index) => isFullProof || index === at % signals.length)
      .map((signal) => [name, signal, row] as const),
  );
}

/** Takes connections and never answers; `asked` resolves at the first request. */
async function silentServer() {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', () => resolve()).on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, asked };
}

/** Begun before the other tests, since it waits for seconds. */
let slowRun: Promise<CliRun>;
beforeAll(async () => {
  const proxy = createServer(() => {}).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const environment = {
    HTTPS_PROXY: url,
    https_proxy: url,
    NO_PROXY: '',
    no_proxy: '',
    NODE_USE_ENV_PROXY: '1',
  };
  slowRun = startCli(
    ['webhooks', 'trigger', 'cancel', '--to', 'https://a.example', '--once'],
    environment,
  ).ended;
  return () => void proxy.close();
});

/** As a shell tells it: a command that the signal itself ended has 128 and the number of the signal, too. */
async function readStatus({ child, ended }: RunningCli): Promise<number> {
  const { exitCode } = await ended;
  return exitCode ?? 128 + constants.signals[child.signalCode ?? 'SIGKILL'];
}

function statusAfter(signal: (typeof signals)[number]): number {
  return 128 + constants.signals[signal];
}

const har = (count: number) => {
  const url = 'http://receiver.invalid/?sdkappid=1&command=cancel';
  const request = { method: 'POST', url, headers: [], postData: { text: '{}' } };
  const entry = { startedDateTime: '2026-01-01T00:00:00Z', time: 1, request, response: { status: 200 } };
  return JSON.stringify({ log: { entries: Array(count).fill(entry) } });
};

/** Commands that wait for a server at an address. */
const waiting: Readonly<Record<string, (url: string, folder: string) => string[]>> = {
  'records get': () => ['records', 'get', 'an-id'],
  'records list': () => ['records', 'list'],
  'records export to a file': (_, folder) => ['records', 'export', '--out', join(folder, 'x')],
  'records export to standard output': () => ['records', 'export', '--out', '-'],
  'calls watch': () => ['calls', 'watch', 'an-id', '--generation', 'v4'],
  doctor: () => ['doctor'],
  'callbacks set': () => ['callbacks', 'set', '--address', 'https://a.example', '--action', 'cancel'],
  conformance: () => ['conformance', '--target', 'live', '--allow-mutations'],
  'conformance of a receiver': (url) => ['conformance', '--receiver', url, '--sdk-app-id', '1'],
  'drift record': (_, folder) => ['drift', 'record', '--target', 'live', '--out', join(folder, 'x.har')],
  'drift check': () => ['drift', 'check', '--target', 'live'],
  'webhooks trigger': (url) => ['webhooks', 'trigger', 'cancel', '--to', url],
  'webhooks replay': (url, folder) => ['webhooks', 'replay', join(folder, 'replay.har'), '--to', url],
};

/** Those that hold nothing are ended by the signal itself, some others stand for the rest in a process of their own. */
const ofOwnProcess = new Set(['records get', 'callbacks set', 'records export to a file']);

test.each(withSignals(Object.entries(waiting)))(
  '%s ends by %s with 128 and its number',
  async (name, signal, args) => {
    const { url, asked } = await silentServer();
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'replay.har'), har(2));
    const environment = { ...credentials, TRTC_CALL_BASE_URL: url };
    if (!isFullProof && !ofOwnProcess.has(name)) {
      const running = startHere(args(url, folder), environment);
      await asked;
      running.child.kill(signal);
      expect((await running.ended).exitCode).toBe(statusAfter(signal));
      return;
    }
    const running = startCli(args(url, folder), environment);
    await asked;
    running.child.kill(signal);
    expect(await readStatus(running)).toBe(statusAfter(signal));
  },
);

test.each(choose('SIGHUP'))('drift docs ends by %s while a proxy does not answer', async (signal) => {
  const { url, asked } = await silentServer();
  const running = startCli(['drift', 'docs'], {
    HTTPS_PROXY: url,
    https_proxy: url,
    NO_PROXY: '',
    no_proxy: '',
  });
  await asked;
  running.child.kill(signal);
  expect(await readStatus(running)).toBe(statusAfter(signal));
});

test.each(choose('SIGTERM'))('servers end by %s as they are meant to, with 0', async (signal) => {
  for (const [args, says] of [
    [['mock', '--port', '0'], 'Ctrl-C stops it'],
    [['webhooks', 'listen', '--port', '0'], 'time'],
  ] as const) {
    const running = startCli(args);
    await running.says(says);
    running.child.kill(signal);
    expect(await running.ended).toMatchObject({ exitCode: 0 });
  }
});

test.each(choose('SIGINT'))(
  'drift check at work beside a file with a finding ends by %s with its number, and keeps nothing',
  async (signal) => {
    const { mock, environment } = await mockAccount();
    const folder = await temporaryFolder();
    const response = { status: 500, content: { text: 'no' } };
    const request = { method: 'POST', url: 'https://a.example/v4/unknown', headers: [] };
    const entry = { startedDateTime: '2026-01-01T00:00:00Z', time: 1, request, response };
    await writeFile(join(folder, 'x.har'), JSON.stringify({ log: { entries: [entry] } }));
    const args = [
      'drift',
      'check',
      join(folder, 'x.har'),
      '--target',
      'live',
      '--state',
      join(folder, 'state'),
    ];
    const running = startCli(args, { ...environment, TMPDIR: folder });
    // Past the questions before the run: the suite is at work.
    await vi.waitUntil(() => mock.requests.length > 5, 20_000);
    running.child.kill(signal);
    expect(await readStatus(running)).toBe(statusAfter(signal));
    expect(running.said().stdout).toBe('');
    expect(await readdir(folder)).toEqual(['x.har']);
  },
);

test.each([
  ['drift', 'record', '--target', 'live', '--out'],
  ['conformance', '--target', 'live', '--har'],
])('%s %s that is interrupted says that its file is a part', async (...args) => {
  const { mock, environment } = await mockAccount();
  const path = join(await temporaryFolder(), 'x.har');
  const running = startHere([...args, path], environment);
  await vi.waitUntil(() => mock.requests.length > 5, 20_000);
  running.child.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(130);
  expect(running.said()).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining(`${path} holds a part of the exchanges.\n`),
  });
});

test.each([
  ['webhooks trigger', ['webhooks', 'trigger', 'cancel', '--to', 'http://127.0.0.1:1']],
  ['webhooks listen', ['webhooks', 'listen', '--port', '0']],
])('%s stops with 141 when its output is closed', async (_, args) => {
  const { child, ended } = startCli(args);
  child.stdout?.destroy();
  expect((await ended).exitCode).toBe(141);
});

test('drift check does not wait for the end of standard input', async () => {
  const running = startCli(['drift', 'check', '-'], {}, null);
  await new Promise((resolve) => setTimeout(resolve, 800));
  running.child.kill('SIGTERM');
  expect(await readStatus(running)).toBe(143);
});

describe('a callback configuration that was changed', () => {
  const former = { address: 'https://former.example/hook', actions: ['cancel' as const] };
  const args = [
    'conformance',
    '--target',
    'live',
    '--allow-mutations',
    '--only',
    'V1-CBS-001,V1-CBS-002,V1-CBS-003',
  ];

  async function changedAccount() {
    const { mock, environment } = await mockAccount();
    const { sdkAppId, secretKey, url: region } = mock;
    const client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region });
    onTestFinished(() => client.close());
    await client.callbacks.set(former);
    const sets = () => mock.requests.filter(({ operationId }) => operationId === 'setCallback').length;
    return { mock, environment, client, hasChanged: () => vi.waitUntil(() => sets() > 1, 20_000) };
  }

  test.each(choose('SIGTERM'))('is put back on %s', async (signal) => {
    const { environment, client, hasChanged } = await changedAccount();
    const running = startHere(args, environment);
    await hasChanged();
    running.child.kill(signal);
    expect((await running.ended).exitCode).toBe(statusAfter(signal));
    const { stderr } = running.said();
    expect(stderr).toContain("once more stops at once and leaves the suite's callback configuration.");
    expect(stderr).toMatch(
      /^Interrupted: [0-2] of 3 were looked at, none failed\. No report was written\.$/m,
    );
    expect(await client.callbacks.get()).toEqual(former);
  });

  test('that cannot be put back is told in full on standard error alone', async () => {
    const { mock, environment } = await changedAccount();
    let sets = 0;
    const url = await openProxy(mock, (answer, path) => {
      if (path.includes('/callback/set')) sets += 1;
      return sets > 1 ? new Response('gone', { status: 503 }) : answer();
    });
    const one = [...args.slice(0, -1), 'V1-CBS-001'];
    const { exitCode, stdout, stderr } = await runCli(one, { ...environment, TRTC_CALL_BASE_URL: url });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^trtc-call: .*set it again: .*https:\/\/former\.example\/hook/m);
    expect(stdout).toContain('https://former.example/[redacted]');
    expect(stdout).not.toContain('former.example/hook');
  });

  test('is left by a second signal, at once', async () => {
    const { mock, environment, hasChanged } = await changedAccount();
    const running = startCli(args, environment);
    await hasChanged();
    mock.fault('delay', { times: Number.POSITIVE_INFINITY, milliseconds: 60_000 });
    running.child.kill('SIGINT');
    await vi.waitUntil(() => running.said().stderr.includes('Stopping'), 20_000);
    running.child.kill('SIGTERM');
    expect(await readStatus(running)).toBe(143);
  });

  test('is put back when npm passes a signal on that the terminal sent, too', async () => {
    const { environment, client, hasChanged } = await changedAccount();
    const running = startHere(args, { ...environment, npm_lifecycle_event: 'start' });
    await hasChanged();
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    expect(await client.callbacks.get()).toEqual(former);
  });
});

test('a command ends in its time though a proxy never answers', async () => {
  expect(await slowRun).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('no answer within 5000 ms'),
  });
});
