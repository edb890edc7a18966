import { execFileSync } from 'node:child_process';
import { chmod, link, lstat, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { exporter, manyRecords, readRecords, to } from '../../../testing/exporter.ts';
import { runCli } from '../../../testing/run-cli.ts';
import { mockAccount, temporaryFolder } from '../../../testing/set-up.ts';

test('through a link the file that it names is written in its own folder, and the link stays', async () => {
  const made = await exporter(manyRecords(30));
  const elsewhere = await temporaryFolder();
  const target = join(elsewhere, 'target.jsonl');
  await symlink(target, made.out);
  // A link to nothing, then a link to a file that is replaced, whose permissions stay.
  for (const more of [[], ['--overwrite']]) {
    expect(await made.run(...more)).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await lstat(made.out)).isSymbolicLink()).toBe(true);
    expect(await readRecords(target)).toHaveLength(30);
    expect([await readdir(made.folder), await readdir(elsewhere)]).toEqual([
      ['calls.jsonl'],
      ['target.jsonl'],
    ]);
    expect((await stat(target)).mode & 0o777).toBe(more.length === 0 ? 0o600 : 0o640);
    await chmod(target, 0o640);
  }
});

test.each(['.part', '.part.state', '.part.state.next', '.part.lock'])(
  'a link at FILE%s is never followed',
  async (end) => {
    const made = await exporter(manyRecords(30));
    const victim = join(await temporaryFolder(), 'victim');
    for (const isThere of [false, true]) {
      if (isThere) await writeFile(victim, 'mine');
      await rm(made.out, { force: true });
      await symlink(victim, `${made.out}${end}`);
      for (const more of [[], ['--restart']]) {
        const { exitCode, stderr } = await made.run(...more);
        if (exitCode !== 0)
          expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(end) });
        expect(await readFile(victim, 'utf8').catch(() => undefined)).toBe(isThere ? 'mine' : undefined);
        await rm(made.out, { force: true });
      }
      await rm(`${made.out}${end}`, { force: true });
    }
  },
);

test('a second name of a file at FILE.part does not lead to it', async () => {
  const made = await exporter(manyRecords(30));
  const victim = join(made.folder, 'victim');
  await writeFile(victim, 'mine');
  await link(victim, `${made.out}.part`);
  expect((await made.run()).stderr).toContain('without its state');
  expect(await made.run('--restart')).toMatchObject({ exitCode: 0 });
  expect(await readFile(victim, 'utf8')).toBe('mine');
});

test.skipIf(process.platform === 'win32')('what is not a regular file is refused by what it is', async () => {
  const { environment } = await mockAccount();
  const folder = await temporaryFolder();
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const [out, kind] of [
    [folder, 'a folder'],
    [pipe, 'a named pipe'],
    ['/dev/null', 'a device'],
  ] as const) {
    for (const more of [[], ['--overwrite'], ['--restart']]) {
      const run = await runCli(['records', 'export', '--out', out, ...more], environment);
      expect(run).toEqual({
        exitCode: 2,
        stdout: '',
        stderr: `trtc-call: --out: ${out} is ${kind}, not a file: name a file, or - for standard output\n`,
      });
    }
  }
  expect(await readdir(folder)).toEqual(['pipe']);
});

test('/dev/stdout is standard output', async () => {
  const { environment } = await mockAccount({ records: manyRecords(3), rateLimit: false });
  const { exitCode, stdout } = await runCli(
    ['records', 'export', '--out', '/dev/stdout', ...to],
    environment,
  );
  expect({ exitCode, lines: stdout.trimEnd().split('\n').length }).toEqual({ exitCode: 0, lines: 3 });
});

test('a file that appears while an export runs is not replaced', async () => {
  const made = await exporter(manyRecords(30));
  made.mock.fault('delay', { times: 1, milliseconds: 500 });
  const { ended } = made.startHere();
  await vi.waitUntil(() => stat(`${made.out}.part.state`).catch(() => undefined), 20_000);
  await writeFile(made.out, 'mine');
  const { exitCode, stderr } = await ended;
  expect({ exitCode, text: await readFile(made.out, 'utf8') }).toEqual({ exitCode: 2, text: 'mine' });
  expect(stderr).toContain('exists: give --overwrite');
  expect(await made.run('--overwrite')).toMatchObject({ exitCode: 0 });
  expect(await readRecords(made.out)).toHaveLength(30);
});
