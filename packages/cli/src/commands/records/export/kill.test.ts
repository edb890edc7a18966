import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallRecord } from '@trtc-call/client';
import { isFullProof } from '@trtc-call/test-servers';
import { expect, test } from 'vitest';
import { runCli, startCli } from '../../../testing/run-cli.ts';
import { mockAccount, temporaryFolder } from '../../../testing/set-up.ts';

const kills = isFullProof ? 12 : 3;
const start = Math.floor(Date.now() / 1000) - 86_400;

/** Calls that overlap: in every second of the first hour one begins, later 40 in the same second now and then. */
const records: Partial<CallRecord>[] = Array.from({ length: isFullProof ? 6000 : 4500 }, (_, index) => {
  const startCallTs = start + (index < 3600 ? index : Math.floor(index / 40) * 97);
  return { callId: `call-${index}`, startCallTs, endTs: startCallTs + (index % 300) };
});

// How long after its first written page each run is killed, in milliseconds, is drawn from a fixed seed; where the
// process is just then, no seed decides.
function* delays(): Generator<number, never> {
  for (let seed = 20_260_501; ; ) {
    seed = (seed * 69_069 + 1) % 2 ** 31;
    yield (seed >> 8) % 40;
  }
}

async function readState(file: string): Promise<string> {
  return readFile(`${file}.part.state`, 'utf8').catch(() => '');
}

/** Calls of the other generation, which are read by turns with those. */
const others = Array.from({ length: 600 }, (_, index) => {
  const StartTime = start + index * 60;
  return { CallId: `other-${index}`, StartTime, AcceptTime: StartTime, EndTime: StartTime + (index % 300) };
});

const kinds = [
  ['csv', 'both'],
  ['csv', 'v1'],
  ['jsonl', 'v1'],
] as const;

async function readLines(file: string): Promise<string[]> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').toSorted();
}

for (const [format, generation] of isFullProof ? kinds : kinds.slice(0, 1)) {
  test(`an export of ${generation} to ${format}, killed again and again, holds what one holds that was not`, {
    timeout: 240_000,
  }, async () => {
    const { mock, environment } = await mockAccount({ records, rateLimit: false });
    mock.records.clear({ generation: 'v4' });
    for (const other of others) mock.records.add(other, { generation: 'v4' });
    const folder = await temporaryFolder();
    const [right, killed] = [join(folder, 'right'), join(folder, 'killed')];
    const times = ['--from', String(start), '--to', String(start + 86_000)];
    const exported = ['records', 'export', '--generation', generation, '--format', format, ...times, '--out'];
    expect(await runCli([...exported, right], environment)).toMatchObject({ exitCode: 0 });

    const resumedAt = new Set<string>();
    const delay = delays();
    let struck = 0;
    // The service is slow for these, so that the kills find them at work.
    mock.fault('delay', { times: Number.POSITIVE_INFINITY, milliseconds: 3 });
    while (struck < kills) {
      const { child, ended } = startCli([...exported, killed], environment);
      const before = await readState(killed);
      const hasBegun = async () => /"records":[1-9]/.test(await readState(killed));
      while (child.exitCode === null && ((await readState(killed)) === before || !(await hasBegun())))
        await sleep(1);
      await sleep(delay.next().value);
      child.kill('SIGKILL');
      const { exitCode, stderr } = await ended;
      const [, written] = /^Resuming .+: (\d+) records/m.exec(stderr) ?? [];
      if (written !== undefined) resumedAt.add(written);
      if (exitCode !== null) break;
      struck += 1;
    }
    const rest = await runCli([...exported, killed], environment);
    if (rest.exitCode !== 0) expect(rest.stderr).toContain('exists');
    console.log(`${format}: killed ${struck} times, resumed from ${resumedAt.size} places`);
    expect(struck, 'the runs end before they are killed: export more records').toBeGreaterThan(kills / 2);
    expect(resumedAt.size, 'the kills strike before anything is written').toBeGreaterThan(kills / 3);
    // By whose turn it was when it was killed, both generations may stand in another order.
    const [lines, expected] = await Promise.all([killed, right].map(readLines));
    expect(lines).toEqual(expected);
    const calls = records.length + (generation === 'both' ? others.length : 0);
    expect(lines).toHaveLength(calls + (format === 'csv' ? 1 : 0));
    expect((await readdir(folder)).sort()).toEqual(['killed', 'right']);
  });
}
