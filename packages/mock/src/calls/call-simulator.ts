import type { CallRecord } from '@trtc-call/client';
import type { Delivery } from '@trtc-call/webhooks/send';
import type { Wait } from '../core/exchange.ts';
import { readHost } from '../core/hosts.ts';
import { AdminError } from '../errors.ts';
import type { AppStore } from '../state/app-store.ts';
import { BoundedLog } from '../state/bounded-log.ts';
import { createDestinations, type Destinations } from './guarded-fetch.ts';
import { addressOf, type CallPlan, planCall } from './plan-call.ts';
import { playCall } from './play-call.ts';
import { remoteBounds, requirePlanWithinBounds, requireRemoteBounds } from './remote-bounds.ts';
import { type RunningCall, RunningCalls } from './running-calls.ts';
import type { SimulateCallOptions, SimulatedCall } from './simulated-call.ts';

/** What calls are played with. */
export interface SimulatorParts {
  readonly now: () => number;
  readonly wait: Wait;
  /** The app of a call that names none. */
  readonly sdkAppId: number;
  readonly apps: AppStore;
  readonly complete: (record: Partial<CallRecord>, sdkAppId: number) => CallRecord;
  readonly allowWebhooksTo: readonly string[];
  /** How many deliveries are kept, and in how many bytes. */
  readonly entries: number;
  readonly bytes: number;
}

/** What a delivery takes besides its texts. */
const deliveryBytes = 1000;

/** Plays calls, for code in the process and for whoever asks over HTTP. */
export class CallSimulator {
  readonly #parts: SimulatorParts;
  readonly #destinations: Destinations;
  readonly #running = new RunningCalls();
  readonly #remote = new RunningCalls();
  readonly #deliveries: BoundedLog<Delivery>;
  readonly #remoteRecords: BoundedLog<CallRecord>;

  constructor(parts: SimulatorParts) {
    this.#parts = parts;
    const allowed = parts.allowWebhooksTo.flatMap((text) => readHost(text) ?? []);
    this.#destinations = createDestinations(new Set(allowed));
    this.#deliveries = new BoundedLog(parts);
    const bounds = { entries: remoteBounds.records, bytes: remoteBounds.recordBytes };
    this.#remoteRecords = new BoundedLog(bounds, (record) => {
      parts.apps.peek(record.sdkAppId)?.records.remove(record);
    });
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries.list();
  }

  /** What is no longer kept. */
  get dropped(): { readonly deliveries: number; readonly records: number } {
    return { deliveries: this.#deliveries.dropped, records: this.#remoteRecords.dropped };
  }

  /** Plays a call for code in the process. */
  simulate(options: SimulateCallOptions): SimulatedCall {
    const plan = this.#plan(options);
    const addressFor = this.#addressing(options, plan);
    for (const { command } of plan.webhooks) addressFor(command);
    return this.#play(plan, options, addressFor, this.#running.begin(plan.record.sdkAppId), () => {});
  }

  /**
   * Plays a call that is asked for over HTTP: nothing of it is without bound, and nothing is sent to another machine.
   *
   * @throws AdminError for a destination that is not allowed, or too many calls
   */
  simulateRemotely(options: SimulateCallOptions): SimulatedCall {
    requireRemoteBounds(options);
    if (this.#remote.size >= remoteBounds.calls) {
      const message = `${remoteBounds.calls} calls are under way, which is the most: wait until one has ended, or end them with POST /_mock/reset.`;
      throw new AdminError(429, 'too-many-calls', message);
    }
    const plan = this.#plan(options);
    requirePlanWithinBounds(plan, options);
    const addressFor = this.#addressing(options, plan);
    for (const { command } of plan.webhooks) {
      const to = addressFor(command);
      if (to) this.#destinations.require(to);
    }
    const { fetch } = this.#destinations;
    const running = this.#remote.begin(plan.record.sdkAppId);
    return this.#play(plan, { ...options, fetch }, addressFor, running, () =>
      this.#remoteRecords.add(plan.record, 2 * JSON.stringify(plan.record).length),
    );
  }

  /** Ends the calls of one app, or all. */
  end(sdkAppId?: number): void {
    this.#running.end(sdkAppId);
    this.#remote.end(sdkAppId);
  }

  /** Forgets what was sent. */
  clear(): void {
    this.#deliveries.clear();
    this.#remoteRecords.clear();
  }

  #plan(options: SimulateCallOptions): CallPlan {
    const { now, complete, sdkAppId } = this.#parts;
    const app = options.sdkAppId ?? sdkAppId;
    return planCall(options, app, now(), (record) => complete(record, app));
  }

  /** Where each word is to be sent: to one address, or to the one that is configured when its time comes. */
  #addressing({ to }: SimulateCallOptions, { record }: CallPlan): (command: string) => URL | undefined {
    if (to !== undefined) {
      const fixed = addressOf('to', to);
      return () => fixed;
    }
    return (command) => {
      const { callback } = this.#parts.apps.get(record.sdkAppId);
      return callback?.actions.includes(command) ? addressOf('address', callback.address) : undefined;
    };
  }

  #play(
    plan: CallPlan,
    options: SimulateCallOptions,
    addressFor: (command: string) => URL | undefined,
    { signal, ended }: RunningCall,
    onStored: () => void,
  ): SimulatedCall {
    const { now, wait, apps } = this.#parts;
    const call = playCall(plan, options, {
      now,
      wait,
      addressFor,
      signal,
      store: () => {
        apps.get(plan.record.sdkAppId).records.add(plan.record);
        onStored();
      },
      note: (delivery) => {
        this.#deliveries.add(delivery, deliveryBytes + 2 * JSON.stringify(delivery.webhook).length);
      },
      noteAttempt: (delivery, { answer = '' }) => {
        this.#deliveries.grow(delivery, deliveryBytes + 2 * answer.length);
      },
    });
    call.done.then(ended, ended);
    return call;
  }
}
