import { isObject } from '@trtc-call/reporting/values';
import type { AnyEvent, Handler } from '@trtc-call/webhooks';
import { type BookedCall, toBookedCall } from './booked-call.ts';
import type { CallKey } from './evidence.ts';
import { readEvent } from './generations.ts';
import { type AnyRecord, readRecord } from './read-record.ts';
import {
  CallBookError,
  type CallFilter,
  type CallTotals,
  checkApp,
  checkFilter,
  checkKey,
  type MaybePromise,
  mustBe,
  refuseUnknownOptions,
  type UserTotals,
} from './store.ts';
import type { BookStore } from './stores/book-store.ts';
import { toPosition } from './stores/sql.ts';

/** What a book is made with. */
export interface CallBookOptions<Transaction> {
  /** `sqliteBook()` of `@trtc-call/call-book/sqlite`, or `postgresBook()` of `@trtc-call/call-book/postgres`. */
  readonly store: BookStore<Transaction>;
  /** Learns of webhooks that name no call. Default writes their command word and fingerprint to the console. */
  readonly onUnbooked?: ((event: AnyEvent) => void) | undefined;
}

/** One row for each call. */
export interface CallBook<Transaction> {
  readonly store: BookStore<Transaction>;
  /**
   * A handler for a receiver: `on: { '*': book.handler }`. It books the event in the transaction in which the receiver's
   * store marks it as done, so that a crash in between neither loses nor doubles it.
   */
  readonly handler: Handler<AnyEvent, Transaction>;
  /**
   * Books a webhook. The order does not matter, and a repetition changes nothing.
   *
   * @param options.transaction what `commit` of the receiver hands to its effect; without it the book writes by itself
   */
  handle(event: AnyEvent, options?: { readonly transaction?: Transaction | undefined }): MaybePromise<void>;
  /**
   * Books records, of which each wins over webhooks, and over records that were read before.
   *
   * @param options.app the SDKAppID, which records of v4 do not have
   * @param options.readAt when they were read, in milliseconds; default now
   */
  addRecords(
    records: readonly AnyRecord[],
    options: { readonly app: number; readonly readAt?: number | undefined },
  ): Promise<void>;
  /** One call; `null` where the book does not know it. */
  get(key: CallKey): Promise<BookedCall | null>;
  /** Calls, the newest first. */
  calls(filter?: CallFilter): AsyncIterable<BookedCall>;
  /** The sums of calls, each counted once. */
  totals(filter?: Omit<CallFilter, 'user'>): Promise<CallTotals>;
  /** The sums of each user, by name. */
  userTotals(filter?: Omit<CallFilter, 'user'>): AsyncIterable<UserTotals>;
}

const knownOptions = { store: true, onUnbooked: true } satisfies Record<keyof CallBookOptions<unknown>, true>;

/** How many rows are read at once. */
const chunk = 200;

/**
 * Makes a book of calls: webhooks and records of both generations become one row for each call.
 *
 * @example
 * ```ts
 * const store = sqliteStore({ path: 'calls.db' });
 * const book = createCallBook({ store: sqliteBook({ path: 'calls.db' }) });
 * const receiver = createReceiver({ sdkAppId, store, on: { '*': book.handler } });
 * ```
 *
 * @throws CallBookError for an option that is not known
 */
export function createCallBook<Transaction>(options: CallBookOptions<Transaction>): CallBook<Transaction> {
  refuseUnknownOptions('createCallBook', options, knownOptions);
  const { store, onUnbooked = warn } = options;
  if (typeof store?.fold !== 'function') {
    throw new CallBookError('option', 'createCallBook: store must be sqliteBook() or postgresBook()');
  }

  if (typeof onUnbooked !== 'function')
    throw mustBe('createCallBook', 'onUnbooked', 'a function', onUnbooked);

  const handle: CallBook<Transaction>['handle'] = (event, options) => {
    if (!isObject(event)) throw mustBe('handle', 'event', 'an event of a receiver', event);
    const evidence = readEvent(event);
    if (evidence) return store.fold([evidence], options?.transaction);
    onUnbooked(event);
  };
  return Object.freeze<CallBook<Transaction>>({
    store,
    handle,
    handler: (event, { commit }) => commit((transaction) => handle(event, { transaction })),

    async addRecords(records, options) {
      if (!Array.isArray(records)) throw mustBe('addRecords', 'records', 'an array', records);
      const { app, readAt = Date.now() } = options ?? {};
      checkApp('addRecords', app);
      if (!Number.isFinite(readAt)) throw mustBe('addRecords', 'readAt', 'a time in milliseconds', readAt);
      await store.fold(
        records.map((record: AnyRecord, at) => {
          const name = `records[${at}]`;
          if (!isObject(record)) throw mustBe('addRecords', name, 'a record', record);
          if (!('callId' in record || 'CallId' in record)) {
            throw mustBe('addRecords', name, 'a record', 'an object without callId and CallId');
          }
          if ('sdkAppId' in record && String(record.sdkAppId) !== String(app)) {
            throw mustBe('addRecords', name, `of the app ${app}`, record.sdkAppId);
          }
          const evidence = readRecord(record, { app, at: readAt, source: 'record' });
          // Two calls without an id would become one.
          if (evidence.callId === '') throw mustBe('addRecords', name, 'of a call with an id', 'none');
          return evidence;
        }),
      );
    },

    async get(key) {
      checkKey('get', key);
      const { generation, app, callId } = key;
      const [found] = await store.find({ generation, app }, [callId]);
      return found ? toBookedCall(found) : null;
    },

    async *calls(filter = {}) {
      checkFilter('calls', filter, true);
      for (let rows = await list(filter); ; rows = await list(filter, rows.at(-1))) {
        yield* rows.map(toBookedCall);
        if (rows.length < chunk) return;
      }
    },

    async totals(filter = {}) {
      checkFilter('totals', filter);
      return store.sumCalls(filter);
    },

    async *userTotals(filter = {}) {
      checkFilter('userTotals', filter);
      for (let after = ''; ; ) {
        const rows = await store.sumUsers(filter, { after, limit: chunk });
        yield* rows.map(({ totals }) => totals);
        if (rows.length < chunk) return;
        after = rows.at(-1)?.position ?? '';
      }
    },
  });

  function list(filter: CallFilter, last?: Parameters<typeof toPosition>[0]) {
    const after = last && toPosition(last);
    return store.list({ ...filter, after, limit: chunk, newestFirst: true });
  }
}

function warn({ command, fingerprint }: AnyEvent): void {
  console.warn(`call-book: a webhook names no call: command ${command}, fingerprint ${fingerprint}`);
}
