import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectNothingObeyed, hostile, hostileArgument } from './testing/hostile.ts';
import { runCli, startHere } from './testing/run-cli.ts';
import { openReceiver, temporaryFolder } from './testing/set-up.ts';

/** Sends bytes as they are, as no library would. */
async function sendRaw(url: string, text: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(text, 'latin1');
  socket.resume();
  await once(socket, 'close');
}

const rawRequest =
  'POST /a\u009b31m\u0085?sdkappid=\u009b1m&command=%1b[31m%0a::error::x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

test('no request to the mock is obeyed in its log', async () => {
  const running = startHere(['mock', '--port', '0', '--log']);
  await running.says('Ctrl-C stops it');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(running.said().stdout)?.[0] ?? '';
  await sendRaw(url, rawRequest);
  await fetch(`${url}/v1/records/get_record_by_callId`, { method: 'POST', body: hostile });
  await expect.poll(() => running.said().stderr, { timeout: 10_000 }).toMatch(/errorCode[\s\S]*errorCode/);
  running.child.kill('SIGINT');
  expectNothingObeyed(await running.ended);
});

const webhookBody = JSON.stringify({
  CallId: hostile,
  UserId: hostile,
  Event: hostile,
  Role: hostile,
  CallResult: hostile,
});

test.each([[[]], [['--json']]])('no webhook is obeyed by listen %j', async (flags) => {
  const { url: to, answers } = await openReceiver();
  answers.push({ status: 200, body: hostile });
  const running = startHere(['webhooks', 'listen', '--port', '0', '--forward', to, ...flags]);
  await expect.poll(() => running.said().stderr, { timeout: 10_000 }).toContain('until Ctrl-C');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(running.said().stderr)?.[0] ?? '';
  const query = (command: string) => new URLSearchParams({ sdkappid: '1400000000', command });
  for (const command of ['cancel', hostile.toWellFormed()]) {
    await fetch(`${url}/?${query(command)}`, { method: 'POST', body: webhookBody });
  }
  await fetch(`${url}/?${query('cancel')}`, { method: 'POST', body: hostile });
  await sendRaw(url, rawRequest);
  await expect.poll(() => running.said().stdout.split('\n').length, { timeout: 10_000 }).toBeGreaterThan(3);
  running.child.kill('SIGINT');
  expectNothingObeyed(await running.ended);
});

test('no webhook and no answer of a receiver is obeyed by trigger and replay', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, `${hostileArgument.replaceAll('/', '')}.ndjson`);
  const url = `https://x.example/?${new URLSearchParams({ sdkappid: '1', command: hostile.toWellFormed() })}`;
  const entry = {
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 1,
    request: { method: 'POST', url, headers: [], postData: { mimeType: hostile, text: webhookBody } },
    response: { status: 200, headers: [], content: { mimeType: '', text: '' } },
  };
  await writeFile(file, `${JSON.stringify(entry)}\n{ broken ${hostile.replaceAll('\n', ' ')}\n`);
  for (const flags of [[], ['--json']]) {
    const { url: to, answers } = await openReceiver();
    for (let time = 0; time < 3; time += 1) {
      answers.push({ status: 200, body: JSON.stringify({ ErrorCode: 1, ErrorMessage: hostile }) });
    }
    const send = [...flags, '--once', '--to', to];
    expectNothingObeyed(await runCli(['webhooks', 'replay', file, ...send]));
    expectNothingObeyed(
      await runCli(['webhooks', 'trigger', 'cancel', '--set', `CallId=${hostileArgument}`, ...send]),
    );
  }
});
