import type { CallRecord } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import type { OperationId } from '@trtc-call/spec/v1';
import type { Delivery } from '@trtc-call/webhooks/send';
import { CallSimulator } from './calls/call-simulator.ts';
import { type SimulateCallOptions, type SimulatedCall, simulateCallOptions } from './calls/simulated-call.ts';
import { requireOptions, requireWord } from './check-arguments.ts';
import type { Catalogue } from './core/catalogue.ts';
import type { Contract } from './core/contract.ts';
import { createHandle } from './core/create-handle.ts';
import type { Handle } from './core/exchange.ts';
import { type Fault, type FaultKind, makeFault } from './core/faults.ts';
import { createGuard } from './core/guard.ts';
import { createHostCheck } from './core/hosts.ts';
import { Journal, type JournalEntry } from './core/journal.ts';
import { Orders } from './core/orders.ts';
import { signChecker } from './core/sign-check.ts';
import { fetchWithCors } from './http/cors.ts';
import { createFetch } from './http/fetch-front.ts';
import type {
  AppOptions,
  FaultOptions,
  Mock,
  MockDropped,
  MockRecords,
  MockUserSigOptions,
  OrderOptions,
} from './mock.ts';
import type { ResolvedOptions } from './options.ts';
import { type App, AppStore } from './state/app-store.ts';
import { type RecordKeeper, recordKeeper } from './state/record-keeper.ts';
import { type SeededRandom, seededRandom } from './state/seeded-random.ts';

/** What every mock stands on. */
export interface Groundwork {
  readonly contract: Contract;
  readonly catalogue: Catalogue;
  /** The record that sample records are modelled on. */
  readonly template: CallRecord;
}

const appOptions = ['sdkAppId'] as const satisfies readonly (keyof AppOptions)[];
const userSigOptions = [
  'sdkAppId',
  'identifier',
  'lifetimeSeconds',
] as const satisfies readonly (keyof MockUserSigOptions)[];
const orderOptions = ['times', 'sdkAppId'] as const satisfies readonly (keyof OrderOptions)[];
const faultOptions = [
  ...orderOptions,
  'operationId',
  'when',
  'milliseconds',
  'bytes',
] as const satisfies readonly (keyof FaultOptions)[];

/** A class, so that a printed mock shows neither its key nor its state: all of it is private or a getter. */
export class MockCore implements Mock {
  readonly handle: Handle;
  readonly fetch: typeof fetch;
  readonly records: MockRecords;
  readonly #options: ResolvedOptions;
  readonly #catalogue: Catalogue;
  readonly #keeper: RecordKeeper;
  readonly #apps: AppStore;
  readonly #journal: Journal;
  readonly #calls: CallSimulator;
  readonly #forced = new Orders<string>();
  readonly #faults = new Orders<Fault>();
  #requestIds: SeededRandom;
  #made: SeededRandom;

