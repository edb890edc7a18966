import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createWebhook, deliver, webhookCommandsV4 } from '@trtc-call/webhooks/send';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runCli, type StartedCli, startHere } from '../../testing/run-cli.ts';
import { openReceiver, openServer, temporaryFolder } from '../../testing/set-up.ts';

const sdkAppId = 1400000000;

async function listening(...args: string[]): Promise<StartedCli & { url: string }> {
  const running = startHere(['webhooks', 'listen', '--port', '0', ...args]);
  onTestFinished(() => void stop(running));
  await expect.poll(() => running.said().stderr, { timeout: 5000 }).toContain('until Ctrl-C');
  return { ...running, url: /http:\/\/[\d.:]+/.exec(running.said().stderr)?.[0] ?? '' };
}

const stop = ({ child, ended }: StartedCli) => {
  child.kill('SIGINT');
  return ended;
};

const post = async (url: string, body: string, query = `sdkappid=${sdkAppId}&command=cancel`) =>
  (await fetch(`${url}/s3cret?${query}`, { method: 'POST', body })).json();

test('shows each webhook in a line, acknowledges it, and counts repetitions', async () => {
  const running = await listening();
  const webhook = createWebhook({ command: 'caller_start_call', sdkAppId, body: { CallId: 'call-1' } });
  for (let time = 0; time < 3; time += 1) {
    const { outcome } = await deliver(webhook, { to: `${running.url}/s3cret` }).done;
    expect(outcome).toBe('acknowledged');
  }
  await post(running.url, '{"CallId":"x"}', `sdkappid=${sdkAppId}&command=brand_new`);
  const { exitCode, stdout, stderr } = await stop(running);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('4 received, 2 different events');
  expect(stdout.replaceAll(/^[\d:]{8}/gm, 'TIME    ')).toBe(
    [
      'time      command                  who               CallId    try   answer',
      'TIME      caller_start_call        Alice caller      call-1    1st   ErrorCode 0',
      'TIME      caller_start_call        Alice caller      call-1    2nd   ErrorCode 0',
      'TIME      caller_start_call        Alice caller      call-1    3rd   ErrorCode 0',
      'TIME      brand_new (unknown)                        x         1st   ErrorCode 0',
      '',
    ].join('\n'),
  );
  expect(stdout + stderr).not.toContain('s3cret');
});

test('shows webhooks of v4, answers in their form, and acknowledges what names no command', async () => {
  const running = await listening('--sdk-app-id', String(sdkAppId));
  const sent = webhookCommandsV4.map((command) => createWebhook({ command, sdkAppId, callId: 'call-4' }));
  for (const webhook of [...sent, ...sent.slice(0, 1)]) {
    expect((await deliver(webhook, { to: running.url }).done).outcome).toBe('acknowledged');
  }
  const other = createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId: 5 });
  const { attempts } = await deliver(other, { to: running.url }).done;
  expect(JSON.parse(attempts[0]?.answer ?? '')).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 3 });
  // As the console may verify an address: what it sends is not known.
  for (const init of [{}, { method: 'POST', body: '{"hello":1}' }]) {
    expect(await (await fetch(running.url, init)).json()).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0 });
  }
  const { stdout } = await stop(running);
  expect(
    stdout
      .replaceAll(/^[\d:]{8}/gm, 'TIME    ')
      .split('\n')
      .slice(1, -1),
  ).toEqual([
    'TIME      AfterStartCall           user1             call-4    1st   ErrorCode 0',
    'TIME      AfterEndCall             10001 NotAnsw…    call-4    1st   ErrorCode 0',
    'TIME      AfterMemberChanged       user2 Accept      call-4    1st   ErrorCode 0',
    'TIME      AfterStartCall           user1             call-4    2nd   ErrorCode 0',
    'TIME      AfterEndCall             10001 NotAnsw…    055662e1  1st   other app, code 3',
    'TIME      no webhook               method GET, webhooks come by POST  ErrorCode 0',
    'TIME      no webhook               SdkAppid is missing  ErrorCode 0',
  ]);
});

test('on a wide terminal shows ids whole', async () => {
  vi.stubEnv('COLUMNS', '150');
  const running = await listening();
  onTestFinished(() => void vi.unstubAllEnvs());
  const CallId = '0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10';
  await deliver(createWebhook({ command: 'caller_start_call', sdkAppId, body: { CallId } }), {
    to: running.url,
  }).done;
  const { stdout } = await stop(running);
  expect(stdout).toMatch(
    /^[\d:.]{12} {2}caller_start_call {8}Alice caller {8}start_call {6}0d9fbf2c-[\w-]+ {2}1st {3}ErrorCode 0$/m,
  );
});

