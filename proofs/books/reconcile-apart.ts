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

/** The longest that a call of this proof is ago, and an hour. */
const daySeconds = 24 * 3600;

/** Reconciles the day, and writes what the records prove, in a process of its own. */
export async function reconcileApart(
  { sdkAppId, secretKey, url: region }: RunningMock,
  options: Omit<ReconcileRun, 'account' | 'from'>,
): Promise<Reconciled> {
  const from = Math.floor(Date.now() / 1000) - daySeconds;
  const run: ReconcileRun = { account: { sdkAppId, secretKey, region }, from, ...options };
  const child = fork(join(import.meta.dirname, 'reconcile-main.ts'), [JSON.stringify(run)], {
    // As the README of the book advises.
    execArgv: ['--max-semi-space-size=16'],
  });
  const ended = once(child, 'exit');
  const died = ended.then(() => Promise.reject(new Error('a reconciliation ended without a result')));
  const [reconciled]: Reconciled[] = await Promise.race([once(child, 'message'), died]);
  died.catch(() => {});
  await ended;
  if (!reconciled) throw new TypeError('a reconciliation has sent nothing');
  return reconciled;
}
