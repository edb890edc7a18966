import { statSync } from 'node:fs';
import { type Exchange, isMostlyUnanswered, readExchanges } from '@trtc-call/drift';
import type { DriftRecordFlags } from './commands/drift.ts';
import { logLine, printLine } from './output/print.ts';
import { recordProbes } from './record-probes.ts';
import { tellStopping, untilStopped } from './stop-signal.ts';

/**
 * Asks a target and writes what it answers.
 *
 * @returns the exit code: 0 recorded, 2 when most requests got no answer, 128 + n stopped by signal n
 */
export async function runDriftRecord({ out: path, ...flags }: DriftRecordFlags): Promise<number> {
  const ended = await untilStopped((signal) => recordProbes({ ...flags, path }, signal), {
    onStop: tellStopping,
  });
  if (!('value' in ended)) return ended.exitCode;
  let unanswered = 0;
  const count = {
    exchange: ({ status }: Exchange) => {
      if (status === 0) unanswered += 1;
    },
    violation() {},
  };
  const { read } = await readExchanges(path, count);
  const size = Math.ceil(statSync(path).size / 1024);
  printLine(`${read} exchanges with ${flags.target} are in ${path} (${size} KiB).`);
  if (unanswered === 0) return 0;
  logLine(`${unanswered} of ${read} requests got no answer.`);
  return isMostlyUnanswered(unanswered, read) ? 2 : 0;
}
