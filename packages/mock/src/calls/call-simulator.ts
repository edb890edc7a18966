import type { CallRecord } from '@trtc-call/client';
import type { Delivery } from '@trtc-call/webhooks/send';
import type { CallFacts } from '../contract.ts';
import { AdminError } from '../errors.ts';
import { readHost } from '../hosts.ts';
import type { ResolvedOptions } from '../options.ts';
import type { AppStore } from '../state/app-store.ts';
import { BoundedLog } from '../state/bounded.ts';
import { createDestinations, type Destinations } from './destinations.ts';
import { type CallPlan, planCall, requireAddress } from './plan-call.ts';
import { playCall } from './play-call.ts';
import { remoteBounds, requirePlanWithinBounds, requireRemoteBounds } from './remote-bounds.ts';
import type { SimulateCallOptions, SimulatedCall } from './simulated-call.ts';

/** What calls are played with. */
export interface SimulatorParts {
  readonly options: ResolvedOptions;
  readonly facts: CallFacts;
  readonly apps: AppStore;
  readonly complete: (record: Partial<CallRecord>, sdkAppId: number) => CallRecord;
}

/** A call that goes on. */
interface RunningCall {
  readonly sdkAppId: number;
  readonly isRemote: boolean;
}

/** What a delivery takes besides its texts. */
const deliveryBytes = 1000;

/** Plays calls, for code in the process and for whoever asks over HTTP. */
export class CallSimulator {
  readonly #parts: SimulatorParts;
  readonly #destinations: Destinations;
  readonly #running = new Map<AbortController, RunningCall>();
  readonly #deliveries: BoundedLog<Delivery>;
  readonly #remoteRecords: BoundedLog<CallRecord>;

  constructor(parts: SimulatorParts) {
    const { allowWebhooksTo, journalSize: entries, journalBytes: bytes } = parts.options;
    this.#parts = parts;
    this.#destinations = createDestinations(new Set(allowWebhooksTo.flatMap((text) => readHost(text) ?? [])));
    this.#deliveries = new BoundedLog({ entries, bytes });
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
    const findAddress = this.#addressing(options, plan);
    for (const { command } of plan.webhooks) findAddress(command);
    return this.#play(plan, options, findAddress, false);
  }

  /**
   * Plays a call that is asked for over HTTP: all of it is bounded, and nothing is sent to another machine.
   *
   * @throws AdminError for a destination that is not allowed, or too many calls
   */
  simulateRemotely(options: SimulateCallOptions): SimulatedCall {
    requireRemoteBounds(options);
    const { calls } = remoteBounds;
    if ([...this.#running.values()].filter(({ isRemote }) => isRemote).length >= calls) {
      const message = `${calls} calls are under way, which is the most: wait until one has ended, or end them with POST /_mock/reset.`;
      throw new AdminError(429, 'too-many-calls', message);
    }
    const plan = this.#plan(options);
    requirePlanWithinBounds(plan, options, this.#parts.facts);
    const findAddress = this.#addressing(options, plan);
    for (const { command } of plan.webhooks) {
      const to = findAddress(command);
      if (to) this.#destinations.require(to);
    }
    return this.#play(plan, { ...options, fetch: this.#destinations.fetch }, findAddress, true);
  }

  /** Ends the calls of one app, or all. */
  end(sdkAppId?: number): void {
    for (const [controller, running] of [...this.#running]) {
      if (sdkAppId !== undefined && running.sdkAppId !== sdkAppId) continue;
      this.#running.delete(controller);
      controller.abort();
    }
  }

  /** Forgets what was sent. */
  clear(): void {
    this.#deliveries.clear();
    this.#remoteRecords.clear();
  }

  #plan(call: SimulateCallOptions): CallPlan {
    const { options, complete, facts } = this.#parts;
    const sdkAppId = call.sdkAppId ?? options.sdkAppId;
    return planCall(call, sdkAppId, options.now(), (record) => complete(record, sdkAppId), facts);
  }

  /** Where each word is to be sent: to one address, or to the one that is configured when its time comes. */
  #addressing({ to }: SimulateCallOptions, { record }: CallPlan): (command: string) => URL | undefined {
    if (to !== undefined) {
      const fixed = requireAddress('to', to);
      return () => fixed;
    }
    return (command) => {
      const { callback } = this.#parts.apps.get(record.sdkAppId);
      return callback?.actions.includes(command) ? requireAddress('address', callback.address) : undefined;
    };
  }

  #play(
    plan: CallPlan,
    options: SimulateCallOptions,
    findAddress: (command: string) => URL | undefined,
    isRemote: boolean,
  ): SimulatedCall {
    const { record } = plan;
    const { now, wait } = this.#parts.options;
    const controller = new AbortController();
    this.#running.set(controller, { sdkAppId: record.sdkAppId, isRemote });
    const call = playCall(plan, options, {
      now,
      wait,
      findAddress,
      signal: controller.signal,
      store: () => {
        this.#parts.apps.get(record.sdkAppId).records.add(record);
        if (isRemote) this.#remoteRecords.add(record, 2 * JSON.stringify(record).length);
      },
      note: (delivery) => {
        this.#deliveries.add(delivery, deliveryBytes + 2 * JSON.stringify(delivery.webhook).length);
      },
      noteAttempt: (delivery, { answer = '' }) => {
        this.#deliveries.grow(delivery, deliveryBytes + 2 * answer.length);
      },
    });
    const end = () => this.#running.delete(controller);
    call.done.then(end, end);
    return call;
  }
}
