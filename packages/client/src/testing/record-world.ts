import { errorCodes } from '@trtc-call/spec/v1';
import { RefusedError } from '../errors.ts';
import type { CallOptions } from '../options.ts';
import type { QueryRecords } from '../v1/record-list.ts';
import type { CallRecord, RecordFilter, RecordPage } from '../v1/types.ts';
import { sampleRecord } from './answering-fetch.ts';

/** How a service may understand what the documents leave open. */
export interface Reading {
  readonly bounds: 'both' | 'neither' | 'start' | 'end';
  readonly order: 'oldest' | 'newest' | 'by-id' | 'by-id-down' | 'shuffled';
  readonly pastTheEnd: 'empty' | 'refused' | 'last-page-again' | 'first-page-again';
  readonly totalNum: 'all-matches' | 'this-page' | 'of-empty-page-0';
  /** What lies between the bounds: the start, the end, any second or every second of a call. */
  readonly by: 'startCallTs' | 'endTs' | 'overlap' | 'whole';
  /** The most records that it gives at once, whatever it is asked. */
  readonly mostAtOnce: number;
}

export const plainReading: Reading = {
  bounds: 'both',
  order: 'oldest',
  pastTheEnd: 'empty',
  totalNum: 'all-matches',
  by: 'startCallTs',
  mostAtOnce: Number.POSITIVE_INFINITY,
};

export function makeRecord(callId: string, startCallTs: number, seconds = 0): CallRecord {
  return { ...sampleRecord, callId, startCallTs, acceptTs: startCallTs, endTs: startCallTs + seconds };
}

/** A service in memory. `before` runs ahead of each answer and may change the records. */
export function createWorld(
  records: readonly CallRecord[],
  over: Partial<Reading> = {},
  before: (records: Map<string, CallRecord>, requests: number) => void = () => {},
) {
  const reading = { ...plainReading, ...over };
  const kept = new Map(records.map((record) => [record.callId, record]));
  const asked: RecordFilter[] = [];
  const query: QueryRecords = async (filter) => {
    before(kept, asked.length);
    asked.push(filter);
    const matches = [...kept.values()].filter(matcher(filter, reading)).sort(orders[reading.order]);
    const size = Math.min(filter.numberPerPage ?? 100, reading.mostAtOnce);
    const pages = Math.max(1, Math.ceil(matches.length / size));
    const page = choosePage(filter.page ?? 1, pages, reading);
    const shown = matches.slice((page - 1) * size, page * size);
    const counts = {
      'all-matches': matches.length,
      'this-page': shown.length,
      'of-empty-page-0': shown.length === 0 ? 0 : matches.length,
    };
    return { records: shown, page, totalNum: counts[reading.totalNum] };
  };
  return { query, asked, kept };
}

/** Whether a record belongs to the answer. */
export function matcher(
  { startTimestamp, endTimestamp = Number.POSITIVE_INFINITY }: RecordFilter,
  reading: Reading,
) {
  const { bounds, by } = reading;
  const from = bounds === 'both' || bounds === 'start' ? startTimestamp : startTimestamp + 1;
  const to = bounds === 'both' || bounds === 'end' ? endTimestamp : endTimestamp - 1;
  return ({ startCallTs, endTs = startCallTs }: CallRecord) => {
    const first = by === 'endTs' || by === 'whole' ? endTs : startCallTs;
    const last = by === 'startCallTs' || by === 'whole' ? startCallTs : endTs;
    return first <= to && last >= from;
  };
}

type Order = (one: CallRecord, other: CallRecord) => number;

const byId: Order = (one, other) => (one.callId < other.callId ? -1 : 1);
const byStart: Order = (one, other) => one.startCallTs - other.startCallTs || byId(one, other);
const scrambled = ({ callId, startCallTs }: CallRecord) =>
  [...callId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, startCallTs);

const orders: Record<Reading['order'], Order> = {
  oldest: byStart,
  newest: (one, other) => byStart(other, one),
  'by-id': byId,
  'by-id-down': (one, other) => byId(other, one),
  shuffled: (one, other) => scrambled(one) - scrambled(other) || byId(one, other),
};

function choosePage(asked: number, pages: number, { pastTheEnd }: Reading): number {
  if (pastTheEnd === 'first-page-again') return 1;
  if (asked <= pages || pastTheEnd === 'empty') return asked;
  if (pastTheEnd === 'last-page-again') return pages;
  throw refusal('InvalidParameter');
}

/** What the client throws when the service says no. */
export function refusal(reason: (typeof errorCodes)[number]['name']): RefusedError {
  const entry = errorCodes.find(({ name }) => name === reason);
  if (!entry) throw new Error(`no code is named ${reason}: take a name of the contract`);
  const { code, remedy, retryable } = entry;
  const operationId = 'getRecordsByFilter';
  return new RefusedError({
    code,
    reason,
    requestId: 'a-request',
    operationId,
    remedy,
    retryable,
    vendorMessage: '',
  });
}

/** A query of which all requests but the first wait until they are let go, or aborted. */
export function heldQuery(records: readonly CallRecord[], held = true) {
  const world = createWorld(records);
  const state = { running: 0, most: 0, held };
  const waiting: (() => void)[] = [];
  const query = async (asked: RecordFilter, { signal }: CallOptions): Promise<RecordPage> => {
    state.running += 1;
    state.most = Math.max(state.most, state.running);
    try {
      if (state.held && world.asked.length > 0) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      }
      return await world.query(asked, {});
    } finally {
      state.running -= 1;
    }
  };
  return { query, state, asked: world.asked, release: () => waiting.shift()?.() };
}

/** Goes on when the condition holds; fails after ten seconds, since modules are loaded meanwhile. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const endsAt = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > endsAt) throw new Error(`it never came that ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Lets everything go on that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A signal that counts its listeners. */
export function countedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
    listeners += 1;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
    listeners -= 1;
    removeEventListener.apply(signal, args);
  };
  return { controller, signal, listeners: () => listeners };
}
