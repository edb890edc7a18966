import { setFlagsFromString } from 'node:v8';
import {
  CallBookError,
  type CallFilter,
  type Finding,
  type Reconciliation,
  reconcile,
  type UserTotals,
} from '@trtc-call/call-book';
import { isTrtcCallError } from '@trtc-call/client';
import { CommandError, readErrorCode } from '../../command-error.ts';
import { openServices } from '../../credentials/open-client.ts';
import { type OpenBook, openBook } from '../../databases.ts';
import { localTime, table } from '../../io/format.ts';
import { logLine, print, printJsonLine } from '../../io/print.ts';
import { describeFailure, remedyLine } from '../../io/remedy-line.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import type { ServiceFlags } from '../../options.ts';
import type { Generation, Services } from '../../service.ts';
import { checkFilterFlags, readFilterByService } from '../records/filter.ts';

interface ReconcileFlags extends Omit<ServiceFlags, 'generation'> {
  generation?: Generation | 'both';
  book: string;
  table?: string;
  from: string;
  to?: string;
  before?: string;
  apply?: true;
  json?: true;
}

const mostUsers = 50;

const exitCodes = { agrees: 0, differs: 1, undecided: 2 } as const;

export async function reconcileBook(flags: ReconcileFlags): Promise<number> {
  // Records come and go: V8 would let its space for the young grow, and the old pile up. 123 MB in place of 221 for 100,000 calls.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=50');
  await using asked = await openServices(flags);
  const { services } = asked;
  checkFilterFlags(flags, services);
  await using opened = await openBook(flags.book, flags.table);
  const ended = await untilStopped((signal) => compare(flags, services, opened, signal)).catch(
    (error: unknown) => {
      // A refusal does not answer whether the book is right.
      const isOfService = isTrtcCallError(error) || (error instanceof Error && isTrtcCallError(error.cause));
      throw isOfService ? new CommandError(remedyLine(error)) : toBookError(error);
    },
  );
  if ('value' in ended) return exitCodes[ended.value];
  logLine('Interrupted. Run the same command again.');
  return ended.exitCode;
}

async function compare(
  { from, to, before, apply, json }: ReconcileFlags,
  services: Services,
  { book }: OpenBook,
  signal: AbortSignal,
): Promise<Reconciliation['verdict']> {
  const filter = await readFilterByService({ from, to, before }, services, signal);
  // Calls of this very second are still to come, unless it was asked for.
  const isNow = to === undefined && before === undefined;
  const window = { from: filter.start, to: Math.max(filter.end + (isNow ? 0 : 1), filter.start + 1) };
  const found = await reconcile({
    client: services.map(({ client }) => client),
    book,
    ...window,
    apply: apply === true,
    signal,
    ...(json && {
      onFinding: (finding: Finding) => printJsonLine({ type: 'finding', ...finding }),
      mostFindings: 0,
    }),
  });
  const [{ generation, client }] = services;
  const scope = { app: client.sdkAppId, ...(services.length === 1 && { generation }), ...window };
  if (found.counts.records === 0) await refuseBookOfOthers(book, client.sdkAppId, window);
  const users = readUsers(book, scope, signal);
  if (json) await printAll(found, users, window);
  else print(renderReconciliation(found, await findBusiest(users)));
  for (const { generation, from, error } of found.unread) {
    const since = new Date(from * 1000).toISOString();
    logLine(`The records of ${generation} from ${since} on could not be read: ${remedyLine(error)}`);
  }
  return found.verdict;
}

/** Where the book has no call of the app, at no time, account or book is another one than was meant. */
async function refuseBookOfOthers(
  book: OpenBook['book'],
  app: number,
  window: { readonly from: number; readonly to: number },
): Promise<void> {
  const own = await book.totals({ app });
  const all = await book.totals(window);
  if (own.calls > 0 || all.calls === 0) return;
  throw new CommandError(
    `--book: the app ${app} had no calls, and the book has none of it at any time, but ${all.calls} of others: check the account and --book`,
  );
}

async function* readUsers(book: OpenBook['book'], filter: CallFilter, signal: AbortSignal) {
  for await (const user of book.userTotals(filter)) {
    signal.throwIfAborted();
    yield user;
  }
}

async function printAll(
  { verdict, counts, unread, totals, isPartlyGone }: Reconciliation,
  users: AsyncIterable<UserTotals>,
  window: { readonly from: number; readonly to: number },
): Promise<void> {
  for await (const user of users) await printJsonLine({ type: 'user', ...user });
  const failures = unread.map(({ error, ...span }) => ({
    ...span,
    error: { kind: error.kind, message: describeFailure(error) },
  }));
  await printJsonLine({ type: 'result', verdict, ...window, isPartlyGone, counts, unread: failures, totals });
}

