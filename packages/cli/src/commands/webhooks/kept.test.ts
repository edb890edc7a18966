import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { createReceiver, type EventStore } from '@trtc-call/webhooks';
import { redisStore } from '@trtc-call/webhooks/redis';
import { createWebhook, deliver } from '@trtc-call/webhooks/send';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import { runCli, startCli } from '../../testing/run-cli.ts';
import { openServer, temporaryFolder } from '../../testing/set-up.ts';

const sdkAppId = 1400000000;
const ended = (callId: string) =>
  createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId, callId, at: Date.now() / 1000 });

/** A receiver whose handler fails until it is mended, with two webhooks of v4 and one of v1 that it has failed. */
async function openFailing<Transaction>(store: EventStore<Transaction>) {
  const handled: string[] = [];
  let isMended = false;
  const receiver = createReceiver<Transaction>({
    sdkAppId,
    store,
    keep: 'all',
    token: 't0ken',
    on: {
      '*': (event) => {
        if (!isMended) throw new Error('no database');
        handled.push(event.command);
      },
    },
    onOutcome: () => {},
  });
  onTestFinished(() => receiver.close());
  const url = await openServer(receiver.node);
  const webhooks = [ended('call-1'), ended('call-2'), createWebhook({ command: 'cancel', sdkAppId })];
  for (const webhook of webhooks) await deliver(webhook, { to: url, token: 't0ken', waitsSeconds: [0] }).done;
  return {
    url,
    handled,
    mend: () => {
      isMended = true;
    },
  };
}

/** Lists, drops one and retries the rest, of a store that the command opens by itself. */
async function proveStore<Transaction>(store: EventStore<Transaction>, place: string): Promise<void> {
  const { url, handled, mend } = await openFailing(store);
  const kept = (...args: string[]) => runCli(['webhooks', 'kept', '--store', place, ...args]);
  const listed = await kept();
  expect(listed).toMatchObject({ exitCode: 0, stderr: '3 kept\n' });
  const [head, first = '', error, second = ''] = listed.stdout.split('\n');
  expect(head).toMatch(/^id +age +command +app +CallId +tries$/);
  expect(first).toMatch(/^[\w-]{12} {2}\d+ seconds? +AfterEndCall +1400000000 +call-1 +1$/);
  expect(error).toBe('  Error: no database');
  const wide = (await runCli(['webhooks', 'kept', '--store', place], { COLUMNS: '160' })).stdout.split('\n');
  expect(wide[0]).toMatch(/ tries +last error$/);
  expect(wide[1]).toMatch(/ call-1 +1 +Error: no database$/);

  const read = (await kept('--json')).stdout.trim().split('\n');
  expect(read.map((line) => JSON.parse(line))).toMatchObject([
    {
      word: 'Call.CallbackAfterEndCall',
      attempts: 1,
      lastError: 'Error: no database',
      event: { CallRecord: { CallId: 'call-1' } },
    },
    { word: 'Call.CallbackAfterEndCall', event: { generation: 'v4' } },
    { word: 'cancel', event: { generation: 'v1' } },
  ]);

  const failed = await kept('--retry', second.slice(0, 8), '--to', url, '--token', 't0ken');
  expect([failed.exitCode, handled]).toEqual([1, []]);
  expect(failed.stderr, 'no other one is sent').toContain('0 acknowledged, 1 given up');
  expect(await kept(`--drop=${first.slice(0, 12)}`)).toMatchObject({
    exitCode: 0,
    stdout: `${first.slice(0, 12)}  dropped\n`,
  });
  mend();
  expect((await kept('--concurrency', '2')).stderr).toContain('--concurrency is for --retry');
  const one = await kept('--retry', second.slice(0, 8), '--to', url, '--token', 't0ken', '--json');
  expect(JSON.parse(one.stdout)).toMatchObject({ outcome: 'acknowledged', attempts: [{ number: 1 }] });
  expect(handled).toEqual(['Call.CallbackAfterEndCall']);
  const retried = await kept('--retry', 'all', '--to', url, '--token', 't0ken', '--concurrency', '1');
  expect(retried).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^1 acknowledged[^\n]*\n$/) });
  expect(handled).toEqual(['Call.CallbackAfterEndCall', 'cancel']);
  expect(await kept()).toEqual({ exitCode: 0, stdout: '', stderr: '0 kept\n' });
}

test('a store in SQLite', async () => {
  const path = join(await temporaryFolder(), 'events.db');
  using store = sqliteStore({ path });
  await proveStore(store, path);
});

test('a body that is not UTF-8 is sent again byte for byte, as the same event', async () => {
  const path = join(await temporaryFolder(), 'events.db');
  using store = sqliteStore({ path });
  const { url, handled, mend } = await openFailing(store);
  const { query } = createWebhook({ command: 'reject', sdkAppId });
  const body = Buffer.from('{"CallId":"call-\xff"}', 'latin1');
  await fetch(`${url}?${new URLSearchParams(query)}`, { method: 'POST', body });
  mend();
  const args = ['webhooks', 'kept', '--store', path];
  await runCli([...args, '--retry', 'all', '--to', url, '--token', 't0ken']);
  expect(handled).toContain('reject');
  expect(await runCli(args)).toMatchObject({ stderr: '0 kept\n' });
});