test('passes each on byte for byte and gives back what is answered', async () => {
  const receiver = await openReceiver();
  receiver.answers.push({ body: '{"ErrorCode":0,"ErrorMessage":"mine"}' }, { status: 500, body: 'oh' });
  const running = await listening('--forward', `${receiver.url}/hooks?tenant=1`);
  const body = '{ "odd" :   1}';
  expect(await post(running.url, body, 'a=b&a=c&x=%zz')).toEqual({ ErrorCode: 0, ErrorMessage: 'mine' });
  const failed = await fetch(`${running.url}/?command=cancel&sdkappid=1`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect({ status: failed.status, text: await failed.text() }).toEqual({ status: 500, text: 'oh' });
  expect(receiver.got).toEqual([
    { url: '/hooks?tenant=1&a=b&a=c&x=%zz', type: 'text/plain;charset=UTF-8', body },
    { url: '/hooks?tenant=1&command=cancel&sdkappid=1', type: 'application/json', body: '{}' },
  ]);
  const { stdout } = await stop(running);
  expect(stdout).toContain('HTTP 500');
});

test('what a web page sends is shown and refused, and neither passed on nor kept', async () => {
  const receiver = await openReceiver();
  const out = join(await temporaryFolder(), 'webhooks.ndjson');
  const running = await listening('--forward', `${receiver.url}/hooks`, '--out', out);
  const url = `${running.url}/?sdkappid=${sdkAppId}&command=cancel`;
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ] as const) {
    const refused = await fetch(url, { method: 'POST', body: '{"CallId":"x"}', headers });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toEqual({ ErrorCode: 3, ErrorMessage: expect.stringContaining('web page') });
  }
  const typed = await fetch(url, { headers: { 'sec-fetch-site': 'none' } });
  expect(typed.status, 'what the user enters into the address bar').toBe(200);
  const { stdout } = await stop(running);
  expect(stdout).toContain('sent by a web page, Origin: https://evil.example');
  expect(receiver.got).toHaveLength(1);
  expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(1);
});

test('a receiver that answers without end is answered for by a failure', async () => {
  const receiver = await openReceiver();
  receiver.answers.push({ status: 200, body: ' '.repeat(2 * 1024 * 1024) });
  const running = await listening('--forward', receiver.url);
  expect(await post(running.url, '{}')).toMatchObject({ ErrorCode: 1 });
  const { stdout } = await stop(running);
  expect(stdout).toContain('answer too long');
});

test('a receiver that is away is answered for by a failure, so that the vendor tries again', async () => {
  const running = await listening('--forward', 'http://127.0.0.1:1/s3cret');
  expect(await post(running.url, '{}')).toMatchObject({ ErrorCode: 1 });
  const { stdout, stderr } = await stop(running);
  expect(stdout).toContain('no answer');
  expect(stdout + stderr).not.toContain('s3cret');
});

test('fails the first deliveries of each event, answers with a code, and refuses other apps', async () => {
  const failing = await listening('--fail', '2');
  const webhook = createWebhook({ command: 'cancel', sdkAppId });
  const { attempts } = await deliver(webhook, { to: failing.url, waitsSeconds: [0, 0, 0] }).done;
  expect(attempts.map(({ errorCode }) => errorCode)).toEqual([1, 1, 0]);
  await stop(failing);
  const answering = await listening('--answer', '42', '--sdk-app-id', String(sdkAppId));
  const answered = async (app: number) =>
    (
      await deliver(createWebhook({ command: 'cancel', sdkAppId: app }), {
        to: answering.url,
        waitsSeconds: [0],
      }).done
    ).attempts[0]?.errorCode;
  expect(await answered(sdkAppId)).toBe(42);
  expect(await answered(5)).toBe(3);
  await stop(answering);
});

test('bears whatever comes, and shows nothing that steers a terminal', async () => {
  const running = await listening();
  await post(running.url, 'no json');
  await post(running.url, '\u0000\u001b[2J');
  await post(running.url, '{"CallId":"\\u001b[2J\\r\\n"}', 'sdkappid=1&command=%1b%5b2J');
  await fetch(running.url);
  const large = await fetch(`${running.url}/?x`, { method: 'POST', body: 'x'.repeat(2 ** 21) }).catch(
    () => undefined,
  );
  expect(large?.status ?? 200).toBe(200);
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.end('garbage\r\n\r\n');
  await once(socket, 'close');
  expect(await post(running.url, '{}')).toMatchObject({ ErrorCode: 0 });
  const { exitCode, stdout } = await stop(running);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('the body is not JSON');
  expect(stdout).toContain('method GET');
  expect(stdout).not.toContain('\u001b');
  expect(stdout.split('\n')).toHaveLength(7);
});

