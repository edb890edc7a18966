import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningMock, startMock } from '@trtc-call/mock';
import { beforeAll, expect, test, vi } from 'vitest';
import { exporter, fromAndTo, manyRecords, readRecords, to } from '../../../testing/exporter.ts';
import { type CliRun, runCli, startCli, startHere } from '../../../testing/run-cli.ts';
import { canaryKey, mockAccount, temporaryFolder, toEnvironment } from '../../../testing/set-up.ts';

test('jsonl holds every record once, whole, from the oldest', async () => {
  const { mock, out, folder, run } = await exporter(manyRecords(350));
  expect(await run()).toEqual({ exitCode: 0, stdout: '', stderr: `Wrote 350 records to ${out}.\n` });
  expect(await readRecords(out)).toEqual(mock.records.list());
  expect(await readdir(folder)).toEqual(['calls.jsonl']);
  expect((await stat(out)).mode & 0o077).toBe(0);
});

test('no records make an empty file, and in CSV the head alone', async () => {
  const { out, run } = await exporter([]);
  expect(await run()).toMatchObject({ exitCode: 0 });
  expect(await readFile(out, 'utf8')).toBe('');
  expect(await run('--format', 'csv', '--overwrite')).toMatchObject({ exitCode: 0 });
  expect(await readFile(out, 'utf8')).toMatch(/^callId,sdkAppId,[\w,]+\n$/);
});

test('a file that exists is left alone without --overwrite', async () => {
  const { out, run } = await exporter(manyRecords(3));
  await writeFile(out, 'mine');
  const { exitCode, stderr } = await run();
  expect({ exitCode, text: await readFile(out, 'utf8') }).toEqual({ exitCode: 2, text: 'mine' });
  expect(stderr).toContain('exists: give --overwrite');
  expect(await run('--overwrite')).toMatchObject({ exitCode: 0 });
  expect(await readRecords(out)).toHaveLength(3);
});

test('standard output takes all records, and a reader that stops before them ends it with 141', async () => {
  const { environment } = await mockAccount({ records: manyRecords(300), rateLimit: false });
  const args = ['records', 'export', '--out', '-', ...to];
  const whole = await runCli(args, environment);
  expect(whole).toMatchObject({ exitCode: 0, stderr: 'Wrote 300 records to standard output.\n' });
  expect(whole.stdout.trimEnd().split('\n')).toHaveLength(300);
  const { child, ended } = startCli(args, environment);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ exitCode: 141, stderr: '' });
});

/** What an export has left that a signal ended when it had written its first records. */
interface Remains {
  readonly mock: RunningMock;
  readonly environment: Record<string, string>;
  readonly args: readonly string[];
  readonly part: string;
  readonly state: string;
  readonly run: CliRun;
}

let remains: Remains;

beforeAll(async () => {
  const mock = await startMock({ records: manyRecords(1500), rateLimit: false, secretKey: canaryKey });
  const environment = toEnvironment(mock);
  const folder = await mkdtemp(join(tmpdir(), 'trtc-call-export-'));
  const out = join(folder, 'calls.jsonl');
  const args = ['records', 'export', ...fromAndTo, '--out'];
  mock.fault('delay', { times: 20, milliseconds: 10 });
  const { child, ended } = startHere([...args, out], environment);
  const readState = () => readFile(`${out}.part.state`, 'utf8').catch(() => '');
  await vi.waitUntil(async () => /"records":[1-9]/.test(await readState()), { timeout: 20_000, interval: 1 });
  child.kill('SIGINT');
  const run = await ended;
  const [part, state] = [await readFile(`${out}.part`, 'utf8'), await readState()];
  remains = { mock, environment, args, part, state, run };
  return async () => {
    await mock.close();
    await rm(folder, { recursive: true });
  };
});

/** The same in a folder of its own, where it can be gone on with. */
async function interrupted() {
  const { mock, environment, args, part, state } = remains;
  const folder = await temporaryFolder();
  const out = join(folder, 'calls.jsonl');
  await writeFile(`${out}.part`, part);
  await writeFile(`${out}.part.state`, state);
  return { mock, folder, out, run: (...more: string[]) => runCli([...args, out, ...more], environment) };
}

