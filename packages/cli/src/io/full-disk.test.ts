import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { createWebhook, deliver } from '@trtc-call/webhooks/send';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CliRun, runCli, startCli } from '../testing/run-cli.ts';
import { mockAccount, openServer, temporaryFolder } from '../testing/set-up.ts';

/** A command whose output goes somewhere, by way of a shell. */
function redirected(args: readonly string[], where: string, environment = {}): Promise<CliRun> {
  return startCli(args, environment, '', ['sh', '-c', `exec "$0" "$@" ${where}`]).ended;
}

/** A limit of the shell stands for a full disk: it takes a part of what is written, too. Blocks of 512 or 1024 bytes. */
function limited(args: readonly string[], blocks: number, where = '', environment = {}): Promise<CliRun> {
  return startCli(args, environment, '', ['sh', '-c', `ulimit -f ${blocks}; exec "$0" "$@" ${where}`]).ended;
}

/** One for each way by which output is written; the others in the long form. */
const printing = [
  ['--version'],
  ['--help'],
  ['records', 'list'],
  ['records', 'export', '--out', '-'],
  ['drift', 'check', '--format', 'json', 'EXCHANGES'],
  ...(isFullProof
    ? [
        ['conformance', '--list'],
        ['conformance', '--list', '--json'],
        ['mock', '--port', '0'],
        ['completion', 'bash'],
        ['complete', '--', 'rec'],
        ['conformance', '--only', 'V1-ENV-001'],
        ['drift', 'record', '--help'],
        ['webhooks', 'listen', '--port', '0'],
        ['records', 'list', '--json'],
        ['callbacks', 'set', '--address', 'https://a.example', '--action', 'cancel'],
        ['usersig', 'sign'],
        ['drift', 'check', '--format', 'sarif', 'EXCHANGES'],
        ['conformance', '--only', 'V1-ENV-001', '--format', 'github'],
      ]
    : []),
];

/** One that can be judged: a report of nothing is not printed. */
const exchange = {
  startedDateTime: '2026-01-01T00:00:00.000Z',
  time: 5,
  request: {
    method: 'POST',
    url: 'https://a.example/v1/callback/get?sdkappid=1&identifier=a&usersig=b&random=1&contenttype=json',
    headers: [{ name: 'content-type', value: 'application/json' }],
    postData: { mimeType: 'application/json', text: '{}' },
  },
  response: {
    status: 200,
    headers: [{ name: 'content-type', value: 'application/json' }],
    content: {
      mimeType: 'application/json',
      text: '{"errorCode":999,"errorMessage":"none","requestId":"1","data":{}}',
    },
  },
};

describe.skipIf(!existsSync('/dev/full'))('an output that takes no more', () => {
  test.each(printing.map((args) => [args.join(' '), args] as const))(
    'is a line and 2: %s',
    async (_, args) => {
      const { environment } = await mockAccount();
      const file = join(await temporaryFolder(), 'exchanges.ndjson');
      await writeFile(file, `${JSON.stringify(exchange)}\n`);
      const given = args.map((arg) => (arg === 'EXCHANGES' ? file : arg));
      const { exitCode, stderr } = await redirected(given, '> /dev/full', environment);
      const told = stderr.split('\n').filter((line) => line.startsWith('trtc-call: '));
      expect(told).toEqual([
        'trtc-call: cannot write to standard output (disk full, ENOSPC): free some space, or write elsewhere',
      ]);
      expect({ exitCode, trace: /^\s+at /m.test(stderr) }).toEqual({ exitCode: 2, trace: false });
    },
  );

  test('is 2 when what it takes no more is what went wrong', async () => {
    expect(await redirected(['bogus'], '2> /dev/full')).toEqual({ exitCode: 2, stdout: '', stderr: '' });
    const run = await redirected(
      ['webhooks', 'trigger', 'cancel', '--to', 'http://127.0.0.1:1', '--once'],
      '2> /dev/full',
    );
    expect(run.exitCode).toBe(2);
  });
});

test('a file that took a part of the output is not the whole output', async () => {
  const out = join(await temporaryFolder(), 'out');
  const { exitCode, stderr } = await limited(['--help'], 1, `> '${out}'`);
  expect((await stat(out)).size).toBeGreaterThan(0);
  expect(stderr).toMatch(/^trtc-call: cannot write to standard output \(file too large, EFBIG\)/);
  expect({ exitCode, lines: stderr.split('\n').length }).toEqual({ exitCode: 2, lines: 2 });
});

