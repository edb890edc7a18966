import { setTimeout as wait } from 'node:timers/promises';
import { webhooks } from '@trtc-call/spec/v1';
import { freePort } from '@trtc-call/test-servers';
import { openEffects } from './effects.ts';
import { makeOuterTroubles, type OuterTroubles, type TroubleCounts } from './outer-troubles.ts';
import {
  type InnerTroubles,
  type ReceiverKind,
  ReceiverWorkers,
  type StoreSettings,
} from './receiver-workers.ts';
import { isOfV4, sendEvents } from './send-events.ts';

/** One run. */
export interface LedgerRun {
  readonly kind: ReceiverKind;
  readonly where: StoreSettings;
  readonly events: number;
  /** The time over which events are sent evenly. Default as fast as they are taken. */
  readonly seconds?: number;
  /** Processes that receive. Default two. */
  readonly workers?: number;
  /** Default 1000 milliseconds, so that it is outlived often. */
  readonly leaseMilliseconds?: number;
  /** How many handlers of a hundred outlast their answer. Default 3. */
  readonly slowPercent?: number;
  readonly inner?: InnerTroubles;
  readonly outer?: OuterTroubles;
  /** Pause before each of the outer troubles, about. Default 2500 milliseconds. */
  readonly pauseMilliseconds?: number;
  /** The vendor's waits between its attempts are multiplied by it. Default 1. */
  readonly pace?: number;
  /** Whether every handler fails until the vendor has given everything up, as when a database is away. Default not. */
  readonly isAway?: boolean;
}

/** What became of all events in the end. */
export interface Ledger extends TroubleCounts {
  readonly store: StoreSettings['store'];
  readonly kind: ReceiverKind;
  readonly events: number;
  readonly deliveries: number;
  readonly attempts: number;
  /** Deliveries whose six attempts have all failed. What the receiver had kept of them takes effect all the same. */
  readonly givenUp: number;
  readonly kills: number;
  readonly stalls: number;
  readonly clockSteps: number;
  /** Of these every attempt was turned away before the receiver had them in hand: it has no part in them. */
  readonly turnedAway: number;
  /** Those of them that are sent again when they were refused. */
  readonly turnedAwayOfV1: number;
  readonly once: number;
  readonly moreOften: number;
  readonly never: number;
  readonly seconds: number;
}

const sdkAppId = 1400000000;
/** The time that `recover` has for what the senders have given up. */
const mostSecondsToTheEnd = 60;
/** The time after the last effect in which another one would still be found. */
const settleMilliseconds = 3000;

/** Sends events to receivers to which all kinds of trouble happen, and counts the effect of each. */
export async function runLedger(run: LedgerRun): Promise<Ledger> {
  const { kind, where, events, seconds, workers = 2, leaseMilliseconds = 1000, inner = {} } = run;
  const { slowPercent = 3, outer = {}, pauseMilliseconds = 2500, pace = 1, isAway = false } = run;
  const started = performance.now();
  const port = await freePort();
  const percents = { failingPercent: 5, slowPercent };
  const settings = {
    kind,
    where,
    sdkAppId,
    port,
    leaseMilliseconds,
    isAway,
    inner,
    ...percents,
  };
  await using receivers = await ReceiverWorkers.start(settings, workers);
  const ended = new AbortController();
  const troubles = makeOuterTroubles(outer, receivers, pauseMilliseconds, ended.signal);
  const to = `http://127.0.0.1:${port}/hooks`;
  const { turnedAway: unanswered, ...sent } = await sendEvents({
    to,
    sdkAppId,
    events,
    repeatedPercent: 10,
    waitsSeconds: webhooks.status.retryWaitsSeconds.map((wait) => wait * pace),
    seconds,
  });
  receivers.endAway();
  ended.abort();
  const outerCounts = await troubles;
  const turnedAway = new Set([...unanswered].filter((call) => !receivers.begun.has(call)));
  const isRight = kind === 'right' || kind === 'right-alone';
  const counts = await countsInTheEnd(where, isRight ? events - turnedAway.size : 0);
  const calls = Array.from({ length: events }, (_, number) => `call-${number}`);
  const away = calls.filter((call) => turnedAway.has(call) && !counts.has(call));
  const times = calls.filter((call) => !away.includes(call)).map((call) => counts.get(call) ?? 0);
  return {
    store: where.store,
    kind,
    events,
    ...sent,
    ...outerCounts,
    kills: receivers.kills,
    stalls: receivers.stalls,
    clockSteps: receivers.clockSteps,
    turnedAway: away.length,
    turnedAwayOfV1: away.filter((call) => !isOfV4(call)).length,
    once: times.filter((count) => count === 1).length,
    moreOften: times.filter((count) => count > 1).length,
    never: times.filter((count) => count === 0).length,
    seconds: (performance.now() - started) / 1000,
  };
}

/** How often each call was written, once all have been and some time has passed, or no more come. */
async function countsInTheEnd(where: StoreSettings, calls: number): Promise<ReadonlyMap<string, number>> {
  await using effects = await openEffects(where);
  const end = performance.now() + mostSecondsToTheEnd * 1000;
  while (calls > 0 && performance.now() < end) {
    if ((await effects.counts()).size >= calls) break;
    await wait(200);
  }
  if (calls > 0) await wait(settleMilliseconds);
  return await effects.counts();
}

/** Whether every effect has taken place once, and nearly every event came through; of v4 most: a refusal ends its delivery. */
export function isBalanced({ events, once, turnedAway, turnedAwayOfV1 }: Ledger): boolean {
  return once + turnedAway === events && turnedAwayOfV1 <= events / 100 && turnedAway <= events / 4;
}
