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
  /** How many records the service gives at once. Default what it is asked for. */
  readonly mostPerPage?: number;
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

/**
 * Reconciles the day, and writes what the records prove, in a process of its own.
 *
 * @throws an error with what the process has written, where it ended without a result
 */
export async function reconcileApart(
  { sdkAppId, secretKey, url: region }: RunningMock,
  options: Omit<ReconcileRun, 'account' | 'from'>,
): Promise<Reconciled> {
  const from = Math.floor(Date.now() / 1000) - windowSeconds;
  const run: ReconcileRun = { account: { sdkAppId, secretKey, region }, from, ...options };
  const child = fork(join(import.meta.dirname, 'reconcile-main.ts'), [JSON.stringify(run)], {
    // As the README of the book advises.
    execArgv: ['--max-semi-space-size=16'],
    silent: true,
  });
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
