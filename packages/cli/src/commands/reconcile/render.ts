import type { Finding, Reconciliation, UserTotals } from '@trtc-call/call-book';
import { localTime, table } from '../../io/format.ts';

/** How many users are shown. */
export const mostUsers = 50;

/** What was found: the calls with their evidence, the sums, and the verdict in a line. */
export function renderReconciliation(
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
  if (unread.length > 0) parts.push('the list of records is incomplete');
  if (isPartlyGone) parts.push('the earliest records are not kept any more');
  return `${words[verdict]}: ${parts.join(', ') || `${records} records`}.`;
}
