import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WriteAheadLog } from './sqlite.ts';

test('each sync is of its own time, one for all that wait, and a failure is not that of the next', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-call-log-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'x.db-wal');
  const log = new WriteAheadLog(path);
  await log.sync();
  // What stands in place of the file shows whether it is opened again.
  await mkdir(path);
  const waiting = log.sync();
  expect(log.sync()).toBe(waiting);
  await expect(waiting).rejects.toMatchObject({ code: 'EISDIR' });
  await rmdir(path);
  await writeFile(path, '');
  await log.sync();
});
