import {
  type Attempt,
  type CallWebhook,
  type Delivery,
  deliver,
  readAddress,
} from '@trtc-call/webhooks/send';
import type { Served } from '../contract.ts';
import {
  AdminError,
  MockOptionError,
  requireInteger,
  requireOptions,
  requireWord,
  toMockError,
} from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { isLoopbackAddress, readHost } from '../pages.ts';
import type { App, RecordStore, WholeRecord } from '../state/app-store.ts';
import { BoundedMap } from '../state/bounded.ts';
import type { StoredRecord } from '../state/sample-records.ts';
import type { CallEngine } from './call-engine.ts';
import type { AnyCallOptions, CallPlan, SimulatedCall } from './plan-call.ts';

/** Dependencies of the simulator. */
export interface SimulatorParts {
  readonly options: ResolvedOptions;
  readonly engine: CallEngine;
  /** The first is the default generation. */
  readonly served: readonly [Served, ...Served[]];
}

/** Finds the address that a webhook is sent to now; `undefined` if the command is not enabled. */
type FindAddress = (command: string) => URL | undefined;

/** Memory of a delivery besides its texts. */
const deliveryBytes = 1000;

/** Limits of calls requested over HTTP. Calls made in code are unlimited. */
const remoteBounds = {
  /** Concurrent calls. */
  calls: 10,
  /** Users besides the caller. */
  people: 100,
  /** Seconds of waiting before an attempt. */
  waitSeconds: 60,
  /** Attempts of all webhooks of a call. */
  requests: 1000,
  /** Seconds of a call in real pace. */
  realSeconds: 3600,
  /** Records created over HTTP, of all apps. */
  records: 1000,
  /** Bytes of these records. */
  recordBytes: 8 * 1024 * 1024,
} as const;

/** Plays calls requested in code and over HTTP. */
export class CallSimulator {
  readonly #parts: SimulatorParts;
  /** Other machines that calls requested over HTTP may send webhooks to. */
  readonly #allowedHosts: ReadonlySet<string>;
  /** Live calls, by what ends them. */
  readonly #running = new Map<AbortController, { readonly sdkAppId: number; readonly isRemote: boolean }>();
  readonly #deliveries: BoundedMap<Delivery, Delivery>;
  readonly #remoteRecords: BoundedMap<
    StoredRecord,
    { readonly store: RecordStore; readonly record: StoredRecord }
  >;

  constructor(parts: SimulatorParts) {
    const { allowWebhooksTo, journalSize: entries, journalBytes: bytes } = parts.options;
    this.#parts = parts;
    this.#allowedHosts = new Set(allowWebhooksTo.flatMap((text) => readHost(text) ?? []));
    this.#deliveries = new BoundedMap({ entries, bytes });
    const bounds = { entries: remoteBounds.records, bytes: remoteBounds.recordBytes };
    this.#remoteRecords = new BoundedMap(bounds, ({ store, record }) => store.remove(record));
  }

  get deliveries(): readonly Delivery[] {
    return this.#deliveries.values();
  }

