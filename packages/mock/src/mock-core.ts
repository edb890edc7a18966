import { signUserSig } from '@trtc-call/client/usersig';
import type { Delivery } from '@trtc-call/webhooks/send';
import { createFetchAdapter } from './adapters/fetch.ts';
import type { AdminApp } from './admin.ts';
import type { CallEngine } from './calls/call-engine.ts';
import { CallSimulator } from './calls/call-simulator.ts';
import type { CallAction } from './calls/live-call.ts';
import type {
  AnyCallOptions,
  SimulateCallOptions,
  SimulateCallOptionsV4,
  SimulatedCall,
} from './calls/plan-call.ts';
import type { Contract, Served } from './contract.ts';
import { requireInteger, requireOptions, requireWord } from './errors.ts';
import type { Handle } from './exchange.ts';
import { createFault, type Fault, type FaultKind } from './faults.ts';
import { createHandle } from './handle.ts';
import { Journal, type JournalEntry } from './journal.ts';
import type {
  AppOptions,
  CallRecords,
  ExampleName,
  FaultOptions,
  GenerationName,
  Mock,
  MockCalls,
  MockDropped,
  MockRecords,
  MockUserSigOptions,
  OperationName,
  OverrideOptions,
  RecordOptions,
} from './mock.ts';
import type { ResolvedOptions } from './options.ts';
import { Overrides } from './overrides.ts';
import { type App, AppStore } from './state/app-store.ts';

const recordOptions: readonly (keyof AdminApp)[] = ['sdkAppId', 'generation'];
const userSigOptions: readonly (keyof MockUserSigOptions)[] = ['sdkAppId', 'identifier', 'lifetimeSeconds'];
const overrideOptions: readonly (keyof OverrideOptions)[] = ['sdkAppId', 'times'];
const faultOptions: readonly (keyof FaultOptions)[] = [
  ...overrideOptions,
  'operationId',
  'when',
  'milliseconds',
  'bytes',
];

/** Refuses unknown options, and an app that cannot be. */
function requireKnown(caller: string, options: AppOptions, names: readonly string[]): void {
  requireOptions(caller, options, names);
  const { sdkAppId } = options;
  if (sdkAppId !== undefined) requireInteger('sdkAppId', sdkAppId, 1, Number.MAX_SAFE_INTEGER);
}

/** The members of records, with the generation of each. */
function listMembers(contracts: readonly Contract[]): ReadonlyMap<string, string> {
  return new Map(
    contracts.flatMap(({ name, records }) =>
      Object.keys(records.write(records.template)).map((member) => [member, name] as const),
    ),
  );
}

/** A class, so that a printed mock shows neither its key nor its state: all of it is private or a getter. */
export class MockCore implements Mock {
  readonly fetch: typeof fetch;
  readonly records: MockRecords;
  readonly calls: MockCalls;
  protected readonly handle: Handle;
  readonly #options: ResolvedOptions;
  /** The first is meant where a generation is not named. */
  readonly #served: readonly [Served, ...Served[]];
  readonly #journal: Journal;
  readonly #simulator: CallSimulator;
  readonly #engine: CallEngine;
  readonly #forcedExamples = new Overrides<string>();
  readonly #faults = new Overrides<Fault>();

  constructor(options: ResolvedOptions, contracts: readonly [Contract, ...Contract[]]) {
    const { seed, journalSize, journalBytes, secretKey, now } = options;
    const [first, ...others] = contracts;
    const serve = (contract: Contract, initial: ResolvedOptions['records']): Served => {
      const foreign = listMembers(contracts.filter((other) => other !== contract));
      const records = { rules: contract.records, seed, now, initial, foreign };
      return { contract, apps: new AppStore(options.maxApps, records) };
    };
    // Records that are given are of the first generation.
    const ofOthers = options.records === 'sample' ? options.records : [];
    const served = [
      serve(first, options.records),
      ...others.map((contract) => serve(contract, ofOthers)),
    ] as const;
    this.#options = options;
    this.#served = served;
    this.#journal = new Journal(journalSize, journalBytes, secretKey);
    this.#simulator = new CallSimulator(options, served);
    this.#engine = this.#simulator.engine;
    const act = (action: CallAction) => (callId: string, user: string) =>
      this.#engine.act(action, callId, user, now());
    this.calls = { answer: act('answer'), reject: act('reject'), hangUp: act('hangUp'), join: act('join') };
    this.handle = createHandle({
      served,
      options,
      calls: this.#engine,
      journal: this.#journal,
      forcedExamples: this.#forcedExamples,
      faults: this.#faults,
      admin: {
        mock: this,
        simulateCall: (call) => this.#simulator.simulate(call, true),
        addRecord: (record, app) => this.#addRecord(record, app, true),
        listRecords: (app) => this.#findApp('records', app).records.list(),
      },
    });
    this.fetch = createFetchAdapter(this.handle, options);
    // The schema of the contract has been checked, so that the records have the type of their generation.
    this.records = {
      add: <Generation extends GenerationName>(record: object = {}, app: RecordOptions<Generation> = {}) =>
        this.#addRecord(record, app, false) as CallRecords[Generation],
      list: <Generation extends GenerationName>(app: RecordOptions<Generation> = {}) =>
        this.#findApp('records.list', app).records.list() as CallRecords[Generation][],
      clear: (app = {}) => this.#findApp('records.clear', app).records.clear(),
    };
    // Records of the option are completed now, so that a wrong one is refused here and not by a request.
    if (options.records !== 'sample') this.records.list();
  }