  constructor(options: ResolvedOptions, { contract, catalogue, template }: Groundwork) {
    const { now, wait, seed, secretKey, maxBodyBytes, cors } = options;
    this.#options = options;
    this.#catalogue = catalogue;
    this.#requestIds = seededRandom(seed);
    this.#made = seededRandom(seed, 1);
    const rules = { seed, template, windowSeconds: contract.windowSeconds, ...contract.words };
    this.#keeper = recordKeeper(rules, options.records, contract.validateRecord, now);
    this.#apps = new AppStore(options.maxApps, this.#keeper.fill);
    const { journalSize: entries, journalBytes: bytes } = options;
    this.#journal = new Journal(entries, bytes, secretKey);
    this.#calls = new CallSimulator({
      now,
      wait,
      sdkAppId: options.sdkAppId,
      apps: this.#apps,
      complete: (record, sdkAppId) => this.#keeper.complete(record, sdkAppId, this.#made),
      allowWebhooksTo: options.allowWebhooksTo,
      entries,
      bytes,
    });
    this.handle = createHandle({
      contract,
      catalogue,
      now,
      apps: this.#apps,
      journal: this.#journal,
      forced: this.#forced,
      faults: this.#faults,
      requestIds: () => this.#requestIds,
      checkSign: signChecker(secretKey, options.userSigToleranceSeconds),
      administrators: new Set(options.administrators),
      packageActive: options.packageActive,
      rateLimit: options.rateLimit,
      guard: createGuard(createHostCheck(options.host, options.allowHosts), cors),
      admin: {
        reset: (sdkAppId) => this.reset(sdkAppId === undefined ? {} : { sdkAppId }),
        simulateCall: (call) => this.#calls.simulateRemotely(call),
        deliveries: () => this.deliveries,
        droppedDeliveries: () => this.dropped.deliveries,
      },
    });
    const plainFetch = createFetch({ handle: this.handle, now, wait, maxBodyBytes });
    this.fetch = cors ? fetchWithCors(plainFetch, cors) : plainFetch;
    this.records = {
      add: (record = {}, options = {}) => {
        requireOptions('records.add', options, appOptions);
        const { sdkAppId = this.sdkAppId } = options;
        const whole = this.#keeper.complete(record, sdkAppId, this.#made);
        this.#apps.get(sdkAppId).records.add(whole);
        return structuredClone(whole);
      },
      list: (options = {}) => this.#findApp('records.list', options).records.list(),
      clear: (options = {}) => this.#findApp('records.clear', options).records.clear(),
    };
    // Records of the option are completed now, so that a wrong one is refused here and not by a request.
    if (options.records !== 'sample') this.#keeper.fill(this.sdkAppId);
  }

  #findApp(caller: string, options: AppOptions): App {
    requireOptions(caller, options, appOptions);
    return this.#apps.get(options.sdkAppId ?? this.sdkAppId);
  }

  get sdkAppId(): number {
    return this.#options.sdkAppId;
  }

  get secretKey(): string {
    return this.#options.secretKey;
  }

  get identifier(): string {
    return this.#options.administrators[0] ?? '';
  }

  get requests(): readonly JournalEntry[] {
    return this.#journal.entries();
  }

  userSig(options: MockUserSigOptions = {}): string {
    requireOptions('userSig', options, userSigOptions);
    return signUserSig({
      sdkAppId: options.sdkAppId ?? this.sdkAppId,
      identifier: options.identifier ?? this.identifier,
      secretKey: this.secretKey,
      now: this.#options.now,
      ...(options.lifetimeSeconds === undefined ? {} : { lifetimeSeconds: options.lifetimeSeconds }),
    });
  }

  get deliveries(): readonly Delivery[] {
    return this.#calls.deliveries;
  }

  get dropped(): MockDropped {
    return { requests: this.#journal.dropped, ...this.#calls.dropped };
  }

  simulateCall(options: SimulateCallOptions = {}): SimulatedCall {
    requireOptions('simulateCall', options, simulateCallOptions);
    return this.#calls.simulate(options);
  }

  respondWith(operationId: OperationId, exampleName: string, options: OrderOptions = {}): void {
    requireOptions('respondWith', options, orderOptions);
    requireWord('operationId', operationId, this.#catalogue.operationIds);
    requireWord('exampleName', exampleName, this.#catalogue.names(operationId));
    const { sdkAppId, times } = options;
    this.#forced.place(exampleName, { operationId, sdkAppId }, { times });
  }

  /** Ends the calls that are being played. */
  protected endCalls(): void {
    this.#calls.end();
  }

  fault(kind: FaultKind, options: FaultOptions = {}): void {
    requireOptions('fault', options, faultOptions);
    const { operationId, sdkAppId } = options;
    if (operationId !== undefined) requireWord('operationId', operationId, this.#catalogue.operationIds);
    const fault = makeFault(kind, options);
    const lasts = kind === 'rate-limit';
    const times = options.times ?? (lasts ? Number.POSITIVE_INFINITY : 1);
    const until = lasts ? this.#options.now() + fault.milliseconds : undefined;
    this.#faults.place(fault, { operationId, sdkAppId }, { times, until });
  }

  reset(options: AppOptions = {}): void {
    requireOptions('reset', options, appOptions);
    const { sdkAppId } = options;
    this.#calls.end(sdkAppId);
    this.#apps.reset(sdkAppId);
    this.#forced.clear(sdkAppId);
    this.#faults.clear(sdkAppId);
    if (sdkAppId !== undefined) return;
    this.#journal.clear();
    this.#calls.clear();
    this.#requestIds = seededRandom(this.#options.seed);
    this.#made = seededRandom(this.#options.seed, 1);
  }
}
