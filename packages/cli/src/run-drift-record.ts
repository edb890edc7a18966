import { statSync } from 'node:fs';
import { readExchanges } from '@trtc-call/drift';
import type { DriftRecordFlags } from './commands/drift.ts';
import { recordProbes } from './record-probes.ts';
import { stopSignal } from './stop-signal.ts';

/**
 * Asks a target and writes what it answers.
 *
 * @returns the exit code: 0 recorded, 130 or 143 interrupted
 */
export async function runDriftRecord({ out: path, ...flags }: DriftRecordFlags): Promise<number> {
  const interrupted = await recordProbes({ ...flags, path }, stopSignal());
  if (interrupted !== undefined) return interrupted;
  const { read } = await readExchanges(path, { exchange() {}, violation() {} });
  const size = Math.ceil(statSync(path).size / 1024);
  process.stdout.write(`${read} exchanges with ${flags.target} are in ${path} (${size} KiB).\n`);
  return 0;
}