test('prints for programs', async () => {
  const running = await listening('--json');
  await post(running.url, '{"CallId":"c"}');
  await post(running.url, 'no json');
  const { stdout } = await stop(running);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      times: 1,
      answer: 'ErrorCode 0',
      event: expect.objectContaining({ command: 'cancel', CallId: 'c' }),
    }),
    expect.objectContaining({ answer: 'ErrorCode 3', problem: 'the body is not JSON', body: 'no json' }),
  ]);
});

test('what is kept can be sent again, as it was, also to another app; what is not a webhook is reported', async () => {
  const out = join(await temporaryFolder(), 'webhooks.ndjson');
  const running = await listening('--out', out);
  const bodies = ['{"CallId":"a", "odd":  1}', '{"CallId":"ü"}', 'no json'];
  for (const body of bodies)
    await post(running.url, body, `sdkappid=${sdkAppId}&command=cancel&x=%C3%BC&x=2`);
  await fetch(running.url);
  await stop(running);
  expect(await readFile(out, 'utf8')).not.toContain('s3cret');

  const receiver = await openReceiver();
  const { exitCode, stderr } = await runCli(['webhooks', 'replay', out, '--to', receiver.url]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain('3 acknowledged, 0 given up');
  expect(stderr).toContain('1 entries are not webhooks');
  expect(receiver.got.map(({ body }) => body)).toEqual(bodies);
  expect(receiver.got[0]?.url).toBe(`/?sdkappid=${sdkAppId}&command=cancel&x=%C3%BC&x=2`);

  await runCli(['webhooks', 'replay', out, '--to', receiver.url, '--sdk-app-id', '7', '--json']);
  expect(receiver.got.at(-1)?.url).toContain('sdkappid=7&command=cancel');
});

test('what waits for the answer of a receiver at Ctrl-C is kept', async () => {
  const out = join(await temporaryFolder(), 'webhooks.ndjson');
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const receiver = await openServer(() => resolve());
  const running = await listening('--forward', receiver, '--out', out);
  const sent = post(running.url, '{"CallId":"a"}').catch(() => 'no answer');
  await arrived;
  const { exitCode, stderr } = await stop(running);
  await sent;
  expect({ exitCode, faults: stderr.match(/^trtc-call: .*/gm) }).toEqual({ exitCode: 0, faults: null });
  const { request } = JSON.parse(await readFile(out, 'utf8'));
  expect(request.postData.text).toBe('{"CallId":"a"}');
}, 5000);

test('a body that is not UTF-8 is kept and sent again byte for byte', async () => {
  const out = join(await temporaryFolder(), 'webhooks.ndjson');
  const running = await listening('--out', out);
  // GBK, cut off in a character, a surrogate as CESU-8 writes it, every byte, and a replacement character that was sent.
  const bodies = [
    Buffer.from('7b2243616c6c4964223a22d6d0227d', 'hex'),
    Buffer.from('7be4b8', 'hex'),
    Buffer.from('eda080efbfbd', 'hex'),
    Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    Buffer.from('\ufeff{"CallId":"\ufffd"}'),
  ];
  for (const body of bodies)
    await fetch(`${running.url}/?sdkappid=${sdkAppId}&command=cancel`, { method: 'POST', body });
  await stop(running);

  const got: string[] = [];
  const receiver = await openServer(async (request, response) => {
    got.push(Buffer.concat(await request.toArray()).toString('hex'));
    response.end('{"ErrorCode":0}');
  });
  const { exitCode } = await runCli(['webhooks', 'replay', out, '--to', receiver, '--json']);
  expect(exitCode).toBe(0);
  expect(got).toEqual(bodies.map((body) => body.toString('hex')));
});

test('a port in use is reported', async () => {
  const { url } = await listening();
  const { exitCode, stderr } = await runCli(['webhooks', 'listen', '--port', new URL(url).port]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /^trtc-call: 127\.0\.0\.1:\d+: the port is in use: choose another one; 0 takes a free one\n$/,
  );
});

test.skipIf(process.platform === 'win32')(
  'a named pipe for --out is refused, and not waited for',
  async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const { exitCode, stderr } = await runCli(['webhooks', 'listen', '--port', '0', '--out', pipe]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^trtc-call: --out: \S+pipe (is not a regular file|cannot be written \(ENXIO\)): name another file\n$/,
    );
  },
);