test('what is being handled is not dropped, which exits with 1', async () => {
  const path = join(await temporaryFolder(), 'events.db');
  using store = sqliteStore({ path });
  store.claim('busy', { token: 'test', leaseMilliseconds: 60_000 }, '{}');
  expect(await runCli(['webhooks', 'kept', '--store', path, '--drop', 'busy'])).toMatchObject({
    exitCode: 1,
    stdout: 'busy  is being handled: try again once its handler has ended\n',
  });
});

test('many are listed until the reader has seen enough, and dropped as they were when it began', async () => {
  const path = join(await temporaryFolder(), 'events.db');
  using store = sqliteStore({ path });
  const token = 'test';
  for (let index = 0; index < 250; index += 1) {
    // Long, so that a pipe does not hold them all.
    const key = `id-${index}-${'x'.repeat(2000)}`;
    store.claim(key, { token, leaseMilliseconds: 1 }, '{}');
    store.release(key, token);
  }
  const args = ['webhooks', 'kept', '--store', path];
  const { exitCode, stdout, stderr } = await runCli(args);
  expect([exitCode, stdout.split('\n').length, stderr]).toEqual([0, 252, '250 kept\n']);
  const { child, ended, says } = startCli([...args, '--json']);
  await says('id-0');
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('kept') });
  const ambiguous = await runCli([...args, '--drop', 'id-1']);
  expect(ambiguous).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('begins 111 ids'),
  });
  const unread = await runCli([...args, '--retry', 'all', '--to', 'http://127.0.0.1:1']);
  expect(unread).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('\n250 cannot be read'),
  });
  const dropped = await runCli([...args, '--drop', 'id-249,all']);
  expect(dropped).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^(id-[\dx-]+ {2}dropped\n){250}$/),
  });
  expect((await runCli(args)).stderr).toBe('0 kept\n');
});

test.skipIf(!hasRedisServer())('a store in Redis', async () => {
  await using server = await RedisServer.start();
  const place = `redis://127.0.0.1:${server.port}`;
  const client = createClient({ url: place }).on('error', () => {});
  await client.connect();
  const store = redisStore({ client });
  const args = ['webhooks', 'kept', '--store', place];
  const warns = (prefix: string) =>
    `No event was ever kept under the prefix "${prefix}": if it has another one, give --table\n0 kept\n`;
  expect(await runCli(args)).toEqual({ exitCode: 0, stdout: '', stderr: warns('trtc-call:events') });
  await proveStore(store, place);
  const fail = async (address: string, ...more: string[]) =>
    (await runCli(['webhooks', 'kept', '--store', address, ...more], { REDISCLI_AUTH: 's3cret' })).stderr;
  expect(await fail(place, '--table', '{a}')).toBe(
    'trtc-call: --table: the prefix "{a}" must be a word without braces\n',
  );
  expect(await fail(place.replace('//', '//u:50%pw@'))).toContain('write a % in it as %25');
  for (const number of ['99', 'x'])
    expect(await fail(`${place}/${number}`)).toContain('Redis has no database of that number');
  expect((await runCli([...args, '--table', 'trtc-call:event'])).stderr).toBe(warns('trtc-call:event'));
  await client.configSet('requirepass', 's3cret');
  expect(await fail(place)).toBe('0 kept\n');
  expect((await runCli(args)).stderr).toContain('Redis refused the user or the password');
  await store.close();
  client.destroy();
});

test('an address whose scheme was forgotten is not shown: it may hold a password', async () => {
  for (const place of ['u:s3cret@127.0.0.1/db', ':s3/cret@host', 'user:s3cret@host:5432/db']) {
    const { exitCode, stdout, stderr } = await runCli(['webhooks', 'kept', '--store', place]);
    expect([exitCode, stdout, stderr.includes('cret')]).toEqual([2, '', false]);
    expect(stderr).toContain('give a file of SQLite, redis://HOST or postgres://HOST/DATABASE');
  }
});

test('another file is left as it is, and an id that is not kept is reported', async () => {
  const folder = await temporaryFolder();
  const text = join(folder, 'notes.txt');
  await writeFile(text, 'no database, but long enough to be read as the head of one'.repeat(9));
  const other = await runCli(['webhooks', 'kept', '--store', text]);
  expect(other).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not a file of SQLite') });
  const path = join(folder, 'events.db');
  sqliteStore({ path, table: 'mine' }).close();
  const wrong = await runCli(['webhooks', 'kept', '--store', path]);
  expect(wrong.stderr).toContain('has no table trtc_call_events: name that of the receiver');
  const none = await runCli(['webhooks', 'kept', '--store', path, '--table', 'mine', '--drop', 'abc']);
  expect(none).toMatchObject({ exitCode: 1, stderr: 'trtc-call: --drop: abc is not kept: see the list\n' });
});
