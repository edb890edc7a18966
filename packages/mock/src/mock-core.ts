import type { CallRecord } from '@trtc-call/client';
import { signUserSig } from '@trtc-call/client/usersig';
import type { Delivery } from '@trtc-call/webhooks/send';
import { createFetchAdapter } from './adapters/fetch.ts';
import { CallSimulator } from './calls/call-simulator.ts';
import { type SimulateCallOptions, type SimulatedCall, simulateCallOptions } from './calls/simulated-call.ts';
import { requireInteger, requireOptions, requireWord } from './check-arguments.ts';
import type { Contract } from './contract.ts';
import type { Handle } from './exchange.ts';
import { createFault, type Fault, type FaultKind } from './faults.ts';
import { createHandle } from './handle.ts';
import type { ExampleName, OperationId } from './ids.ts';
import { Journal, type JournalEntry } from './journal.ts';
import type {
  AppOptions,
  FaultOptions,
  Mock,
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
  protected readonly handle: Handle;
  readonly #options: ResolvedOptions;
  readonly #contracts: readonly Contract[];
  readonly #keeper: RecordKeeper;
  readonly #apps: AppStore;
  readonly #journal: Journal;
  readonly #calls: CallSimulator;
  readonly #forcedExamples = new Overrides<string>();
  readonly #faults = new Overrides<Fault>();
  #requestIds: SeededRandom;
  #recordIds: SeededRandom;

  /** The first contract describes records and calls. */
  constructor(options: ResolvedOptions, contracts: readonly [Contract, ...Contract[]]) {
    const { seed, journalSize, journalBytes, secretKey } = options;
    const [{ records, calls }] = contracts;
    this.#options = options;
    this.#contracts = contracts;
    this.#requestIds = createRandom(seed);
    this.#recordIds = createRandom(seed, 1);
    this.#keeper = createRecordKeeper(records, options);
    this.#apps = new AppStore(options.maxApps, this.#keeper.fill);
    this.#journal = new Journal(journalSize, journalBytes, secretKey);
    const complete = (record: Partial<CallRecord>, sdkAppId: number) =>
      this.#keeper.complete(record, sdkAppId, this.#recordIds);
    this.#calls = new CallSimulator({ options, facts: calls, apps: this.#apps, complete });
    this.handle = createHandle({
      contracts,
      options,
      apps: this.#apps,
      journal: this.#journal,
      forcedExamples: this.#forcedExamples,
      faults: this.#faults,
      nextRequestId: () => this.#requestIds.hex32(),
      admin: {
        reset: (sdkAppId) => this.reset(sdkAppId === undefined ? {} : { sdkAppId }),
        simulateCall: (call) => this.#calls.simulateRemotely(call),
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
    return this.#calls.deliveries;
  }

  get dropped(): MockDropped {
    return { requests: this.#journal.dropped, ...this.#calls.dropped };
  }

  userSig(options: MockUserSigOptions = {}): string {
    requireKnown('userSig', options, userSigOptions);
    const { sdkAppId = this.sdkAppId, identifier = this.identifier, ...rest } = options;
    return signUserSig({ ...rest, sdkAppId, identifier, secretKey: this.secretKey, now: this.#options.now });
  }

  simulateCall(options: SimulateCallOptions = {}): SimulatedCall {
    requireOptions('simulateCall', options, simulateCallOptions);
    return this.#calls.simulate(options);
  }

  respondWith(operationId: OperationId, exampleName: ExampleName, options: OverrideOptions = {}): void {
    requireKnown('respondWith', options, overrideOptions);
    this.#requireOperation(operationId);
    const names = this.#contracts.flatMap(({ examples }) => examples.names(operationId));
    requireWord('exampleName', exampleName, names);
    const { sdkAppId, times } = options;
    this.#forcedExamples.add(exampleName, { operationId, sdkAppId }, times);
  }

  fault(kind: FaultKind, options: FaultOptions = {}): void {
    requireKnown('fault', options, faultOptions);
    const { operationId, sdkAppId } = options;
    if (operationId !== undefined) this.#requireOperation(operationId);
    const fault = createFault(kind, options);
    const isLasting = kind === 'rate-limit';
    const times = options.times ?? (isLasting ? Infinity : 1);
    const until = isLasting ? this.#options.now() + fault.milliseconds : undefined;
    this.#faults.add(fault, { operationId, sdkAppId }, times, until);
  }

  #requireOperation(operationId: OperationId): void {
    const ids = this.#contracts.flatMap(({ examples }) => examples.operationIds);
    requireWord('operationId', operationId, ids);
  }

  reset(options: AppOptions = {}): void {
    requireKnown('reset', options, appOptions);
    const { sdkAppId } = options;
    this.endCalls(sdkAppId);
    this.#apps.reset(sdkAppId);
    this.#forcedExamples.clear(sdkAppId);
    this.#faults.clear(sdkAppId);
    if (sdkAppId !== undefined) return;
    this.#journal.clear();
    this.#calls.clear();
    this.#requestIds = createRandom(this.#options.seed);
    this.#recordIds = createRandom(this.#options.seed, 1);
  }

  /** Ends the calls of one app that are being played, or all. */
  protected endCalls(sdkAppId?: number): void {
    this.#calls.end(sdkAppId);
  }
}
