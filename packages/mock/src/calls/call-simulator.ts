import type { CallRecord } from '@trtc-call/client';
import { type Attempt, type CallWebhook, type Delivery, deliver } from '@trtc-call/webhooks/send';
import { AdminError } from '../errors.ts';
import { readHost } from '../hosts.ts';
import type { ResolvedOptions } from '../options.ts';
import type { AppStore } from '../state/app-store.ts';
import { BoundedMap } from '../state/bounded.ts';
import { createDestinations, type Destinations } from './destinations.ts';
import { type CallFacts, type CallPlan, planCall, requireAddress } from './plan-call.ts';
import { remoteBounds, requirePlanWithinBounds, requireRemoteBounds } from './remote-bounds.ts';
import type { SimulateCallOptions, SimulatedCall } from './simulated-call.ts';

/** What calls are played with. */
export interface SimulatorParts {
  readonly options: ResolvedOptions;
  readonly facts: CallFacts;
  readonly apps: AppStore;
  readonly complete: (record: Partial<CallRecord>, sdkAppId: number) => CallRecord;
}

/** Where a word is to be sent now; `undefined` where it is not enabled. */
type FindAddress = (command: string) => URL | undefined;

/** What a delivery takes besides its texts. */
const deliveryBytes = 1000;

/** Plays calls, for code in the process and for whoever asks over HTTP. */
export class CallSimulator {
  readonly #parts: SimulatorParts;
  readonly #destinations: Destinations;
  /** What ends the calls that go on. */
  readonly #running = new Map<AbortController, { readonly sdkAppId: number; readonly isRemote: boolean }>();
  readonly #deliveries: BoundedMap<Delivery, Delivery>;
  readonly #remoteRecords: BoundedMap<CallRecord, CallRecord>;

  constructor(parts: SimulatorParts) {
    const { allowWebhooksTo, journalSize: entries, journalBytes: bytes } = parts.options;
    this.#parts = parts;
    this.#destinations = createDestinations(new Set(allowWebhooksTo.flatMap((text) => readHost(text) ?? [])));
    this.#deliveries = new BoundedMap({ entries, bytes });
    const bounds = { entries: remoteBounds.records, bytes: remoteBounds.recordBytes };
    this.#remoteRecords = new BoundedMap(bounds, (record) => {
      parts.apps.peek(record.sdkAppId)?.records.remove(record);
    });
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries.values();
  }

  /** What is no longer kept. */
  get dropped(): { readonly deliveries: number; readonly records: number } {
    return { deliveries: this.#deliveries.dropped, records: this.#remoteRecords.dropped };
  }

  /** Plays a call for code in the process. */
  simulate(options: SimulateCallOptions): SimulatedCall {
    const plan = this.#plan(options);
    const findAddress = this.#createFindAddress(options, plan);
    for (const { command } of plan.webhooks) findAddress(command);
    return this.#begin(plan, options, findAddress, false);
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
    const findAddress = this.#createFindAddress(options, plan);
    for (const { command } of plan.webhooks) {
      const to = findAddress(command);
      if (to) this.#destinations.require(to);
    }
    return this.#begin(plan, { ...options, fetch: this.#destinations.fetch }, findAddress, true);
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

  /** Each word goes to one address, or to the one that is configured when its time comes. */
  #createFindAddress({ to }: SimulateCallOptions, { record }: CallPlan): FindAddress {
    if (to !== undefined) {
      const fixed = requireAddress('to', to);
      return () => fixed;
    }
    return (command) => {
      const { callback } = this.#parts.apps.get(record.sdkAppId);
      return callback?.actions.includes(command) ? requireAddress('address', callback.address) : undefined;
    };
  }

  /**
   * Plays a call. The next webhook waits for the first attempt of the one before, and not for its repetitions
   * (V1-U-46), so that these come late, as they may with the vendor.
   */
  #begin(
    { record, webhooks, times }: CallPlan,
    { pace, fetch, waitsSeconds }: SimulateCallOptions,
    findAddress: FindAddress,
    isRemote: boolean,
  ): SimulatedCall {
    const { apps, options } = this.#parts;
    const { now } = options;
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(controller, { sdkAppId: record.sdkAppId, isRemote });
    const wait = (milliseconds: number) => options.wait(milliseconds, signal);
    const deliveries: Delivery[] = [];
    const sending: Promise<unknown>[] = [];

    const send = async ({ command, webhook }: CallWebhook): Promise<void> => {
      const to = findAddress(command);
      if (!to) return;
      const { promise: tried, resolve } = Promise.withResolvers<void>();
      const onAttempt = ({ answer = '' }: Attempt, delivery: Delivery) => {
        this.#deliveries.grow(delivery, deliveryBytes + 2 * answer.length);
        resolve();
      };
      const delivery = deliver(webhook, { to, fetch, now, wait, waitsSeconds, signal, onAttempt });
      deliveries.push(delivery);
      this.#deliveries.set(delivery, delivery, deliveryBytes + 2 * JSON.stringify(webhook).length);
      sending.push(delivery.done);
      await Promise.race([tried, delivery.done]);
    };

    const play = async (): Promise<void> => {
      let isStored = false;
      for (const webhook of webhooks) {
        const left = times[webhook.at] * 1000 - now();
        if (pace === 'real' && left > 0) await wait(left);
        if (signal.aborted) return;
        if (webhook.at === 'end' && !isStored) {
          isStored = true;
          apps.get(record.sdkAppId).records.add(record);
          if (isRemote) this.#remoteRecords.set(record, record, 2 * JSON.stringify(record).length);
        }
        await send(webhook);
      }
    };

    const done = Promise.resolve().then(async () => {
      try {
        await play();
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      await Promise.all(sending);
      return call;
    });
    const end = () => this.#running.delete(controller);
    // Only a clock of the caller's can make it fail, and nobody has to look at it.
    done.then(end, end);
    const call: SimulatedCall = { record, deliveries, done };
    return call;
  }
}
