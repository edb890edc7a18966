import type {
  CallRecord,
  CallRecordV4,
  RecordListPage,
  RefusedError,
  TrtcCallClient,
  TrtcCallClientV4,
} from '@trtc-call/client';

export const generations = ['v1', 'v4'] as const;

export type Generation = (typeof generations)[number];

export type AnyRecord = CallRecord | CallRecordV4;

/** Which records are wanted; times in Unix seconds, both included, words in the spelling that all generations share. */
export interface Filter {
  readonly start: number;
  readonly end: number;
  readonly result?: string;
  readonly type?: string;
}

export interface CallbackSettings {
  readonly address: string;
  readonly actions: readonly string[];
}

/** Words in the spelling that all generations share, each beside that of one. */
export type Words = ReadonlyMap<string, string>;

/** One generation of the API for one app, as the commands see it. */
export interface Service extends AsyncDisposable {
  readonly generation: Generation;
  readonly client: TrtcCallClient | TrtcCallClientV4;
  /** How far back records can be found. */
  readonly dataWindow: { readonly value: number; readonly unit: 'days'; readonly seconds: number };
  readonly results: Words;
  readonly types: Words;
  /** The members of a record that the contract names, in its order. */
  readonly columns: readonly string[];
  readonly actions: readonly string[];
  /** See `clockDifference` of the client. */
  clockDifference(): number;
  /** Asks for something harmless, so that the service's clock is known. */
  hearClock(signal?: AbortSignal): Promise<void>;
  getRecord(callId: string): Promise<AnyRecord | null>;
  countRecords(filter: Filter, signal?: AbortSignal): Promise<number>;
  listRecords(filter: Filter, signal: AbortSignal): AsyncIterable<RecordListPage<AnyRecord>>;
  /** The refusal of a question for any record, where the generation has it read as "no records". */
  findListRefusal(signal: AbortSignal): Promise<RefusedError | undefined>;
  getCallbacks(): Promise<CallbackSettings | null>;
  /** Gives the address that was stored. */
  setCallbacks(settings: CallbackSettings): Promise<string>;
  /** Changes a part, and gives the whole; null where nothing is configured. */
  updateCallbacks(change: Partial<CallbackSettings>): Promise<CallbackSettings | null>;
  deleteCallbacks(): Promise<void>;
}

/** Generations that are asked together: one, or all. */
export type Services = readonly [Service, ...Service[]];
