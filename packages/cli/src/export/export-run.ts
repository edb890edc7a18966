import type { TrtcCallClient } from '@trtc-call/client';
import type { ExportFlags } from '../commands/records.ts';
import type { Account } from '../credentials/read-credentials.ts';
import { say } from '../output/print.ts';

/** What one export works with. */
export interface ExportRun {
  readonly flags: ExportFlags;
  readonly account: Account;
  readonly client: TrtcCallClient;
  /** Aborted when the export is to stop. */
  readonly signal: AbortSignal;
}

/** Says how many cells are not as the service gave them. */
export function sayGuarded(guarded: number): void {
  if (guarded === 0) return;
  const cells = guarded === 1 ? '1 cell has' : `${guarded} cells have`;
  say(`${cells} an added ' so that no spreadsheet runs them as formulas; see --no-formula-guard.`);
}

/** Says how many records are where. */
export function sayWritten(records: number, where: string): void {
  say(`Wrote ${records} ${records === 1 ? 'record' : 'records'} ${where}.`);
}
