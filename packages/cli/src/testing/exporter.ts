import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from '@trtc-call/client';
import { runCli, startCli, startHere } from './run-cli.ts';
import { mockAccount, temporaryFolder } from './set-up.ts';

const start = Math.floor(Date.now() / 1000) - 86_400;
/** The end of what is exported. */
export const to = ['--to', String(start + 80_000)];
/** With its start, fixed too: the first request is for records then, and not for the service's time. */
export const fromAndTo = ['--from', String(start - 3600), ...to];

/** Calls whose times overlap, a few in each second of the busiest hours. */
export function manyRecords(number: number): Partial<CallRecord>[] {
  return Array.from({ length: number }, (_, index) => ({
    callId: `call-${index}`,
    startCallTs: start + Math.floor((index * 7) / 3),
    endTs: start + Math.floor((index * 7) / 3) + ((index * 13) % 50),
  }));
}

// Node gets an error at the limit, and is not ended by a signal.
const limited = `trap '' XFSZ; ulimit -f 128; exec "$0" "$@"`;

/** An export to a file of its own, from a mock of its own. */
export async function exporter(records: Partial<CallRecord>[], args: string[] = []) {
  const { mock, environment } = await mockAccount({ records, rateLimit: false });
  const folder = await temporaryFolder();
  const out = join(folder, 'calls.jsonl');
  const all = ['records', 'export', '--out', out, ...fromAndTo, ...args];
  return {
    mock,
    out,
    folder,
    run: (...more: string[]) => runCli([...all, ...more], environment),
    runLimited: () => startCli(all, environment, '', ['sh', '-c', limited]).ended,
    start: () => startCli(all, environment),
    startHere: () => startHere(all, environment),
  };
}

/** The records that a file holds. */
export async function readRecords(file: string): Promise<CallRecord[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): CallRecord => JSON.parse(line));
}
