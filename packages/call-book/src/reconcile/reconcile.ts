import type { CallBook } from '../book.ts';
import { openRecords, type ReconcileClient, type RecordSource } from '../generations.ts';
import { CallBookError, type CallTotals, mustBe, refuseUnknownOptions } from '../store.ts';
import { createCounts, type Finding, type ReconcileCounts } from './findings.ts';
import type { ReconcileSettings, Unread } from './judge.ts';
import { Reconciler } from './reconciler.ts';

/** What is reconciled with what. */
export interface ReconcileOptions {
  /** A client of one generation, or one of each. */
  readonly client: ReconcileClient | readonly ReconcileClient[];
  /** The book that `createCallBook` made; only its store is used. */
  readonly book: Pick<CallBook<never>, 'store'>;
  /** The earliest start of a call: a `Date`, or Unix seconds. */
  readonly from: Date | number;
  /** Calls that began at this time or later are left out: a `Date`, or Unix seconds. Default: now. */
  readonly to?: Date | number | undefined;
  /** Whether what the records prove is written into the book. Default: false. */
  readonly apply?: boolean | undefined;
  /**
   * Whether to go on where an interrupted run of the same kind was that had begun no later. Its findings are counted, and
   * not reported again. Default: false.
   */
  readonly resume?: boolean | undefined;
  /** Learns of each finding. A promise is awaited. Default: only the result has them. */
  readonly onFinding?: ((finding: Finding) => unknown) | undefined;
  /** How many findings the result keeps. Default: 1000. */
  readonly mostFindings?: number | undefined;
  /**
   * For how many seconds after the end of a call its webhooks and its record may be on their way, so that it is not judged
   * yet. Default: 60.
   */
  readonly settleSeconds?: number | undefined;
  /** After how many seconds a call of which no end is known is not taken any more for one that goes on. Default: 86400. */
  readonly longestCallSeconds?: number | undefined;
  /** Ends the run, which then rejects with the signal's reason. Default: it runs to its end. */
  readonly signal?: AbortSignal | undefined;
  /** The machine's clock, in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

/** What reconciling found. */
export interface Reconciliation {
  /**
   * `differs`: a call is missing, different or unknown. `undecided`: none is, and something could not be known.
   * `agrees`: all of the window was read, and book and vendor agree.
   */
  readonly verdict: 'agrees' | 'differs' | 'undecided';
  readonly counts: ReconcileCounts;
  /** The first findings; `onFinding` learns of all. */
  readonly findings: readonly Finding[];
  /** How many findings are not among them. */
  readonly omitted: number;
  /** Records that could not be read: nothing is said of the calls that began then. */
  readonly unread: readonly Unread[];
  /** Whether the window begins before the records that the vendor keeps: a call of then may be missing in the book. */
  readonly isPartlyGone: boolean;
  /** The sums of the book over the window, after what was applied. `book.userTotals()` has those of each user. */
  readonly totals: CallTotals;
}

const knownOptions = {
  client: true,
  book: true,
  from: true,
  to: true,
  apply: true,
  resume: true,
  onFinding: true,
  mostFindings: true,
  settleSeconds: true,
  longestCallSeconds: true,
  signal: true,
  now: true,
} satisfies Record<keyof ReconcileOptions, true>;

/**
 * Compares the vendor's records with a book, and says what is missing, unknown, different, or can no longer be known.
 * It may run at any time, beside receivers and beside itself.
 *
 * @throws CallBookError for an option that cannot be used
 * @throws the signal's reason when aborted; a run with `resume` goes on from there
 * @see https://trtc.io/document/60136
 * @see https://trtc.io/document/68931
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const read = readOptions(options);
  const { store, signal } = read;
  const mostFindings = readCount('mostFindings', options.mostFindings, 1000);
  const sources = readClients(options.client);
  const findings: Finding[] = [];
  let omitted = 0;
  const settings: ReconcileSettings = {
    ...read,
    async emit(finding) {
      if (findings.length < mostFindings) findings.push(finding);
      else omitted += 1;
      await options.onFinding?.(finding);
    },
  };
  const counts = createCounts();
  const totals = { calls: 0, talkSeconds: 0, callsWithoutTalkSeconds: 0 };
  const unread: Unread[] = [];
  let isPartlyGone = false;
  for (const source of sources) {
    signal?.throwIfAborted();
    const part = await new Reconciler(source, settings).run();
    add(counts, part.counts);
    if (part.unread) unread.push(part.unread);
    isPartlyGone ||= part.isPartlyGone;
    const { generation, app } = source;
    const window = { generation, app, from: part.run.from, to: part.run.to };
    add(totals, await store.sumCalls(window));
  }
  const differs = counts.missing + counts.different + counts.unknown > 0;
  const isUnknown = counts.expired + counts.undecided + counts.unlisted + unread.length > 0 || isPartlyGone;
  const verdict = differs ? 'differs' : isUnknown ? 'undecided' : 'agrees';
  return { verdict, counts, findings, omitted, unread, isPartlyGone, totals };
}

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isFunction = (value: unknown) => typeof value === 'function';

/** Of options that may be left out. */
const checks = [
  ['apply', 'true or false', isBoolean],
  ['resume', 'true or false', isBoolean],
  ['now', 'a function', isFunction],
  ['onFinding', 'a function', isFunction],
  ['signal', 'an AbortSignal', (value: unknown) => isFunction(Object(value).throwIfAborted)],
] as const;

/** @throws CallBookError for an option that cannot be used */
function readOptions(options: ReconcileOptions): Omit<ReconcileSettings, 'emit'> {
  refuseUnknownOptions('reconcile', options, knownOptions);
  const { book, signal, now = Date.now, apply = false, resume = false } = options;
  const from = readSeconds('from', options.from);
  const to = options.to === undefined ? Number.MAX_SAFE_INTEGER : readSeconds('to', options.to);
  if (from >= to) throw new CallBookError('option', 'reconcile: from must be before to');
  for (const [name, what, isRight] of checks) {
    const value = options[name];
    if (value !== undefined && !isRight(value)) throw mustBe('reconcile', name, what, value);
  }
  if (typeof book?.store?.saveRun !== 'function') {
    throw mustBe('reconcile', 'book', 'made by createCallBook()', book);
  }
  return {
    store: book.store,
    from,
    to,
    apply,
    resume,
    signal,
    now,
    settleSeconds: readCount('settleSeconds', options.settleSeconds, 60),
    longestCallSeconds: readCount('longestCallSeconds', options.longestCallSeconds, 86_400),
  };
}

function add<Name extends string>(sums: Record<Name, number>, others: Readonly<Record<Name, number>>): void {
  for (const name in sums) sums[name] += others[name];
}

/** Without a client nothing would be read, and by two of one app each call would be counted twice. */
function readClients(client: ReconcileOptions['client']): RecordSource[] {
  const clients = [client].flat();
  const unusable = clients.findIndex((made) => typeof made?.clockDifference !== 'function');
  if (unusable !== -1)
    throw mustBe('reconcile', 'client', 'made by createTrtcCallClient()', clients[unusable]);
  const sources = clients.map(openRecords);
  const scopes = new Set(sources.map(({ generation, app }) => `${generation} ${app}`));
  if (sources.length > 0 && scopes.size === sources.length) return sources;
  const got = sources.length === 0 ? 'none' : 'two of one app in one generation';
  throw mustBe('reconcile', 'client', 'one client, or one of each', got);
}

function readSeconds(name: string, time: unknown): number {
  const seconds = time instanceof Date ? time.getTime() / 1000 : time;
  if (typeof seconds === 'number' && seconds >= 0 && seconds < 1e11) return Math.floor(seconds);
  throw mustBe('reconcile', name, 'a Date or Unix seconds', time);
}

function readCount(name: string, count: number | undefined, byDefault: number): number {
  if (count === undefined) return byDefault;
  if (Number.isInteger(count) && count >= 0) return count;
  throw mustBe('reconcile', name, 'an integer from 0 on', count);
}
