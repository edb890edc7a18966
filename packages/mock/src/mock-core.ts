import type { CallRecord } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import type { Delivery } from '@trtc-call/webhooks/send';
import { createFetchAdapter } from './adapters/fetch.ts';
import { CallEngine } from './calls/call-engine.ts';
import { CallSimulator } from './calls/call-simulator.ts';
import { type SimulateCallOptions, type SimulatedCall, simulateCallOptions } from './calls/simulated-call.ts';
import { requireInteger, requireOptions, requireWord } from './check-arguments.ts';
import type { Contract } from './contract.ts';
import type { Handle } from './exchange.ts';
import { createFault, type Fault, type FaultKind } from './faults.ts';
import { createHandle } from './handle.ts';
import type { ExampleName, OperationId, OperationName } from './ids.ts';
import { Journal, type JournalEntry } from './journal.ts';
import type {
  AppOptions,
  FaultOptions,
  Mock,
  MockCalls,
  MockDropped,
  MockRecords,
  MockUserSigOptions,
  OverrideOptions,
} from './mock.ts';
import type { ResolvedOptions } from './options.ts';
import { Overrides } from './overrides.ts';
import { type App, AppStore } from './state/app-store.ts';
import { createRecordKeeper, type RecordKeeper } from './state/record-store.ts';
import { createRandom, type SeededRandom } from './state/seeded-random.ts';

const appOptions: Names<AppOptions> = { sdkAppId: true };
const userSigOptions: Names<MockUserSigOptions> = { ...appOptions, identifier: true, lifetimeSeconds: true };
const overrideOptions: Names<OverrideOptions> = { ...appOptions, times: true };
const faultOptions: Names<FaultOptions> = {
  ...overrideOptions,
  operationId: true,
  when: true,
  milliseconds: true,
  bytes: true,
};

type Names<Options> = Readonly<Record<keyof Options, true>>;

/** Refuses unknown options, and an app that cannot be. */
function requireKnown<Options extends AppOptions>(
  caller: string,
  options: Options,
  names: Names<Options>,
): void {
  requireOptions(caller, options, Object.keys(names));
  const { sdkAppId } = options;
  if (sdkAppId !== undefined) requireInteger('sdkAppId', sdkAppId, 1, Number.MAX_SAFE_INTEGER);
}

/** A class, so that a printed mock shows neither its key nor its state: all of it is private or a getter. */
export class MockCore implements Mock {
  readonly fetch: typeof fetch;
  readonly records: MockRecords;
  readonly calls: MockCalls;
  protected readonly handle: Handle;
  readonly #options: ResolvedOptions;
  readonly #contracts: readonly Contract[];
  readonly #keeper: RecordKeeper;
  /** The apps of the first contract, which describes the records that can be looked at. */
  readonly #apps: AppStore;
  readonly #appsByContract = new Map<Contract, AppStore>();
  readonly #journal: Journal;
  readonly #simulator: CallSimulator;
  readonly #engine: CallEngine;
  readonly #forcedExamples = new Overrides<string>();
  readonly #faults = new Overrides<Fault>();
  #requestIds: SeededRandom;
  #requestCount = 0;
  #recordIds: SeededRandom;