/** The users who talked most, and how many there are. */
async function findBusiest(all: AsyncIterable<UserTotals>) {
  const users: UserTotals[] = [];
  let count = 0;
  for await (const user of all) {
    count += 1;
    users.push(user);
    if (users.length < 2 * mostUsers) continue;
    users.sort(byTalk).splice(mostUsers);
  }
  return { users: users.sort(byTalk).slice(0, mostUsers), count };
}

function byTalk(one: UserTotals, other: UserTotals): number {
  return other.talkSeconds - one.talkSeconds || other.calls - one.calls || (one.user < other.user ? -1 : 1);
}

/** What a book or its database says when it cannot read or write, as a line with the remedy; any other error as it is. */
function toBookError(error: unknown): unknown {
  if (error instanceof CallBookError) {
    return new CommandError(`--book: ${error.message.replace(/^\w+: /, '')}`, 2, { cause: error });
  }
  const code = readErrorCode(error);
  const isOfDatabase = code === 'ERR_SQLITE_ERROR' || /^[\dA-Z]{5}$/.test(code);
  if (!(error instanceof Error && isOfDatabase)) return error;
  const why = error.message || code;
  return new CommandError(`--book: the book cannot be read or written: ${why}: run it again`, 2, {
    cause: error,
  });
}

/** What was found: the calls with their evidence, the sums, and the verdict in a line. */
function renderReconciliation(
  result: Reconciliation,
  { users, count }: { readonly users: readonly UserTotals[]; readonly count: number },
): string {
  const { findings, omitted, totals } = result;
  const found = table(
    ['finding', 'started', 'call id', 'evidence'],
    findings.map((finding) => [finding.kind, describeStart(finding), finding.callId, describe(finding)]),
  );
  const sums = table(
    ['user', 'calls', 'talk seconds', 'calls without'],
    [
      ...users.map(({ user, ...sum }) => [user, ...cells(sum)]),
      ...(count > users.length ? [[`(${count - users.length} more: --json shows them)`, '', '', '']] : []),
      ['all', ...cells(totals)],
    ],
  );
  const more = omitted > 0 ? `and ${omitted} more: --json shows them\n` : '';
  return `${findings.length > 0 ? `${found.text}${more}\n` : ''}${sums.text}\n${conclude(result)}\n`;
}

function cells({ calls, talkSeconds, callsWithoutTalkSeconds }: Omit<UserTotals, 'user'>): string[] {
  return [calls, talkSeconds, callsWithoutTalkSeconds].map(String);
}

function describeStart({ record, book }: Finding): string {
  const start = record?.startTime ?? book?.startTime ?? null;
  return start === null ? '-' : localTime(start);
}

function describe({ kind, reason, record, differences }: Finding): string {
  if (kind === 'missing' && record) {
    const { result, talkSeconds, caller, callees } = record;
    const who = [...new Set([caller, ...callees])].join(', ');
    return `record: ${result ?? '-'}, talked ${talkSeconds ?? '-'} s, ${who}`;
  }
  if (kind !== 'different') return reason;
  const texts = differences.map(
    ({ field, book, record }) => `${field} ${show(book)}, record ${show(record)}`,
  );
  return `book: ${texts.join('; ')}`;
}

function show(value: Finding['differences'][number]['book']): string {
  if (value === null) return 'not known';
  return typeof value === 'object' ? value.join(' ') || '-' : String(value);
}

const words = {
  agrees: 'Book and service agree',
  differs: 'Book and service differ',
  undecided: 'Not all could be known',
} as const;

function conclude({
  verdict,
  counts,
  unread,
  isPartlyGone,
}: Parameters<typeof renderReconciliation>[0]): string {
  const { records, agreeing, missing, different, unknown, expired, undecided, open, young, applied } = counts;
  const parts = Object.entries({
    agree: agreeing,
    'missing in the book': missing,
    different: different,
    'unknown to the service': unknown,
    'too old to be known': expired,
    'could not be asked for': undecided,
    'still going on': open,
    'ended just now': young,
    'written into the book': applied,
  }).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : []));
  if (counts.unlisted > 0) {
    const calls = counts.unlisted === 1 ? '1 call that has' : `${counts.unlisted} calls that have`;
    parts.push(`the list of records lacks ${calls} a record, so that others may be missing`);
  }
  if (unread.length > 0) parts.push('the list of records is incomplete');
  if (isPartlyGone) parts.push('the earliest records are not kept any more');
  return `${words[verdict]}: ${parts.join(', ') || `${records} records`}.`;
}
