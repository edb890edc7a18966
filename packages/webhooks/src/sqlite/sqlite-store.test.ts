import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describeStore } from '../store/testing/store-contract.ts';
import { sqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
let files = 0;
const nextFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};

describeStore('a SQLite store', () => {
  let time = 1_700_000_000_000;
  const store = sqliteStore({ path: nextFile(), now: () => time });
  return {
    store,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
});

const claim = { token: 'one', leaseMilliseconds: 60_000 };

test('an effect on another table is committed together with the mark, and what fails leaves nothing', () => {
  using store = sqliteStore({ path: nextFile() });
  store.database.exec('CREATE TABLE bills (call TEXT)');
  const bills = () => store.database.prepare('SELECT call FROM bills').all().length;
  store.claim('a', claim);
  const insert = 'INSERT INTO bills VALUES (1)';
  expect(() =>
    store.complete('a', 'one', 1000, (database) => {
      database.exec(insert);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(bills()).toBe(0);
  expect(() => store.complete('a', 'one', 1000, async (database) => database.exec(insert))).toThrow(
    expect.objectContaining({ code: 'effect-not-possible' }),
  );
  expect(bills()).toBe(0);
  expect(store.complete('a', 'one', 1000, (database) => database.exec(insert))).toBe(true);
  expect(bills()).toBe(1);
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

test('processes that start at the same time open a new file together', async () => {
  for (let round = 0; round < 5; round += 1) {
    const program = `
      import { sqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite-store.ts'))};
      while (Date.now() < Number(process.argv[2]));
      sqliteStore({ path: process.argv[1], busyMilliseconds: 30_000 }).close();`;
    const path = nextFile();
    const start = String(Date.now() + 1000);
    const ends = Array.from({ length: 4 }, async () => {
      const args = ['--input-type=module-typescript', '-e', program, path, start];
      const [code] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'close');
      return code;
    });
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
  }
}, 60_000);

test('of several processes on one file each key is one’s only', async () => {
  const path = nextFile();
  sqliteStore({ path }).close();
  const program = `
    import { sqliteStore } from ${JSON.stringify(join(import.meta.dirname, 'sqlite-store.ts'))};
    const store = sqliteStore({ path: process.argv[1], busyMilliseconds: 30_000 });
    const token = process.argv[2];
    let claimed = 0;
    for (let key = 0; key < 300; key += 1) {
      if (store.claim('key ' + key, { token, leaseMilliseconds: 60_000 }) === 'claimed') claimed += 1;
    }
    console.log(claimed);`;
  const counts = await Promise.all(
    ['one', 'two', 'three'].map(async (token) => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program, path, token]);
      let text = '';
      let errors = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
      });
      child.stderr.on('data', (chunk) => {
        errors += chunk;
      });
      const [code] = await once(child, 'close');
      expect(code, errors).toBe(0);
      return Number(text);
    }),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(300);
}, 60_000);

test('what is done for long enough is forgotten little by little', () => {
  let time = 0;
  using store = sqliteStore({ path: nextFile(), now: () => time });
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

test('a file that cannot be opened and a table that is no name are one line with the remedy', () => {
  expect(() => sqliteStore({ path: join(folder, 'none', 'x.db') })).toThrow(
    expect.objectContaining({ code: 'store-unavailable' }),
  );
  expect(() => sqliteStore({ path: nextFile(), table: 'a; DROP TABLE b' })).toThrow(
    expect.objectContaining({ code: 'store-option' }),
  );
});
