import { setTimeout as wait } from 'node:timers/promises';
import { webhooks } from '@trtc-call/spec/v1';
import { freePort } from '@trtc-call/test-servers';
import { openEffects } from './effects.ts';
import type { ReceiverKind, StoreSettings } from './messages.ts';
import { ReceiverWorkers } from './receiver-workers.ts';
import { sendEvents } from './send-events.ts';

/** One run. */
export interface LedgerRun {
  readonly kind: ReceiverKind;
  readonly where: StoreSettings;
  readonly events: number;
  /** The receiver is killed so long after it has started, about. */
  readonly killEveryMilliseconds: number;
  /** For so long every handler fails, as when a database is away. Default 0. */
  readonly awayMilliseconds?: number;
}

/** What became of all events in the end. */
export interface Ledger {
  readonly store: StoreSettings['store'];
  readonly kind: ReceiverKind;
  readonly events: number;
  readonly deliveries: number;
  readonly attempts: number;
  /** Deliveries whose six attempts have all failed. What the receiver had kept of them takes effect all the same. */
  readonly givenUp: number;
  readonly kills: number;
  readonly once: number;
  readonly moreOften: number;
  readonly never: number;
  readonly seconds: number;
}

const vendorTriesSeconds = webhooks.status.retryWaitsSeconds.reduce<number>(
  (sum, seconds) => sum + seconds,
  0,
);
/** All handlers fail for longer than the vendor tries. */
export const longAway = { events: 500, awayMilliseconds: (vendorTriesSeconds + 4) * 1000 } as const;

const sdkAppId = 1400000000;
/** So long `recover` has for what the senders have given up. */
const mostSecondsToTheEnd = 60;

/** Sends events to a receiver that fails and is killed again and again, and counts the effect of each. */
export async function runLedger(run: LedgerRun): Promise<Ledger> {
  const { kind, where, events, killEveryMilliseconds, awayMilliseconds = 0 } = run;
  const started = performance.now();
  const port = await freePort();
  const awayUntil = Date.now() + awayMilliseconds;
  const settings = { kind, where, sdkAppId, port, failingPercent: 5, awayUntil };
  await using receiver = await ReceiverWorkers.start(settings);
  const ended = new AbortController();
  const killing = killAgainAndAgain(receiver, killEveryMilliseconds, ended.signal);
  const to = `http://127.0.0.1:${port}/hooks`;
  const sent = await sendEvents({ to, sdkAppId, events, repeatedPercent: 10 });
  ended.abort();
  await killing;
  const counts = await countsInTheEnd(where, kind === 'right' ? events : 0);
  const times = Array.from({ length: events }, (_, number) => counts.get(`call-${number}`) ?? 0);
  return {
    store: where.store,
    kind,
    events,
    ...sent,
    kills: receiver.kills,
    once: times.filter((count) => count === 1).length,
    moreOften: times.filter((count) => count > 1).length,
    never: times.filter((count) => count === 0).length,
    seconds: (performance.now() - started) / 1000,
  };
}

/** How often each call was written, when so many have been or no more come. */
async function countsInTheEnd(where: StoreSettings, calls: number): Promise<ReadonlyMap<string, number>> {
  await using effects = await openEffects(where);
  const end = performance.now() + mostSecondsToTheEnd * 1000;
  for (;;) {
    const counts = await effects.counts();
    if (counts.size >= calls || performance.now() > end) return counts;
    await wait(100);
  }
}

async function killAgainAndAgain(
  receiver: ReceiverWorkers,
  every: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await wait(every * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
    if (!signal.aborted) await receiver.killOne();
  }
}

/** Whether every effect has taken place once. */
export function isBalanced({ events, once }: Ledger): boolean {
  return once === events;
}

/** The ledgers as a table. */
export function ledgerTable(ledgers: readonly Ledger[]): string {
  const heads = [
    'store',
    'receiver',
    'events',
    'deliveries',
    'attempts',
    'given up',
    'kill -9',
    'effect once',
    'more often',
    'never',
    'seconds',
  ];
  const rows = ledgers.map((ledger) => [
    ledger.store,
    ledger.kind,
    ledger.events,
    ledger.deliveries,
    ledger.attempts,
    ledger.givenUp,
    ledger.kills,
    ledger.once,
    ledger.moreOften,
    ledger.never,
    ledger.seconds.toFixed(0),
  ]);
  const lines = [heads, ...rows].map((cells) => cells.map(String));
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
