import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isFullProof } from '@trtc-call/test-servers';
import { afterAll, expect, test, vi } from 'vitest';
import { expectToBillOnce } from '../testing/run-sample.ts';
import { describeSharedStore } from '../testing/shared-store-contract.ts';
import { describeStore } from '../testing/store-contract.ts';
import { sqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
let files = 0;
const nextFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};

describeStore('a SQLite store', () => {
  let time = 1_700_000_000_000;
  // In memory: to wait for the disk would stop the other tests, which run at the same time.
  const store = sqliteStore({ path: ':memory:', now: () => time, machineClock: () => time });
  return {
    store,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
});

describeSharedStore(async () => {
  const path = nextFile();
  const store = sqliteStore({ path });
  store.database.exec('CREATE TABLE bills (call TEXT)');
  return {
    store,
    again: () => sqliteStore({ path }),
    add: (database) => database.exec("INSERT INTO bills VALUES ('a')"),
    count: () => store.database.prepare('SELECT call FROM bills').all().length,
  };
});

test('the sample of the page bills a call once', async () => {
  const rows =
    "store.database.prepare('SELECT * FROM bills ORDER BY rowid').all().map((row) => Object.values(row))";
  await expectToBillOnce('sqliteStore', ['', ''], rows);
}, 30_000);

const claim = { token: 'one', leaseMilliseconds: 60_000 };

test('waits for the disk where something is acknowledged or kept, once for all at the same time', async () => {
  const path = nextFile();
  using store = sqliteStore({ path });
  const handle = await open(path);
  const datasync = vi.spyOn(Object.getPrototypeOf(handle), 'datasync');
  await handle.close();
  const countSyncs = async (work: () => unknown) => {
    datasync.mockClear();
    await work();
    return datasync.mock.calls.length;
  };
  try {
    expect(await countSyncs(() => store.claim('a', claim))).toBe(0);
    expect(await countSyncs(() => store.renew('a', claim))).toBe(0);
    expect(await countSyncs(() => store.keep('a', 'one', 'payload'))).toBe(1);
    expect(await countSyncs(() => store.claim('b', claim, 'payload'))).toBe(1);
    expect(await countSyncs(() => store.complete('a', 'one', 1000))).toBe(1);
    const keys = Array.from({ length: 50 }, (_, key) => `${key}`);
    for (const key of keys) await store.claim(key, claim);
    const syncs = await countSyncs(() => Promise.all(keys.map((key) => store.complete(key, 'one', 1000))));
    expect(syncs).toBe(1);
    datasync.mockRejectedValueOnce(new Error('EIO'));
    await expect(store.complete('b', 'one', 1000)).rejects.toThrow('EIO');
    expect(await store.complete('b', 'one', 1000), 'it is asked again').toBe(true);
  } finally {
    datasync.mockRestore();
  }
});

test('an effect that its commit refuses is told from a file that is away', () => {
  using store = sqliteStore({ path: ':memory:' });
  store.database.exec(`
    PRAGMA foreign_keys = ON; CREATE TABLE calls (id PRIMARY KEY);
    CREATE TABLE bills (call REFERENCES calls DEFERRABLE INITIALLY DEFERRED, CHECK (call <> 'no'))`);
  store.claim('a', { token: 'one', leaseMilliseconds: 1000 });
  const write = (call: string) => () =>
    store.complete('a', 'one', 1000, (database) => {
      database.prepare('INSERT INTO bills VALUES (?)').run(call);
    });
  expect(write('unknown')).toThrow(expect.objectContaining({ code: 'effect-not-possible' }));
  expect(write('no'), 'what it throws itself').toThrow(/CHECK constraint failed/);
  expect(store.claim('a', { token: 'two', leaseMilliseconds: 1000 })).toBe('in-flight');
  expect(store.database.prepare('SELECT * FROM bills').all()).toEqual([]);
});

test('a full disk is named with its remedy, loses nothing, and is no longer in the way when there is room', () => {
  using store = sqliteStore({ path: nextFile() });
  const payload = 'x'.repeat(5000);
  expect(store.database.prepare('PRAGMA max_page_count = 20').get()).toEqual({ max_page_count: 20 });
  let kept = 0;
  const keepMore = () => {
    for (; kept < 50; kept += 1) expect(store.claim(`${kept}`, claim, payload)).toBeDefined();
  };
  const full = 'sqliteStore: the disk of the file is full. Free some space: it then goes on by itself.';
  expect(keepMore).toThrow(full);
  expect(kept).toBeGreaterThan(3);
  expect(store.listKept({ limit: 99, after: 0 })).toHaveLength(kept);
  store.database.exec('PRAGMA max_page_count = 9999');
  keepMore();
  expect(store.listKept({ limit: 99, after: 0 })).toHaveLength(50);
});

test('an effect that waits is refused, since a transaction cannot', () => {
  using store = sqliteStore({ path: nextFile() });
  store.database.exec('CREATE TABLE bills (call TEXT)');
  store.claim('a', claim);
  const effect = async (database: DatabaseSync) => database.exec('INSERT INTO bills VALUES (1)');
  expect(() => store.complete('a', 'one', 1000, effect)).toThrow(
    expect.objectContaining({ code: 'effect-not-possible' }),
  );
  expect(store.database.prepare('SELECT call FROM bills').all()).toEqual([]);
});

test('what is done is known to the next process', () => {
  const path = nextFile();
  const first = sqliteStore({ path });
  first.claim('a', claim);
  first.complete('a', 'one', 60_000);
  first.close();
  using second = sqliteStore({ path });
  expect(second.claim('a', { ...claim, token: 'two' })).toBe('done');
});

test('processes that open a new file at the same time share it, and each key belongs to one of them', async () => {
  const program = `
    import { sqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite.ts'))};
    const [, path, start, token] = process.argv;
    await new Promise((resolve) => setTimeout(resolve, start - Date.now()));
    const store = sqliteStore({ path, busyMilliseconds: 30_000 });
    let claimed = 0;
    for (let key = 0; key < 100; key += 1) {
      if (await store.claim('key ' + key, { token, leaseMilliseconds: 60_000 }) === 'claimed') claimed += 1;
    }
    console.log(claimed);`;
  for (let round = 0; round < (isFullProof ? 5 : 1); round += 1) {
    const path = nextFile();
    const start = String(Date.now() + 700);
    const counts = await Promise.all(
      ['one', 'two', 'three', 'four'].map(async (token) => {
        const args = ['--input-type=module-typescript', '-e', program, path, start, token];
        const child = spawn(process.execPath, args);
        const [printed, errors] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
        expect(Number(printed.join('')), errors.join('')).not.toBeNaN();
        return Number(printed.join(''));
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(100);
  }
}, 60_000);

test('what is done for long enough is forgotten little by little', () => {
  let time = 0;
  using store = sqliteStore({ path: nextFile(), now: () => time, machineClock: () => time });
  for (let key = 0; key < 100; key += 1) {
    store.claim(`${key}`, claim);
    store.complete(`${key}`, 'one', 10);
  }
  time = 100;
  for (let key = 0; key < 60; key += 1) store.claim(`new ${key}`, claim);
  const { rows } =
    store.database.prepare('SELECT count(*) AS rows FROM trtc_call_events WHERE done = 1').get() ?? {};
  expect(rows).toBe(0);
});

test('a table of an earlier version, without the last error, is taken over with what it keeps', () => {
  const path = nextFile();
  const first = sqliteStore({ path });
  first.claim('a', claim);
  first.keep('a', 'one', 'payload');
  first.database.exec('ALTER TABLE trtc_call_events DROP COLUMN error');
  first.close();
  using store = sqliteStore({ path });
  store.release('a', 'one', 'it failed');
  expect(store.listKept({ limit: 1, after: 0 })).toMatchObject([{ payload: 'payload', error: 'it failed' }]);
});

test('a table of something else is refused by its name', () => {
  const path = nextFile();
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE bills (call TEXT)');
  other.close();
  expect(() => sqliteStore({ path, table: 'bills' })).toThrow(
    expect.objectContaining({ code: 'store-option', message: expect.stringContaining('table bills') }),
  );
});

test('a table that cannot be made leaves the file to others', () => {
  const path = nextFile();
  using other = new DatabaseSync(path);
  // In place of an index.
  other.exec('CREATE TABLE events_kept (call TEXT)');
  expect(() => sqliteStore({ path, table: 'events' })).toThrow(
    expect.objectContaining({ code: 'store-unavailable' }),
  );
  other.exec("INSERT INTO events_kept VALUES ('a')");
  expect(other.prepare("SELECT name FROM pragma_table_info('events')").all()).toEqual([]);
});

test('an owner that comes back after hours has its claim as long as no other one has taken it', async () => {
  let time = 0;
  using store = sqliteStore({ path: nextFile(), now: () => time, machineClock: () => time });
  await store.claim('a', claim);
  time += 10 * 3_600_000;
  for (let key = 0; key < 5; key += 1) await store.claim(`${key}`, { ...claim, token: 'two' });
  const row = store.database.prepare("SELECT 1 FROM trtc_call_events WHERE key = 'a'").get();
  expect(row, 'its claim has been forgotten').toBeUndefined();
  expect(await store.complete('a', 'one', 60_000)).toBe(true);
  expect(await store.claim('a', { ...claim, token: 'two' })).toBe('done');
});
