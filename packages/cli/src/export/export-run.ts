import type { TrtcCallClient } from '@trtc-call/client';
import type { ExportFlags } from '../commands/records.ts';
import type { Account } from '../credentials/read-credentials.ts';
import { logLine } from '../output/print.ts';

/** What one export works with. */
export interface ExportRun {
  readonly flags: ExportFlags;
  readonly account: Account;
  readonly client: TrtcCallClient;
  /** Aborted when the export is to stop. */
  readonly signal: AbortSignal;
}

/** Says how many cells are not as the service gave them. */
export function reportGuardedCells(guarded: number): void {
  if (guarded === 0) return;
  const cells = guarded === 1 ? '1 cell has' : `${guarded} cells have`;
  logLine(`${cells} an added ' so that no spreadsheet runs them as formulas; see --no-formula-guard.`);
}

/** Says how many records are where. */
export function reportWritten(records: number, where: string): void {
  logLine(`Wrote ${records} ${records === 1 ? 'record' : 'records'} ${where}.`);
}