  /** Numbers of dropped entries. */
  get dropped(): { readonly deliveries: number; readonly records: number } {
    return { deliveries: this.#deliveries.dropped, records: this.#remoteRecords.dropped };
  }

  /** Stores a record created over HTTP. Only the last ones are kept. */
  storeRemotely(store: RecordStore, { record, written }: WholeRecord): void {
    store.addWhole({ record, written });
    this.#remoteRecords.set(record, { store, record }, 2 * JSON.stringify(written).length);
  }

  /**
   * Plays a call. A call requested over HTTP (`isRemote`) is limited, and sends nothing to other machines.
   *
   * @throws MockOptionError for invalid options, or more than is allowed
   * @throws AdminError for a forbidden destination, or too many calls
   */
  simulate(options: AnyCallOptions, isRemote: boolean): SimulatedCall<object> {
    const { contract, apps } = this.#findServed(options, isRemote);
    if (isRemote) this.#requireRoom(options);
    const { now, sdkAppId: usual } = this.#parts.options;
    const { sdkAppId = usual } = options;
    requireInteger('sdkAppId', sdkAppId, 1, Number.MAX_SAFE_INTEGER);
    const findApp = () => apps.get(sdkAppId);
    const plan = contract.generation.calls.plan(options, {
      findApp,
      engine: this.#parts.engine,
      words: contract.records.words,
      now: now(),
      store: (whole) => {
        if (isRemote) this.storeRemotely(findApp().records, whole);
        else findApp().records.addWhole(whole);
      },
    });
    const findAddress = createFindAddress(options, findApp);
    if (isRemote) requirePlanWithinBounds(plan, options);
    for (const { event } of plan.steps) {
      const to = typeof event === 'function' ? undefined : findAddress(event.command);
      if (to && isRemote) this.#requireAllowed(to);
    }
    const fetchAllowed = async (request: Request) => {
      // A configuration may have changed while the call goes on.
      this.#requireAllowed(new URL(request.url));
      return globalThis.fetch(request);
    };
    const fetch = isRemote ? fetchAllowed : options.fetch;
    return this.#begin(plan, { ...options, fetch }, findAddress, { sdkAppId, isRemote });
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

  /** Finds the generation of a call, and checks the option names. */
  #findServed(options: AnyCallOptions, isRemote: boolean): Served {
    const { served } = this.#parts;
    const [first] = served;
    const generations = served.map(({ contract }) => contract.name);
    const name = options?.generation ?? first.contract.name;
    requireWord('generation', name, generations);
    const found = served.find(({ contract }) => contract.name === name) ?? first;
    const names = [...found.contract.generation.calls.options, 'generation'];
    // A function cannot come over HTTP.
    const known = isRemote ? names.filter((each) => each !== 'fetch') : names;
    requireOptions(isRemote ? 'simulate_call' : 'simulateCall', options, known);
    return found;
  }

  /** Refuses every address but this machine's own and those of the allowed hosts. Redirects are never followed. */
  #requireAllowed({ hostname }: URL): void {
    const host = readHost(hostname) ?? '';
    if (host === 'localhost' || isLoopbackAddress(host) || this.#allowedHosts.has(host)) return;
    const message = `Webhooks to ${host} are refused: what is asked for over HTTP is sent to this machine only. Name the host with --allow-webhooks-to ${host} (the option allowWebhooksTo), or call mock.simulateCall() in code.`;
    throw new AdminError(403, 'destination-not-allowed', message);
  }

  /** Refuses a call over HTTP with too many users, or while too many calls are live. */
  #requireRoom({ callees, invited, joined }: AnyCallOptions): void {
    const { calls, people } = remoteBounds;
    const lists: readonly unknown[] = [callees, invited, joined];
    const named = lists.flatMap((list) => (Array.isArray(list) ? list : [])).length;
    if (named > people)
      refuse('callees', `must be at most ${people} people with those who join (got ${named})`);
    if ([...this.#running.values()].filter(({ isRemote }) => isRemote).length < calls) return;
    const message = `At most ${calls} calls may be under way: wait until one has ended, or end them with POST /_mock/reset.`;
    throw new AdminError(429, 'too-many-calls', message);
  }

  /**
   * Plays a call. The next webhook waits for the first attempt of the one before, and not for its repetitions
   * (V1-U-46), so that these come late, as they may with the vendor.
   */
  #begin(
    { record, steps, sendsWebhooks, waitsSeconds }: CallPlan,
    { pace, fetch }: AnyCallOptions,
    findAddress: FindAddress,
    running: { readonly sdkAppId: number; readonly isRemote: boolean },
  ): SimulatedCall<object> {
    const { options } = this.#parts;
    const { now } = options;
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(controller, running);
    const ended = new AbortController();
    const over = AbortSignal.any([signal, ended.signal]);
    let stored = record;
    const onEnd = (actual: object | undefined): void => {
      stored = actual ?? record;
      ended.abort();
    };
    const wait = (milliseconds: number) => options.wait(milliseconds, signal);
    const deliveries: Delivery[] = [];
    const sending: Promise<unknown>[] = [];

    const send = async ({ command, webhook }: CallWebhook): Promise<void> => {
      // Not before the caller has the call in hand.
      await Promise.resolve();
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
      for (const { at, event } of steps) {
        const left = at * 1000 - now();
        if (pace === 'real' && left > 0) await options.wait(left, over);
        if (over.aborted) return;
        if (typeof event === 'function') event(onEnd);
        else await send(event);
      }
    };

    const finish = async (): Promise<SimulatedCall<object>> => {
      try {
        await play();
      } catch (error) {
        if (!over.aborted) throw error;
      }
      await Promise.all(sending);
      return { ...call, record: stored, done };
    };
    const call = { record, sendsWebhooks, deliveries };
    const done: Promise<SimulatedCall<object>> = finish();
    const end = () => this.#running.delete(controller);
    // It rejects only if the given clock or wait throws. The handler keeps that from being unhandled here.
    done.then(end, end);
    return { ...call, done };
  }
}

/** Webhooks go to one fixed address, or to the one configured at the time. */
function createFindAddress({ to }: AnyCallOptions, findApp: () => App): FindAddress {
  if (to !== undefined) {
    const fixed = toMockError(() => readAddress('to', to));
    return () => fixed;
  }
  return (command) => {
    const { callback } = findApp();
    if (!callback?.actions.includes(command)) return undefined;
    return toMockError(() => readAddress('address', callback.address));
  };
}

/** Refuses a call over HTTP that would send too much, or last too long. */
function requirePlanWithinBounds({ steps, waitsSeconds }: CallPlan, { pace }: AnyCallOptions): void {
  const { requests, realSeconds, waitSeconds } = remoteBounds;
  const long = waitsSeconds.find((seconds) => seconds > waitSeconds);
  if (long !== undefined)
    refuse('waitsSeconds', `must hold waits of at most ${waitSeconds} seconds (got ${long})`);
  const webhooks = steps.filter(({ event }) => typeof event !== 'function').length;
  if (webhooks * waitsSeconds.length > requests) {
    const got = `${webhooks} webhooks of ${waitsSeconds.length} attempts`;
    refuse('waitsSeconds', `must lead to at most ${requests} requests (got ${got})`);
  }
  const lasts = (steps.at(-1)?.at ?? 0) - (steps[0]?.at ?? 0);
  if (pace === 'real' && lasts > realSeconds)
    refuse('talkSeconds', `must end a call in real pace within ${realSeconds} seconds (got ${lasts})`);
}

function refuse(field: string, problem: string): never {
  throw new MockOptionError(field, problem, 'pass less, or call mock.simulateCall() in code');
}
