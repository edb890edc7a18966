import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type BookedCall, type CallBook, createCallBook } from '@trtc-call/call-book';
import { postgresBook } from '@trtc-call/call-book/postgres';
import { freePort, PostgresServer } from '@trtc-call/test-servers';
import { postgresStore } from '@trtc-call/webhooks/postgres';
import { Pool } from 'pg';
import { ReceiverWorkers } from '../webhooks/receiver-workers.ts';
import type { PlayedCall, TrueCall, Vendor } from './play-calls.ts';
import { type Reconciled, reconcileApart } from './reconcile-apart.ts';
import { type SentWebhooks, sendWebhooks } from './send-webhooks.ts';

/** What the process of a receiver is started with. */
export interface BookReceiverSettings {
  /** `apart`: the webhook is marked as done first, and booked then, without a transaction over both. */
  readonly kind: 'right' | 'apart';
  readonly sdkAppId: number;
  readonly port: number;
  readonly postgres: PostgresServer['settings'];
}

/** One run. */
export interface BooksRun extends Pick<BookReceiverSettings, 'kind'> {
  readonly calls: number;
  /** After so many calls a receiver is killed, or Postgres is restarted: while their webhooks are on their way. Default 500. */
  readonly troubleEvery?: number;
  /** Processes that receive. Default 4. */
  readonly workers?: number;
  /** Whether two processes reconcile while the receivers book, and calls end. Default not. */
  readonly reconcilesMeanwhile?: boolean;
}

/** How the book stands to the vendor's records. */
export interface BookAudit extends SentWebhooks, Pick<BooksRun, 'kind' | 'calls'> {
  readonly kills: number;
  readonly restarts: number;
  /** Reconciliations beside the receivers, while Postgres is restarted. */
  readonly reconciledMeanwhile: number;
  /** Calls of which every webhook was acknowledged, but the book did not know them before it was reconciled. */
  readonly unbooked: number;
  /** Calls that reconciliations found missing or different, up to the first at the end; what the second found or wrote. */
  readonly repaired: number;
  readonly foundAgain: number;
  /** Calls, and users with their sums, that are not in the book what they are in the records, in the end. */
  readonly wrongCalls: number;
  readonly wrongUsers: number;
  /** Of the book, of the records, and as they were planned. */
  readonly talkSeconds: number;
  readonly trueSeconds: number;
  readonly plannedSeconds: number;
  readonly webhooksPerSecond: number;
}

const receiverMain = join(import.meta.dirname, 'receiver-main.ts');
const liveSeconds = 3;

/** Whether the book is right to the second, and there was something to repair. */
export function isRight(audit: BookAudit): boolean {
  const { unbooked, foundAgain, wrongCalls, wrongUsers, repaired } = audit;
  const { talkSeconds, trueSeconds, plannedSeconds } = audit;
  const isExact = talkSeconds === trueSeconds && trueSeconds === plannedSeconds;
  return unbooked + foundAgain + wrongCalls + wrongUsers === 0 && repaired > 0 && isExact;
}