test('Ctrl-C ends with 130 and says how to go on; going on makes it whole', async () => {
  expect(remains.run).toMatchObject({ exitCode: 130, stdout: '' });
  expect(remains.run.stderr).toContain('Run the same command again to resume.');
  expect(remains.part + remains.state + remains.run.stderr).not.toContain(canaryKey);
  const made = await interrupted();
  const rest = await made.run();
  expect(rest).toMatchObject({ exitCode: 0 });
  expect(rest.stderr).toMatch(/^Resuming an interrupted export: \d+ records/);
  expect(await readRecords(made.out)).toEqual(made.mock.records.list());
});

test('an interruption in quiet days does not begin them again', async () => {
  const week = Math.floor(Date.now() / 1000) - 6 * 86_400;
  const calls = (name: string, start: number) =>
    Array.from({ length: 400 }, (_, at) => ({
      callId: `${name}-${at}`,
      startCallTs: start + at,
      acceptTs: start + at,
      endTs: start + at,
    }));
  const quietUntil = week + 5 * 86_400;
  const made = await exporter(
    [...calls('first', week), ...calls('second', quietUntil)],
    ['--from', String(week)],
  );
  made.mock.fault('delay', { times: 1000, milliseconds: 20 });
  const { child, ended } = made.startHere();
  const state = async () => {
    const text = await readFile(`${made.out}.part.state`, 'utf8').catch(() => '{}');
    return Object(JSON.parse(text));
  };
  const reached = await vi.waitFor(
    async () => {
      const { records, progress } = await state();
      const { completedUpTo } = { ...progress?.v1 };
      expect(records, 'all of the first calls are written, and none of the second').toBe(400);
      expect(completedUpTo, 'the state counts days without a call').toBeGreaterThan(week + 2 * 86_400);
      expect(completedUpTo).toBeLessThan(quietUntil);
      return completedUpTo;
    },
    { timeout: 20_000, interval: 1 },
  );
  child.kill('SIGINT');
  await ended;
  const before = made.mock.requests.length;
  expect(await made.run()).toMatchObject({ exitCode: 0 });
  const asked = made.mock.requests.slice(before).map(({ body }) => JSON.parse(String(body)).startTimestamp);
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(reached - 1);
  expect(await readRecords(made.out)).toEqual(made.mock.records.list());
});

test('what goes on must be the same export', async () => {
  const made = await interrupted();
  for (const [args, option] of [
    [['--format', 'csv'], '--format'],
    [['--result', 'cancel'], '--result'],
    [['--from', '3d'], '--from'],
  ] as const) {
    const { exitCode, stderr } = await made.run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`another ${option}: give the same as then, or begin again with --restart`);
  }
  expect(await made.run('--format', 'csv', '--restart')).toMatchObject({ exitCode: 0 });
  expect((await readFile(made.out, 'utf8')).split('\n')).toHaveLength(1502);
});

test('an export does not resume from a part file that was changed or has no state', async () => {
  const made = await interrupted();
  await writeFile(`${made.out}.part`, '');
  expect((await made.run()).stderr).toContain('is gone or shorter than it was: begin again with --restart');
  await rm(`${made.out}.part.state`);
  expect((await made.run()).stderr).toContain('without its state');
  expect(await made.run('--restart')).toMatchObject({ exitCode: 0 });
});

test('a state of another version is refused, and neither it nor the part file is touched', async () => {
  const made = await interrupted();
  const paths = [`${made.out}.part`, `${made.out}.part.state`] as const;
  await writeFile(paths[1], JSON.stringify({ ...JSON.parse(remains.state), version: 1 }));
  const read = () => Promise.all(paths.map((path) => readFile(path, 'utf8')));
  const before = await read();
  const { exitCode, stderr } = await made.run();
  expect(exitCode).toBe(2);
  expect(stderr).toContain('is not an export state of this version of trtc-call: keep a copy of the .part');
  expect(await read()).toEqual(before);
});