  #addRecord(given: object, options: AdminApp, isRemote: boolean): object {
    const { records } = this.#findApp('records.add', options);
    const whole = records.complete(given);
    if (isRemote) this.#simulator.storeRemotely(records, whole);
    else records.add(whole);
    return structuredClone(whole.written);
  }

  /** The app that is meant, with the records of all calls that are over. */
  #findApp(caller: string, options: AdminApp): App {
    requireKnown(caller, options, recordOptions);
    const names = this.#served.map(({ contract }) => contract.name);
    const { generation = this.#served[0].contract.name, sdkAppId = this.sdkAppId } = options;
    requireWord('generation', generation, names);
    this.#engine.settle(this.#options.now());
    const { apps } = this.#served.find(({ contract }) => contract.name === generation) ?? this.#served[0];
    return apps.get(sdkAppId);
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
    return { requests: this.#journal.dropped, ...this.#simulator.dropped };
  }

  userSig(options: MockUserSigOptions = {}): string {
    requireKnown('userSig', options, userSigOptions);
    const { sdkAppId = this.sdkAppId, identifier = this.identifier, lifetimeSeconds } = options;
    const lifetime = lifetimeSeconds === undefined ? {} : { lifetimeSeconds };
    const { now } = this.#options;
    return signUserSig({ ...lifetime, sdkAppId, identifier, secretKey: this.secretKey, now });
  }

  simulateCall(options?: SimulateCallOptions): SimulatedCall;
  simulateCall(options: SimulateCallOptionsV4): SimulatedCall<CallRecords['v4']>;
  simulateCall(options: AnyCallOptions = {}): SimulatedCall<never> {
    return this.#simulator.simulate(options, false) as SimulatedCall<never>;
  }

  respondWith(operationName: OperationName, exampleName: ExampleName, options: OverrideOptions = {}): void {
    requireKnown('respondWith', options, overrideOptions);
    const { operationId, contracts } = this.#findOperation(operationName);
    const names = contracts.flatMap(({ examples }) => examples.names(operationId));
    requireWord('example', exampleName, [...new Set(names)]);
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
  #findOperation(name: OperationName): { readonly operationId: string; readonly contracts: Contract[] } {
    const named = this.#served.flatMap(({ contract }) =>
      contract.operations.flatMap(({ operationId }) => [
        { name: operationId, operationId, contract },
        { name: `${contract.name}.${operationId}`, operationId, contract },
      ]),
    );
    requireWord('operationId', name, [...new Set(named.map((row) => row.name))]);
    const meant = named.filter((row) => row.name === name);
    const [first] = meant;
    if (!first) throw new TypeError(`${name} was let through and names no operation`);
    return { operationId: first.operationId, contracts: meant.map(({ contract }) => contract) };
  }

  reset(options: AppOptions = {}): void {
    requireKnown('reset', options, ['sdkAppId']);
    const { sdkAppId } = options;
    this.endCalls(sdkAppId);
    for (const { apps } of this.#served) apps.reset(sdkAppId);
    this.#engine.clear(sdkAppId);
    this.#forcedExamples.clear(sdkAppId);
    this.#faults.clear(sdkAppId);
    if (sdkAppId !== undefined) return;
    this.#journal.clear();
    this.#simulator.clear();
  }

  /** Ends the calls of one app that are being played, or all. */
  protected endCalls(sdkAppId?: number): void {
    this.#simulator.end(sdkAppId);
  }
}
