import { type Attempt, type CallWebhook, type Delivery, deliver } from '@trtc-call/webhooks/send';
import type { Wait } from '../exchange.ts';
import type { CallPlan } from './plan-call.ts';
import type { SimulateCallOptions, SimulatedCall } from './simulated-call.ts';

/** What playing a call needs of the mock. */
export interface Stage {
  readonly now: () => number;
  readonly wait: Wait;
  /** Where a word is to be sent now; undefined where it is not enabled. */
  readonly findAddress: (command: string) => URL | undefined;
  /** The call has ended: its record can be asked for. */
  readonly store: () => void;
  readonly note: (delivery: Delivery) => void;
  readonly noteAttempt: (delivery: Delivery, attempt: Attempt) => void;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/**
 * Plays a call. The next webhook waits for the first attempt of the one before, and not for its repetitions (V1-U-46),
 * so that these come late, as they may with the vendor.
 */
export function playCall(
  { record, webhooks, times }: CallPlan,
  { pace, fetch, waitsSeconds }: SimulateCallOptions,
  stage: Stage,
): SimulatedCall {
  const deliveries: Delivery[] = [];
  const running: Promise<unknown>[] = [];

  const send = async ({ command, webhook }: CallWebhook): Promise<void> => {
    const to = stage.findAddress(command);
    if (!to) return;
    const { promise: tried, resolve } = Promise.withResolvers<void>();
    const { now, signal } = stage;
    const wait = (milliseconds: number) => stage.wait(milliseconds, signal);
    const delivery = deliver(webhook, {
      to,
      fetch,
      now,
      wait,
      waitsSeconds,
      signal,
      onAttempt: (attempt, of) => {
        stage.noteAttempt(of, attempt);
        resolve();
      },
    });
    deliveries.push(delivery);
    stage.note(delivery);
    running.push(delivery.done);
    await Promise.race([tried, delivery.done]);
  };

  const play = async (): Promise<void> => {
    let isStored = false;
    for (const one of webhooks) {
      const left = times[one.at] * 1000 - stage.now();
      if (pace === 'real' && left > 0) await stage.wait(left, stage.signal);
      if (stage.signal.aborted) return;
      if (one.at === 'end' && !isStored) {
        stage.store();
        isStored = true;
      }
      await send(one);
    }
  };

  const run = async (): Promise<SimulatedCall> => {
    try {
      await play();
    } catch (error) {
      if (!stage.signal.aborted) throw error;
    }
    await Promise.all(running);
    return simulated;
  };
  const done = Promise.resolve().then(run);
  // Only a clock of the caller's can make it fail, and nobody has to look at it.
  done.catch(() => {});
  const simulated: SimulatedCall = { record, deliveries, done };
  return simulated;
}