test('a state that is far too long is not read', async () => {
  const made = await interrupted();
  await truncate(`${made.out}.part.state`, 2 ** 30);
  const { exitCode, stderr } = await made.run();
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'is longer than 16777216 bytes, too long for an export state: begin again with --restart',
  );
});

test('a failure of the service keeps what is written', async () => {
  const made = await interrupted();
  made.mock.respondWith('getRecordsByFilter', 'error-70002');
  const refused = await made.run();
  expect(refused).toMatchObject({ exitCode: 1, stdout: '' });
  expect(refused.stderr).toMatch(/trtc-call: getRecordsByFilter: refused with 70002 /);
  expect(await made.run()).toMatchObject({ exitCode: 0 });
  expect(await readRecords(made.out)).toEqual(made.mock.records.list());
});

test('a place that cannot be written to is one line and exit code 2', async () => {
  const { environment } = await mockAccount();
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  for (const out of [join(file, 'x.csv'), join(file, '..', 'none', 'x.csv')]) {
    const { exitCode, stdout, stderr } = await runCli(['records', 'export', '--out', out], environment);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^trtc-call: cannot write [^\n]+ choose another --out[^\n]*\n$/);
  }
});

test('killed just before or just after its last step, an export is finished by the next run', async () => {
  const made = await interrupted();
  const left = await readFile(`${made.out}.part.state`, 'utf8');
  expect(await made.run()).toMatchObject({ exitCode: 0 });
  const text = await readFile(made.out, 'utf8');
  const whole = JSON.stringify({ ...JSON.parse(left), whole: true, bytes: Buffer.byteLength(text) });

  await writeFile(`${made.out}.part.state`, whole);
  expect(await made.run()).toEqual({ exitCode: 0, stdout: '', stderr: `${made.out} is whole already.\n` });
  expect(await readdir(made.folder)).toEqual(['calls.jsonl']);

  await writeFile(`${made.out}.part.state`, whole);
  await rename(made.out, `${made.out}.part`);
  const requests = made.mock.requests.length;
  expect(await made.run()).toMatchObject({ exitCode: 0 });
  expect(made.mock.requests).toHaveLength(requests);
  expect(await readFile(made.out, 'utf8')).toBe(text);
  expect(await readdir(made.folder)).toEqual(['calls.jsonl']);
});

test('a second export to the same file is refused while the first one runs', async () => {
  const made = await exporter(manyRecords(300));
  made.mock.fault('delay', { times: 1, milliseconds: 20_000 });
  const { child, ended } = made.start();
  await vi.waitUntil(() => stat(`${made.out}.part.state`).catch(() => undefined), 20_000);
  const second = await made.run();
  expect(second).toMatchObject({ exitCode: 2, stdout: '' });
  expect(second.stderr).toContain('another export to this file is running: wait for it');
  child.kill('SIGKILL');
  await ended;
  expect(await made.run()).toMatchObject({ exitCode: 0 });
  expect(await readRecords(made.out)).toEqual(made.mock.records.list());
  expect(await readdir(made.folder)).toEqual(['calls.jsonl']);
});

test('a file that may not grow is one line, and with more room the same command resumes', async () => {
  const made = await exporter(manyRecords(1200));
  // A limit of the shell stands for a full disk: to mount a small one takes rights that not every machine gives.
  const full = await made.runLimited();
  expect(full).toMatchObject({ exitCode: 2, stdout: '' });
  expect(full.stderr).toMatch(
    /^trtc-call: cannot write [^\n]+ \(it is larger than a file may be here\): free some space, [^\n]+ resume\n$/,
  );
  const rest = await made.run();
  expect(rest).toMatchObject({ exitCode: 0 });
  expect(rest.stderr).toMatch(/^Resuming an interrupted export: [1-9]\d* records/);
  expect(await readRecords(made.out)).toEqual(made.mock.records.list());
});
