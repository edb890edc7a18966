import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { openReceiverOn, status } from '../testing/open-receiver.ts';
import { sqliteStore } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-sqlite-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
let files = 0;
const nextFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};

const claim = { token: 'one', leaseMilliseconds: 60_000 };

/** Another process that holds the lock for this time. */
async function lockFile(path: string, milliseconds: number): Promise<ChildProcess> {
  const program = `
    import { DatabaseSync } from 'node:sqlite';
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    console.log('locked');
    setTimeout(() => database.exec('COMMIT'), Number(process.argv[2]));`;
  const args = ['--input-type=module-typescript', '-e', program, path, String(milliseconds)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  return child;
}

test('a file that another process has locked for long keeps one effect one, and the event loop free', async () => {
  const path = nextFile();
  using store = sqliteStore({ path, busyMilliseconds: 800 });
  using otherStore = sqliteStore({ path, busyMilliseconds: 800 });
  const slow = Promise.withResolvers<void>();
  const handler = vi.fn(() => slow.promise);
  const options = { leaseMilliseconds: 300, answerMilliseconds: 800, storeMilliseconds: 800 };
  const { post, told } = openReceiverOn(store, { normal_end: handler }, options);
  const other = openReceiverOn(otherStore, { normal_end: handler }, options);
  const first = post(status);
  await vi.waitFor(() => expect(handler).toHaveBeenCalledOnce());
  const locking = await lockFile(path, 1800);
  const unlocked = once(locking, 'close');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const inOtherProcess = other.post(status);
  await wait(400);
  slow.resolve();
  expect(await first, 'it cannot be marked yet').toMatchObject({ code: 2 });
  expect(await inOtherProcess, 'it cannot be asked for').toMatchObject({ code: 5 });
  await wait(700);
  // It gets the right to write as soon as the first one, and the lease is over since long.
  const asked = other.post(status);
  await unlocked;
  delay.disable();
  expect(await asked).not.toMatchObject({ code: 1 });
  await vi.waitFor(() => expect(told()).toContain('handled'), { timeout: 5000 });
  expect(await post(status)).toMatchObject({ code: 0 });
  expect(await other.post(status)).toMatchObject({ code: 0 });
  expect(handler).toHaveBeenCalledOnce();
  expect(delay.max / 1e6, 'milliseconds for which the event loop stood still').toBeLessThan(700);
}, 30_000);

test('a file that stays locked is one that is away', async () => {
  const path = nextFile();
  using store = sqliteStore({ path, busyMilliseconds: 100 });
  const locking = await lockFile(path, 60_000);
  await expect(store.claim('a', claim)).rejects.toMatchObject({ code: 'store-unavailable' });
  locking.kill();
});

test('a file that is locked is waited for for two seconds when nothing is said', async () => {
  const path = nextFile();
  using store = sqliteStore({ path });
  using other = new DatabaseSync(path);
  other.exec('BEGIN IMMEDIATE');
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const claimed = expect(store.claim('a', claim)).rejects.toThrow('locked for 2000 ms');
  // The last pause may end a little later.
  await vi.advanceTimersByTimeAsync(2100);
  await claimed;
});

test.skipIf(process.platform === 'win32')(
  'a new file is for its owner only, and an old one stays as it is',
  () => {
    const permissions = (path: string) => (statSync(path).mode & 0o777).toString(8);
    for (const path of [nextFile(), `file:${nextFile()}?mode=rwc`, `file://${nextFile()}`]) {
      const file = path.replace(/^file:(\/\/)?/, '').replace(/\?.*/, '');
      using store = sqliteStore({ path });
      void store.claim('a', claim);
      for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(permissions(name), name).toBe('600');
    }
    const target = nextFile();
    const link = nextFile();
    symlinkSync(target, link);
    sqliteStore({ path: link }).close();
    expect(permissions(target), 'made through a link').toBe('600');
    const shared = nextFile();
    writeFileSync(shared, '');
    chmodSync(shared, 0o660);
    sqliteStore({ path: shared }).close();
    expect(permissions(shared)).toBe('660');
  },
);

test('a file that cannot be opened is refused with the remedy', () => {
  expect(() => sqliteStore({ path: join(folder, 'none', 'x.db') })).toThrow(
    expect.objectContaining({
      code: 'store-unavailable',
      message: expect.stringContaining('Look at its folder and permissions'),
    }),
  );
});