test('a recording that is cut off is not a recording', async () => {
  const out = join(await temporaryFolder(), 'x.har');
  const run = await limited(['conformance', '--only', 'V1-ENV', '--har', out], 16);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr.split('\n').filter((line) => line.startsWith('trtc-call: '))).toEqual([
    `trtc-call: cannot write ${out}: EFBIG; the recording ends here: make room and run again`,
  ]);
});

test('reports and states that do not fit are a line and 2, and leave nothing behind', async () => {
  const folder = await temporaryFolder();
  const state = join(folder, 'state');
  await writeFile(state, JSON.stringify({ schema: 'https://trtc-call.dev/drift-state/1', sensors: {} }));
  await writeFile(join(folder, 'empty.ndjson'), '');
  const before = await readFile(state, 'utf8');
  for (const args of [
    ...(isFullProof ? [['conformance', '--only', 'V1-ENV-001', '--out', join(folder, 'reports')]] : []),
    ['drift', 'check', join(folder, 'empty.ndjson'), '--out', join(folder, 'reports')],
    ['drift', 'check', join(folder, 'empty.ndjson'), '--state', state],
  ]) {
    const run = await limited(args, 0);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(
      /^trtc-call: cannot write [^\n]+\(it is larger than a file may be here\)[^\n]+\n$/,
    );
  }
  expect(await readFile(state, 'utf8')).toBe(before);
  expect((await readdir(folder)).sort()).toEqual(['empty.ndjson', 'reports', 'state']);
  expect(await readdir(join(folder, 'reports'))).toEqual([]);
});

test.each([
  ['are refused', false],
  ['and were passed on are answered as the receiver answers', true],
])('webhooks that cannot be kept %s, and the file has none by half', async (_, isForwarded) => {
  const out = join(await temporaryFolder(), 'webhooks.ndjson');
  const acknowledgement = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
  const receiver = await openServer((_request, response) => void response.end(acknowledgement));
  const forward = isForwarded ? ['--forward', receiver] : [];
  const args = ['webhooks', 'listen', '--port', '0', '--out', out, ...forward];
  const command = ['sh', '-c', 'ulimit -f 4; exec "$0" "$@"'];
  const { child, ended, said, says } = startCli(args, {}, '', command);
  await says('time');
  const to = /http:\/\/[\d.:]+/.exec(said().stderr)?.[0] ?? '';
  const sent = Array.from({ length: 12 }, (_, index) =>
    createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId: 1, callId: `call-${index}` }),
  );
  const outcomes = [];
  for (const webhook of sent) outcomes.push((await deliver(webhook, { to, waitsSeconds: [0] }).done).outcome);
  child.kill('SIGTERM');
  const { exitCode, stderr } = await ended;
  expect(exitCode).toBe(2);
  const [end, ...kept] = (await readFile(out, 'utf8')).split('\n').toReversed();
  expect(end, 'half a line').toBe('');
  expect(kept.map((line) => JSON.parse(line)).length).toBeGreaterThan(0);
  const isAcknowledged = (at: number) => isForwarded || at < kept.length;
  expect(outcomes).toEqual(sent.map((_, at) => (isAcknowledged(at) ? 'acknowledged' : 'given-up')));
  expect(stderr.match(/^trtc-call: .*$/gm)).toEqual([
    `trtc-call: --out: ${out} cannot be written (it is larger than a file may be here): nothing is kept until it can be`,
  ]);
});

test('a recording, an export and its progress are read by their owner alone', async () => {
  const { environment } = await mockAccount({ rateLimit: false });
  const folder = await temporaryFolder();
  const former = process.umask(0);
  onTestFinished(() => void process.umask(former));
  for (const args of [
    ['conformance', '--only', 'V1-ENV-001', '--har', join(folder, 'x.har')],
    ['records', 'export', '--out', join(folder, 'x.jsonl')],
  ]) {
    expect(await runCli(args, environment)).toMatchObject({ exitCode: 0 });
  }
  for (const name of await readdir(folder))
    expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
});

test('a reader that has seen enough of a result is not a failure', async () => {
  const { environment } = await mockAccount();
  const { child, ended } = startCli(['records', 'list', '--json'], environment);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ exitCode: 0 });
});