  /** The first contract describes records and calls. */
  constructor(options: ResolvedOptions, contracts: readonly [Contract, ...Contract[]]) {
    const { seed, journalSize, journalBytes, secretKey } = options;
    const [first, ...others] = contracts;
    const { records, calls } = first;
    if (!calls)
      throw new Error(`the generation ${first.name} has no webhooks of calls; serve another one first`);
    this.#options = options;
    this.#contracts = contracts;
    this.#requestIds = createRandom(seed);
    this.#recordIds = createRandom(seed, 1);
    this.#keeper = createRecordKeeper(records, options);
    this.#apps = new AppStore(options.maxApps, this.#keeper.fill);
    this.#appsByContract.set(first, this.#apps);
    // Records that are given are of the first generation.
    const initial = { ...options, records: options.records === 'sample' ? options.records : [] };
    for (const contract of others) {
      const keeper = createRecordKeeper(contract.records, initial);
      this.#appsByContract.set(contract, new AppStore(options.maxApps, keeper.fill));
    }
    this.#engine = new CallEngine(seed);
    this.#journal = new Journal(journalSize, journalBytes, secretKey);
    const complete = (record: Partial<CallRecord>, sdkAppId: number) =>
      this.#keeper.complete(record, sdkAppId, this.#recordIds);
    this.#simulator = new CallSimulator({ options, facts: calls, apps: this.#apps, complete });
    this.handle = createHandle({
      contracts,
      options,
      findApp: (contract, sdkAppId) => (this.#appsByContract.get(contract) ?? this.#apps).get(sdkAppId),
      calls: this.#engine,
      journal: this.#journal,
      forcedExamples: this.#forcedExamples,
      faults: this.#faults,
      nextRequestId: (contract) => {
        this.#requestCount += 1;
        return contract.writeRequestId(this.#requestIds.hex32(), this.#requestCount);
      },
      admin: {
        reset: (sdkAppId) => this.reset(sdkAppId === undefined ? {} : { sdkAppId }),
        simulateCall: (call) => this.#simulator.simulateRemotely(call),
        deliveries: () => this.deliveries,
        droppedDeliveries: () => this.dropped.deliveries,
      },
    });
    this.fetch = createFetchAdapter(this.handle, options);
    this.records = {
      add: (record = {}, app = {}) => {
        const { sdkAppId, records: store } = this.#findApp('records.add', app);
        const whole = complete(record, sdkAppId);
        store.add(whole);
        return structuredClone(whole);
      },
      list: (app = {}) => this.#findApp('records.list', app).records.list(),
      clear: (app = {}) => this.#findApp('records.clear', app).records.clear(),
    };
    const act = (action: keyof MockCalls) => (callId: string, user: string) =>
      this.#engine.act(action, callId, user, options.now());
    this.calls = { answer: act('answer'), reject: act('reject'), hangUp: act('hangUp'), join: act('join') };
    // Records of the option are completed now, so that a wrong one is refused here and not by a request.
    if (options.records !== 'sample') this.#keeper.fill(this.sdkAppId);
  }

  #findApp(caller: string, options: AppOptions): App {
    requireKnown(caller, options, appOptions);
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

  get deliveries(): readonly Delivery[] {
    return this.#simulator.deliveries;
  }

  get dropped(): MockDropped {
    const { deliveries, records } = this.#simulator.dropped;
    return { requests: this.#journal.dropped, deliveries, records: records + this.#engine.dropped };
  }

  userSig(options: MockUserSigOptions = {}): string {
    requireKnown('userSig', options, userSigOptions);
    const { sdkAppId = this.sdkAppId, identifier = this.identifier, ...rest } = options;
    return signUserSig({ ...rest, sdkAppId, identifier, secretKey: this.secretKey, now: this.#options.now });
  }

  simulateCall(options: SimulateCallOptions = {}): SimulatedCall {
    requireOptions('simulateCall', options, simulateCallOptions);
    return this.#simulator.simulate(options);
  }

  respondWith(operationName: OperationName, exampleName: ExampleName, options: OverrideOptions = {}): void {
    requireKnown('respondWith', options, overrideOptions);
    const { operationId, contracts } = this.#findOperation(operationName);
    const names = contracts.flatMap(({ examples }) => examples.names(operationId));
    requireWord('exampleName', exampleName, [...new Set(names)]);
    const { sdkAppId, times } = options;
    // A generation without the example is left alone.
    const able = contracts.filter(({ examples }) => examples.find(operationId, exampleName));
    const generations = able.map(({ name }) => name);
    this.#forcedExamples.add(exampleName, { operationId, generations, sdkAppId }, times);
  }

  fault(kind: FaultKind, options: FaultOptions = {}): void {
    requireKnown('fault', options, faultOptions);
    const { sdkAppId } = options;
    const found = options.operationId === undefined ? undefined : this.#findOperation(options.operationId);
    const fault = createFault(kind, options);
    const isLasting = kind === 'rate-limit';
    const times = options.times ?? (isLasting ? Infinity : 1);
    const until = isLasting ? this.#options.now() + fault.milliseconds : undefined;
    const generations = found?.contracts.map(({ name }) => name);
    this.#faults.add(fault, { operationId: found?.operationId, generations, sdkAppId }, times, until);
  }

  /** The operation of a name, and the generations in which the name means it. */
  #findOperation(name: OperationName): { readonly operationId: OperationId; readonly contracts: Contract[] } {
    const named = this.#contracts.flatMap((contract) =>
      contract.operations.flatMap(({ operationId }) => [
        { name: operationId, operationId, contract },
        { name: `${contract.name}.${operationId}`, operationId, contract },
      ]),
    );
    requireWord('operationId', name, [...new Set(named.map((each) => each.name))]);
    const meant = named.filter((each) => each.name === name);
    const [first] = meant;
    if (!first) throw new TypeError(`${name} was let through and names no operation`);
    return { operationId: first.operationId, contracts: meant.map(({ contract }) => contract) };
  }

  reset(options: AppOptions = {}): void {
    requireKnown('reset', options, appOptions);
    const { sdkAppId } = options;
    this.endCalls(sdkAppId);
    for (const apps of this.#appsByContract.values()) apps.reset(sdkAppId);
    this.#engine.clear(sdkAppId);
    this.#forcedExamples.clear(sdkAppId);
    this.#faults.clear(sdkAppId);
    if (sdkAppId !== undefined) return;
    this.#journal.clear();
    this.#simulator.clear();
    this.#requestIds = createRandom(this.#options.seed);
    this.#requestCount = 0;
    this.#recordIds = createRandom(this.#options.seed, 1);
  }

  /** Ends the calls of one app that are being played, or all. */
  protected endCalls(sdkAppId?: number): void {
    this.#simulator.end(sdkAppId);
  }
}
