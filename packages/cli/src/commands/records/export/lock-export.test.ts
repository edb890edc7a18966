import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFullProof } from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../testing/set-up.ts';
import { lockExport } from './lock-export.ts';

const starts = isFullProof ? 300 : 60;
const module = pathToFileURL(join(import.meta.dirname, 'lock-export.ts')).href;

// The holder of the lock makes a file that must not be there yet; that shows two holders without any lock.
const contender = `
  import { closeSync, openSync, rmSync } from 'node:fs';
  const { lockExport } = await import(${JSON.stringify(module)});
  const [path, starts] = process.argv.slice(1);
  let held = 0, refused = 0, twice = 0;
  for (let start = 0; start < Number(starts); start += 1) {
    try {
      await using lock = await lockExport(path);
      held += 1;
      try {
        closeSync(openSync(path + '.held', 'wx'));
        if (start % 3 === 0) await new Promise(setImmediate);
        rmSync(path + '.held');
      } catch { twice += 1; }
    } catch (error) {
      if (!/another export/.test(error.message)) throw error;
      refused += 1;
    }
  }
  console.log(JSON.stringify({ held, refused, twice }));
`;

const holder = `
  const { lockExport } = await import(${JSON.stringify(module)});
  const lock = await lockExport(process.argv[1]);
  console.log('held');
  setInterval(() => lock, 1000);
`;

function start(program: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

test(`of three processes that start ${starts} times each, never two hold the lock`, {
  timeout: 240_000,
}, async () => {
  const path = join(await temporaryFolder(), 'x.part.lock');
  const totals = { held: 0, refused: 0, twice: 0 };
  await Promise.all(
    [1, 2, 3].map(async () => {
      const child = start(contender, path, String(starts));
      let said = '';
      child.stdout?.on('data', (chunk) => {
        said += String(chunk);
      });
      await once(child, 'close');
      const counts: typeof totals = JSON.parse(said);
      for (const name of ['held', 'refused', 'twice'] as const) totals[name] += counts[name];
    }),
  );
  console.log(`the lock: ${JSON.stringify(totals)}`);
  expect(totals.twice, 'two held the lock at the same time').toBe(0);
  expect(totals.held + totals.refused).toBe(3 * starts);
  expect(totals.held, 'the lock was hardly ever taken').toBeGreaterThan(starts / 3);
});

test('a lock ends with its holder, however that ends, and leaves no file when it is released', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'x.part.lock');
  const child = start(holder, path);
  if (child.stdout) await once(child.stdout, 'data');
  await expect(lockExport(path)).rejects.toMatchObject({
    exitCode: 2,
    message: 'another export to this file is running: wait for it, or choose another --out',
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockExport(path);
  await expect(lockExport(path)).rejects.toThrow('another export');
  await lock[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is not a lock is left alone', async () => {
  const path = join(await temporaryFolder(), 'x.part.lock');
  await writeFile(path, 'a text of another program, longer than the head of a database '.repeat(20));
  await expect(lockExport(path)).rejects.toThrow(/is not a lock file of this program: move it away$/);
});

test('a folder that is not there is an error of the file system', async () => {
  const path = join(await temporaryFolder(), 'none', 'x.part.lock');
  await expect(lockExport(path)).rejects.toMatchObject({ code: 'ENOENT' });
});
