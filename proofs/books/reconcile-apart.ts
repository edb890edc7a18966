import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Reconciliation } from '@trtc-call/call-book';
import type { RunningMock } from '@trtc-call/mock';
import type { PostgresServer } from '@trtc-call/test-servers';

/** What a process that reconciles is started with. */
export interface ReconcileRun {
  readonly account: { readonly sdkAppId: number; readonly secretKey: string; readonly region: string };
  /** Of a book in SQLite; else it is in Postgres. */
  readonly path?: string;
  readonly postgres?: PostgresServer['settings'];
  /** Unix seconds. */
  readonly from: number;
  readonly settleSeconds?: number;
  /** Whether it keeps to the limits of the contract. Default not. */
  readonly isLimited?: boolean;
}

/** The service that is asked. */
export type Service = Pick<RunningMock, 'sdkAppId' | 'secretKey' | 'url'>;

/** How the process is started. */
export interface Program {
  /** The file that is run. Default the source. */
  readonly main?: string;
  /** Of Node. */
  readonly flags?: readonly string[];
}

/** What it found and took. */
export interface Reconciled extends Pick<Reconciliation, 'verdict' | 'counts' | 'totals'> {
  readonly requests: number;
  readonly seconds: number;
  /** The most memory that its process had at a time. */
  readonly megabytes: number;
}

/** The day that is played, however long the proof takes. */
const windowSeconds = 48 * 3600;
export const reconcileMain = join(import.meta.dirname, 'reconcile-main.ts');

/**
 * Reconciles the day, and writes what the records prove, in a process of its own.
 *
 * @throws an error with what the process has written, where it ended without a result
 */
export async function reconcileApart(
  { sdkAppId, secretKey, url: region }: Service,
  options: Omit<ReconcileRun, 'account' | 'from'>,
  { main = reconcileMain, flags = [] }: Program = {},
): Promise<Reconciled> {
  const from = Math.floor(Date.now() / 1000) - windowSeconds;
  const run: ReconcileRun = { account: { sdkAppId, secretKey, region }, from, ...options };
  const child = fork(main, [JSON.stringify(run)], { execArgv: [...flags], silent: true });
  let reconciled: Reconciled | undefined;
  child.on('message', (message: Reconciled) => {
    reconciled = message;
  });
  let written = '';
  child.stderr?.on('data', (text) => {
    written += text;
  });
  await once(child, 'close');
  if (!reconciled) throw new Error(`a reconciliation has failed: ${written}`);
  return reconciled;
}
