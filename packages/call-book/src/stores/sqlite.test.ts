import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createReceiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { createCallBook } from '../book.ts';
import { app, playV1, recordV4, send } from '../testing/play-calls.ts';
import { describeStore } from '../testing/store-contract.ts';
import { sqliteBook } from './sqlite.ts';

const key = { generation: 'v1', app, callId: 'call-1' } as const;

const folder = mkdtempSync(join(tmpdir(), 'call-book-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const openFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};
describeStore(async () => {
  const path = openFile();
  const again = () => sqliteBook({ path });
  return { store: again(), again, events: sqliteStore({ path }) };
});

const locks = '/proc/locks';

// Without the lock another program, such as the shell of SQLite, deletes the log that this process goes on to write to.
test.skipIf(!existsSync(locks))('a file that is opened again stays locked', () => {
  const path = openFile();
  using _events = sqliteStore({ path });
  using _book = sqliteBook({ path });
  const { ino } = statSync(path);
  const held = readFileSync(locks, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`:${ino} `));
  expect(held, 'opening the file again has dropped the lock of this process').toHaveLength(1);
});

test('waits for another process without blocking, and not for ever', async () => {
  const path = openFile();
  const book = createCallBook({ store: sqliteBook({ path, busyMilliseconds: 200 }) });
  const [event] = playV1();
  const other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  const written = event && book.handle(event);
  setTimeout(() => other.exec('COMMIT'), 50);
  await written;
  expect(await book.get(key)).toMatchObject({ state: 'started' });
  other.exec('BEGIN IMMEDIATE');
  await expect(async () => event && book.handle(event)).rejects.toThrow(
    'sqliteBook: another process has kept the file locked for 200 ms',
  );
  other.close();
});

test('waits five seconds for another process when nothing is said', async () => {
  const path = openFile();
  const book = createCallBook({ store: sqliteBook({ path }) });
  const [event] = playV1();
  using other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const written = expect(async () => event && book.handle(event)).rejects.toThrow('locked for 5000 ms');
  // The last pause may end a little later.
  await vi.advanceTimersByTimeAsync(5100);
  await written;
});

test.each([
  ['in another file', openFile],
  ['in memory', () => ':memory:'],
])('is written itself where the store of the receiver is %s', async (_, openEvents) => {
  const path = openEvents();
  // It may have tables of a book from another time.
  if (path !== ':memory:') sqliteBook({ path }).close();
  const book = createCallBook({ store: sqliteBook({ path: openFile() }) });
  const receiver = createReceiver({
    sdkAppId: app,
    store: sqliteStore({ path }),
    on: { '*': book.handler },
  });
  for (const event of playV1()) expect(await send(receiver, event)).toBe(0);
  expect(await book.totals()).toMatchObject({ calls: 1, talkSeconds: 9 });
});

test('takes the address of a file, and keeps the file to its owner', () => {
  const path = openFile();
  sqliteBook({ path: `file:${path}?mode=rwc` }).close();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  sqliteBook({ path: 'file::memory:' }).close();
  expect(existsSync('file::memory:')).toBe(false);
});

test('shares its file by whatever path the store of the receiver has opened it', async () => {
  const path = openFile();
  const store = sqliteBook({ path });
  const link = openFile();
  symlinkSync(path, link);
  const events = sqliteStore({ path: link });
  const book = createCallBook({ store });
  const [event] = playV1();
  events.database.exec('BEGIN IMMEDIATE');
  if (event) await book.handle(event, { transaction: events.database });
  events.database.exec('ROLLBACK');
  expect(await book.totals()).toMatchObject({ calls: 0 });
});

test.each<[string, object, RegExp]>([
  ['an empty path', { path: '' }, /path must be the name of a file \(got ""\)/],
  ['a path that is not a text', { path: 5 }, /path must be the name of a file \(got 5\)/],
  ['a database that is null', { database: null }, /database must be a DatabaseSync of node:sqlite/],
  ['neither', {}, /pass either path or database/],
  [
    'a time that is not a number',
    { path: ':memory:', busyMilliseconds: 'x' },
    /busyMilliseconds must be an integer/,
  ],
  ['a time before now', { path: ':memory:', busyMilliseconds: -1 }, /from 0 on \(got -1\)/],
  ['a table to be quoted', { path: ':memory:', table: 'a b' }, /table must be .* \(got "a b"\)/],
])('refuses %s', (_, options, message) => {
  expect(() => sqliteBook(options)).toThrow(message);
});

test('says what to do where it is closed, full, or has another table of its name', async () => {
  const path = openFile();
  const store = sqliteBook({ path });
  const book = createCallBook({ store });
  store.database.exec('PRAGMA max_page_count = 1');
  const long = { ...recordV4, Caller_Account: 'x'.repeat(99_999) };
  await expect(book.addRecords([long], { app })).rejects.toThrow(
    'sqliteBook: the disk is full; free some space',
  );
  store.close();
  const problem = { code: 'unavailable', message: expect.stringContaining('the database is closed') };
  await expect(book.totals()).rejects.toMatchObject(problem);
  await expect(async () => book.handle(playV1()[0] as never)).rejects.toMatchObject(problem);
  const other = new DatabaseSync(openFile());
  other.exec('CREATE TABLE trtc_calls (id TEXT)');
  expect(() => sqliteBook({ database: other })).toThrow('choose another name with `table`');
});

test('names the way out where the store of the receiver cannot share a transaction', async () => {
  const { handle } = createCallBook<unknown>({ store: sqliteBook({ path: ':memory:' }) as never });
  expect(() => handle(playV1()[0] as never, { transaction: { add() {} } })).toThrow(
    "another store than sqliteStore; pass on: { '*': (event) => book.handle(event) }",
  );
});
