import { type Delivery, readAddress } from '@trtc-call/webhooks/send';
import type { Served } from '../contract.ts';
import { requireInteger, requireOptions, requireWord, toMockError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { readHost } from '../pages.ts';
import type { App, RecordStore } from '../state/app-store.ts';
import { BoundedMap } from '../state/bounded.ts';
import type { StoredRecord, WholeRecord } from '../state/sample-records.ts';
import { CallEngine, type CallOutlet } from './call-engine.ts';
import type { Call, CallEvent } from './live-call.ts';
import type { AnyCallOptions, CallPlan, SimulatedCall, Stage } from './plan-call.ts';
import { remoteBounds, requireAllowed, requirePlanWithinBounds, requireRoom } from './remote-bounds.ts';
import { type FindAddress, type LineOptions, WebhookLine } from './webhook-line.ts';

/** Plays calls requested in code and over HTTP, and sends the webhooks of all calls. */
export class CallSimulator implements CallOutlet {
  readonly engine: CallEngine;
  readonly #options: ResolvedOptions;
  /** The first is the default generation. */
  readonly #served: readonly [Served, ...Served[]];
  /** Other machines that calls requested over HTTP may send webhooks to. */
  readonly #allowedHosts: ReadonlySet<string>;
  /** Live calls, by what ends them. */
  readonly #running = new Map<AbortController, { readonly sdkAppId: number; readonly isRemote: boolean }>();
  /** Lines of the calls that servers have placed. */
  readonly #lines = new Map<Call, { readonly line: WebhookLine; readonly controller: AbortController }>();
  readonly #log: BoundedMap<Delivery, Delivery>;
  readonly #remoteRecords: BoundedMap<
    StoredRecord,
    { readonly store: RecordStore; readonly record: StoredRecord }
  >;

  constructor(options: ResolvedOptions, served: readonly [Served, ...Served[]]) {
    const { allowWebhooksTo, journalSize: entries, journalBytes: bytes, seed, now } = options;
    this.#options = options;
    this.#served = served;
    this.engine = new CallEngine(seed, now, this);
    this.#allowedHosts = new Set(allowWebhooksTo.flatMap((text) => readHost(text) ?? []));
    this.#log = new BoundedMap({ entries, bytes });
    const bounds = { entries: remoteBounds.records, bytes: remoteBounds.recordBytes };
    this.#remoteRecords = new BoundedMap(bounds, ({ store, record }) => store.remove(record));
  }

  get deliveries(): readonly Delivery[] {
    return this.#log.values();
  }

  /** Numbers of dropped entries. */
  get dropped(): { readonly deliveries: number; readonly records: number } {
    const records = this.#remoteRecords.dropped + this.engine.dropped;
    return { deliveries: this.#log.dropped, records };
  }

  /** Stores a record created over HTTP. Only the last ones are kept. */
  storeRemotely(store: RecordStore, whole: WholeRecord, readableAt?: number): void {
    const { record, written } = whole;
    store.add(whole, readableAt);
    this.#remoteRecords.set(record, { store, record }, 2 * JSON.stringify(written).length);
  }

  /** Stores the record of a call that a server has placed. */
  store({ records }: App, record: StoredRecord, readableAt: number): void {
    this.storeRemotely(records, records.write(record), readableAt);
  }

  /** Sends the webhook of a call that a server has placed. */
  onEvent(call: Call, event: CallEvent): void {
    const { line } = this.#lines.get(call) ?? this.#openLine(call);
    const { command, write } = call.start.facts.describe(call, event, 'server');
    line.send(command, write);
    if (event.kind !== 'end') return;
    const close = () => this.#closeLine(call);
    line.settled().then(close, close);
  }

  onDrop(call: Call): void {
    this.#closeLine(call);
  }

  /**
   * Plays a call. A call requested over HTTP (`isRemote`) is limited, and sends nothing to other machines.
   *
   * @throws MockOptionError for invalid options, or more than is allowed
   * @throws AdminError for a forbidden destination, or too many calls
   */
  simulate(options: AnyCallOptions, isRemote: boolean): SimulatedCall<object> {
    const { contract, apps } = this.#findServed(options, isRemote);
    if (isRemote) requireRoom(options, [...this.#running.values()].filter((other) => other.isRemote).length);
    const { now, sdkAppId: usual } = this.#options;
    const { sdkAppId = usual } = options;
    requireInteger('sdkAppId', sdkAppId, 1, Number.MAX_SAFE_INTEGER);
    const findApp = () => apps.get(sdkAppId);
    const plan = contract.generation.calls.plan(options, {
      findApp,
      engine: this.engine,
      words: contract.records.words,
      now: now(),
      waitsSeconds: this.#options.webhooks.waitsSeconds,
      store: (whole, readableAt) => {
        if (isRemote) this.storeRemotely(findApp().records, whole, readableAt);
        else findApp().records.add(whole, readableAt);
      },
    });
    const findAddress = createFindAddress(options.to, findApp);
    if (isRemote) requirePlanWithinBounds(plan, options);
    for (const command of new Set(plan.commands)) {
      const to = findAddress(command);
      if (to && isRemote) requireAllowed(to, this.#allowedHosts);
    }
    const fetch = options.fetch ?? this.#chooseFetch(isRemote);
    return this.#begin(plan, options, { findAddress, fetch }, { sdkAppId, isRemote });
  }

  /** Ends the calls of one app, or all. */
  end(sdkAppId?: number): void {
    for (const [controller, running] of [...this.#running]) {
      if (sdkAppId !== undefined && running.sdkAppId !== sdkAppId) continue;
      this.#running.delete(controller);
      controller.abort();
    }
    for (const call of [...this.#lines.keys()]) {
      if (sdkAppId === undefined || call.app.sdkAppId === sdkAppId) this.#closeLine(call);
    }
  }

  /** Forgets what was sent. */
  clear(): void {
    this.#log.clear();
    this.#remoteRecords.clear();
  }

  /** Finds the generation of a call, and checks the option names. */
  #findServed(options: AnyCallOptions, isRemote: boolean): Served {
    const [first] = this.#served;
    const generations = this.#served.map(({ contract }) => contract.name);
    const name = options?.generation ?? first.contract.name;
    requireWord('generation', name, generations);
    const found = this.#served.find(({ contract }) => contract.name === name) ?? first;
    const names = [...found.contract.generation.calls.options, 'generation'];
    // A function cannot come over HTTP.
    const known = isRemote ? names.filter((name) => name !== 'fetch') : names;
    requireOptions(isRemote ? 'simulate_call' : 'simulateCall', options, known);
    return found;
  }

  /** What a call requested over HTTP sends goes to this machine and to the allowed hosts. */
  #chooseFetch(isRemote: boolean): LineOptions['fetch'] {
    const { fetch } = this.#options.webhooks;
    if (fetch || !isRemote) return fetch;
    return async (request) => {
      // A configuration may have changed while the call goes on.
      requireAllowed(new URL(request.url), this.#allowedHosts);
      return globalThis.fetch(request);
    };
  }

  #createLine(
    given: Pick<LineOptions, 'findAddress' | 'fetch' | 'waitsSeconds'>,
    signal: AbortSignal,
  ): WebhookLine {
    const { now, wait, webhooks } = this.#options;
    const { token, waitsSeconds } = webhooks;
    const pause = (milliseconds: number) => wait(milliseconds, signal);
    return new WebhookLine({ token, waitsSeconds, ...given, log: this.#log, now, wait: pause, signal });
  }

  #openLine(call: Call) {
    const controller = new AbortController();
    const findAddress = createFindAddress(undefined, () => call.app);
    const given = { findAddress, fetch: this.#chooseFetch(true) };
    const opened = { line: this.#createLine(given, controller.signal), controller };
    this.#lines.set(call, opened);
    return opened;
  }

  #closeLine(call: Call): void {
    const opened = this.#lines.get(call);
    this.#lines.delete(call);
    opened?.controller.abort();
  }

  #begin(
    { record, steps, waitsSeconds }: CallPlan,
    { pace }: AnyCallOptions,
    given: Pick<LineOptions, 'findAddress' | 'fetch'>,
    running: { readonly sdkAppId: number; readonly isRemote: boolean },
  ): SimulatedCall<object> {
    const { now, wait } = this.#options;
    const controller = new AbortController();
    const { signal } = controller;
    this.#running.set(controller, running);
    const ended = new AbortController();
    const over = AbortSignal.any([signal, ended.signal]);
    let stored = record;
    const line = this.#createLine({ ...given, waitsSeconds }, signal);
    const stage: Stage = {
      send: (command, write) => line.send(command, write),
      onEnd(actual) {
        stored = actual ?? record;
        // Without a reason each call would make an error with its stack.
        ended.abort('the call is over');
      },
    };

    const play = async (): Promise<void> => {
      for (const { at, act } of steps) {
        const left = at * 1000 - now();
        if (pace === 'real' && left > 0) await wait(left, over);
        if (over.aborted) return;
        const sent = act(stage);
        if (sent) await sent;
      }
    };

    const finish = async (): Promise<SimulatedCall<object>> => {
      try {
        await play();
      } catch (error) {
        if (!over.aborted) throw error;
      }
      await line.settled();
      return { ...call, record: stored, done };
    };
    const call = { record, deliveries: line.deliveries };
    const done: Promise<SimulatedCall<object>> = finish();
    const end = () => this.#running.delete(controller);
    // It rejects only if the given clock or wait throws. The handler keeps that from being unhandled here.
    done.then(end, end);
    return { ...call, done };
  }
}

/** Webhooks go to one fixed address, or to the one configured at the time. */
function createFindAddress(to: AnyCallOptions['to'], findApp: () => App): FindAddress {
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
