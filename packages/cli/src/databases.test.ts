import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { postgresBook } from '@trtc-call/call-book/postgres';
import { hasPostgres, PostgresServer } from '@trtc-call/test-servers';
import { createReceiver } from '@trtc-call/webhooks';
import { postgresStore } from '@trtc-call/webhooks/postgres';
import { createWebhook } from '@trtc-call/webhooks/send';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openBook, openStore } from './databases.ts';
import { runCli } from './testing/run-cli.ts';
import { mockAccount, temporaryFolder } from './testing/set-up.ts';

// One server for both, since starting it takes longer than the tests.
test.skipIf(!hasPostgres())('a store and a book in Postgres, whose password is never shown', async () => {
  await using server = await PostgresServer.start();
  const { host, port, user, database } = server.settings;
  const place = `postgres://${user}:s3cret@${host}:${port}/${database}`;
  const startCallTs = Math.floor(Date.now() / 1000) - 7200;
  const record = { callId: 'one', startCallTs, acceptTs: startCallTs, endTs: startCallTs + 60 };
  const { environment } = await mockAccount({ records: [record] });
  let said = '';
  const run = async (...args: string[]) => {
    const done = await runCli(args, environment);
    said += done.stdout + done.stderr;
    return done;
  };
  const kept = (...args: string[]) => run('webhooks', 'kept', '--store', place, ...args);
  const reconcile = (...args: string[]) => run('reconcile', '--book', place, '--from', '24h', ...args);
  expect(await kept()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('has no table') });
  expect(await reconcile()).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'trtc-call: --book: the database has no table trtc_calls: name that of the book with --table\n',
  });
  const pool = new pg.Pool(server.settings);
  await pool.query('CREATE TABLE other (id text)');
  expect((await reconcile('--table', 'other')).stderr).toContain('of the database has no column generation');
  expect(await kept('--table', 'other')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('of the database has no column number'),
  });

  const store = postgresStore({ pool });
  await store.createTable();
  expect(await kept()).toEqual({ exitCode: 0, stdout: '', stderr: '0 kept\n' });
  const sdkAppId = 1400000000;
  const fail = () => Promise.reject(new Error('no handler'));
  const receiver = createReceiver({ sdkAppId, store, keep: 'all', on: { '*': fail }, onOutcome() {} });
  const { query, body } = createWebhook({ command: 'Call.CallbackAfterEndCall', sdkAppId, callId: 'call-1' });
  const to = `https://receiver.example/?${new URLSearchParams(query)}`;
  await receiver.fetch(new Request(to, { method: 'POST', body: JSON.stringify(body) }));
  const { stdout, stderr } = await kept();
  expect(stderr).toBe('1 kept\n');
  expect(stdout).toMatch(/ AfterEndCall +1400000000 +call-1 +1\n {2}Error: no handler$/m);
  const [, id = ''] = /\n([\w-]{12}) /.exec(stdout) ?? [];
  expect(await kept(`--drop=${id}`)).toMatchObject({ exitCode: 0, stdout: `${id}  dropped\n` });
  expect((await kept()).stderr).toBe('0 kept\n');
  expect(await kept('--drop', 'x')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('not kept'),
  });

  const elsewhere = (address: string) =>
    runCli(['reconcile', '--book', address, '--from', '24h'], environment);
  expect((await elsewhere(`${place}x`)).stderr).toContain('--book: Postgres has no database of that name');
  expect((await elsewhere(place.replace(`//${user}:`, '//nobody:'))).stderr).toContain(
    'refused the user or the password',
  );
  expect((await elsewhere(`${place}?sslmode=require`)).stderr).toContain(
    'Postgres takes no TLS: leave sslmode out',
  );

  const unread = await elsewhere(`${place}?sslmode=verify-full&sslrootcert=/none/ca.pem`);
  expect(unread.stderr).toContain('with a file that cannot be read: correct sslrootcert');

  await postgresBook({ pool }).createTables();
  expect((await reconcile('--apply')).exitCode).toBe(1);
  expect(await reconcile()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^all .* 60 /m) });
  await pool.query('DROP TABLE trtc_calls_runs');
  expect(await reconcile()).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('the tables are not there'),
  });
  await pool.end();
  await server.stop();
  expect(await reconcile()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ECONNREFUSED') });
  expect(said).not.toContain('s3cret');
});

test('a socket of Postgres that is not there is not taken for a file of its address', async () => {
  await expect(openStore('postgres:///app?host=/none', undefined)).rejects.toThrow(
    '--store: Postgres cannot be reached (ENOENT): correct the address',
  );
});

test.skipIf(process.platform === 'win32')(
  'a file of another user is not taken for another kind of file',
  async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'closed', 'kept.db');
    await mkdir(join(folder, 'closed'));
    sqliteStore({ path }).close();
    await chmod(path, 0);
    const user = process.geteuid?.();
    // Root may read everything.
    if (user === 0) {
      await chmod(folder, 0o711);
      onTestFinished(() => process.seteuid?.(0));
      process.seteuid?.(65_534);
    }
    for (const open of [openStore, openBook])
      await expect(open(path, undefined)).rejects.toThrow(
        /: the file .*kept\.db may not be read and written \(EACCES\): run this as the user who owns it$/,
      );
  },
);