/** Plays calls, lets their webhooks, the receivers and Postgres suffer, and reconciles what has come of it. */
export async function runBooks(vendor: Vendor, run: BooksRun): Promise<BookAudit> {
  const { kind, calls, troubleEvery = 500, workers = 4, reconcilesMeanwhile = false } = run;
  const { mock } = vendor;
  await using server = await PostgresServer.start();
  const { settings: postgres } = server;
  await using opened = await openBook(postgres);
  const { book, settle } = opened;
  const port = await freePort();
  const settings: BookReceiverSettings = { kind, sdkAppId: mock.sdkAppId, port, postgres };
  await using receivers = await ReceiverWorkers.start(settings, workers, receiverMain);
  let restarts = 0;
  const kill = () => receivers.killOne();
  const restart = async () => {
    await server.stop();
    await wait(1000);
    await server.start();
    restarts += 1;
  };
  // A receiver that is wrong in itself only needs to be killed.
  const troubles = kind === 'right' ? [kill, restart, kill] : [kill];
  let troubled = Promise.resolve();
  const reconcile = () => reconcileApart(mock, { postgres, settleSeconds: 0 });

  let meanwhile: Promise<readonly Reconciled[]> = Promise.resolve([]);
  async function* play(): AsyncGenerator<PlayedCall> {
    let played = 0;
    for await (const call of vendor.playDay(calls)) {
      yield call;
      played += 1;
      if (played % troubleEvery === 0) {
        const trouble = troubles[(played / troubleEvery - 1) % troubles.length];
        troubled = troubled.then(trouble);
        troubled.catch(() => {});
      }
      if (!reconcilesMeanwhile || played !== Math.ceil(calls / 2)) continue;
      const live = vendor.playLive(liveSeconds);
      meanwhile = Promise.all([reconcile(), reconcile()]);
      meanwhile.catch(() => {});
      yield* await live;
    }
  }
  const started = performance.now();
  const to = `http://127.0.0.1:${port}/hooks`;
  const { sent, delivered } = await sendWebhooks(play(), { to, lateCalls: Math.ceil(calls / 4) });
  await troubled;
  await settle();
  const webhooksPerSecond = Math.round((1000 * sent.webhooks) / (performance.now() - started));
  const reconciled = await meanwhile;

  const truth = vendor.readTruth();
  const wholly = new Map([...truth].filter(([callId]) => delivered.has(callId)));
  const unbooked = await findWrongRows(book, wholly, delivered);
  const first = await reconcile();
  const second = await reconcile();
  const wrong = await findWrongRows(book, truth, delivered);
  return {
    kind,
    calls: truth.size,
    ...sent,
    kills: receivers.kills,
    restarts,
    reconciledMeanwhile: reconciled.length,
    unbooked: unbooked.calls.size,
    // On a slow machine those that came meanwhile have repaired all.
    repaired: [...reconciled, first].reduce((sum, one) => sum + countFound(one), 0),
    foundAgain: countFound(second) + second.counts.applied,
    wrongCalls: wrong.calls.size,
    wrongUsers: wrong.users.size,
    talkSeconds: (await book.totals()).talkSeconds,
    trueSeconds: [...truth.values()].reduce((sum, { talkSeconds }) => sum + talkSeconds, 0),
    plannedSeconds: vendor.plannedSeconds,
    webhooksPerSecond,
  };
}

function countFound({ counts }: Reconciled): number {
  return counts.missing + counts.different + counts.unknown + counts.expired + counts.undecided;
}

async function openBook(settings: PostgresServer['settings']) {
  const pool = new Pool({ ...settings, max: 4 }).on('error', () => {});
  const store = postgresBook({ pool });
  const events = postgresStore({ pool });
  await store.createTables();
  await events.createTable();
  return {
    book: createCallBook({ store }),
    /** Waits until the receivers have handled what they have kept. */
    async settle() {
      do await wait(500);
      while ((await events.listKept({ limit: 1, after: 0 })).length > 0);
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

/** Where the book is not what the vendor's records are. */
interface WrongRows {
  readonly calls: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

/**
 * Compares every row with the record of its call. No record says when a user of a group came and left: that is known of
 * the calls of which all webhooks have come, and else it may be left open, but not wrong.
 *
 * @param truth the calls that have to be in the book
 * @param delivered calls of which all webhooks have come
 */
async function findWrongRows(
  book: CallBook<never>,
  truth: ReadonlyMap<string, TrueCall>,
  delivered: ReadonlySet<string>,
): Promise<WrongRows> {
  const wrong = new Set(truth.keys());
  const sums = new Map<string, number>();
  const inBook = new Set<string>();
  for await (const call of book.calls()) {
    const known = truth.get(call.callId);
    if (!known) continue;
    // A call that is there twice stays wrong.
    if (isRightRow(call, known, delivered) && !inBook.has(call.callId)) wrong.delete(call.callId);
    else wrong.add(call.callId);
    inBook.add(call.callId);
    for (const { user, talkSeconds } of call.users) {
      sums.set(user, (sums.get(user) ?? 0) + (talkSeconds === null ? 0 : known.talkSeconds));
    }
  }
  const wrongUsers = new Set(sums.keys());
  for await (const { user, talkSeconds } of book.userTotals()) {
    if (sums.get(user) === talkSeconds) wrongUsers.delete(user);
  }
  return { calls: wrong, users: wrongUsers };
}

function isRightRow(
  call: BookedCall,
  { users, talkSeconds }: TrueCall,
  delivered: ReadonlySet<string>,
): boolean {
  const mayBeOpen = users.length > 2 && !delivered.has(call.callId);
  return (
    call.talkSeconds === talkSeconds &&
    call.participants.length === users.length &&
    users.every((user) => call.participants.includes(user)) &&
    call.users.every((user) => user.talkSeconds === talkSeconds || (mayBeOpen && user.talkSeconds === null))
  );
}
