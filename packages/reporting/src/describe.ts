import type { Acceptance, Fact, Matrix, Report, Row, Status, Verdict } from './report.ts';

/** Every row, in the order of the groups. */
export function listRows({ groups }: Report): Row[] {
  return groups.flatMap(({ rows }) => rows);
}

/** How many rows have each status, in the order of attention; those that no row has are left out. */
export function countStatuses({ statuses }: Report, rows: readonly Row[]): Counted[] {
  return Object.entries(statuses).flatMap(([id, status]) => {
    const count = rows.filter((row) => row.status === id).length;
    return count === 0 ? [] : [{ id, count, ...status }];
  });
}

/** A status with how many rows have it. */
export interface Counted extends Status {
  readonly id: string;
  readonly count: number;
}

/** The cells of a matrix that have rows, line by line. */
export function listCells({ rows, lines, columns }: Matrix): Cell[] {
  const own = (tag: string, value: string) => (row: Row) => row.tags[tag]?.includes(value) === true;
  return Object.entries(lines.names).flatMap(([line, name]) => {
    const ofLine = rows.filter(own(lines.tag, line));
    return columns.values
      .map((column) => ({ line, name, column, rows: ofLine.filter(own(columns.tag, column)) }))
      .filter((cell) => cell.rows.length > 0);
  });
}

/** The rows of one line and one column. */
export interface Cell {
  readonly line: string;
  readonly name: string;
  readonly column: string;
  readonly rows: readonly Row[];
}

/** All there is to say of a row besides what was seen, each under its name. */
export function listFacts({ advice, accepted, place, at, rule, notes, sightings }: Row): Fact[] {
  const { reason, author, expires } = accepted ?? {};
  const facts: { name: string; text: string | undefined; href?: string | undefined }[] = [
    { name: 'proposal', text: advice },
    { name: 'accepted', text: accepted && `until ${expires} by ${author}: ${reason}` },
    { name: 'contract', text: place && `${place.file}:${place.line}`, href: place?.href },
    { name: 'at', text: at },
    { name: 'rule', text: rule },
    ...notes,
    ...sightings.map(({ text }) => ({ name: 'seen', text })),
  ];
  return facts.flatMap(({ name, text, href }) => (text ? [{ name, text, href }] : []));
}

/** The status of a row. */
export function statusOf({ statuses }: Report, { status }: Row): Status {
  return statuses[status] ?? { label: status, mark: '?', tone: 'dull', outcome: 'skipped' };
}

/** One thing that is wrong, and all that it shows in. */
export interface Cause {
  /** Never empty, but where what blocks others is not among the rows. */
  readonly rows: readonly Row[];
  /** The ids of what could not be checked because of it. */
  readonly blocked: readonly string[];
  /** What blocks, where it is not among the rows that failed. */
  readonly blockedBy?: string;
}

/** What failed, one entry for each cause; what is blocked goes with what blocks it. */
export function findCauses(report: Report): Cause[] {
  const rows = listRows(report);
  const failed = rows.filter((row) => ['failed', 'broken'].includes(statusOf(report, row).outcome));
  const failedIds = new Set(failed.map(({ id }) => id));
  const blocked = Map.groupBy(
    rows.filter(({ blockedBy }) => blockedBy !== undefined),
    ({ blockedBy = '' }) => blockedBy,
  );
  const causes = [...Map.groupBy(failed, ({ id, status, cause = id }) => `${status} ${cause}`).values()].map(
    (members): Cause => ({
      rows: members,
      blocked: members.flatMap(({ id }) => blocked.get(id) ?? []).map(({ id }) => id),
    }),
  );
  const unseen = [...blocked].flatMap(([blockedBy, held]): Cause[] =>
    failedIds.has(blockedBy) ? [] : [{ rows: [], blockedBy, blocked: held.map(({ id }) => id) }],
  );
  return [...causes, ...unseen];
}

/** The causes that a group shows, and each of its other rows as one. */
export function groupCauses(report: Report, rows: readonly Row[]): Cause[] {
  const causes = findCauses(report).filter(({ rows: [first] }) => first && rows.includes(first));
  const explained = new Set(causes.flatMap((cause) => cause.rows));
  return [
    ...causes,
    ...rows.filter((row) => !explained.has(row)).map((row) => ({ rows: [row], blocked: [] })),
  ];
}

/** Rows by why nothing was seen of them, the most frequent reason first. */
export function groupReasons(rows: readonly Row[]): { reason: string; ids: string[] }[] {
  const groups = Map.groupBy(rows, ({ blockedBy, text = 'no reason was given' }) =>
    blockedBy === undefined ? text : `${blockedBy} does not hold`,
  );
  return [...groups]
    .map(([reason, members]) => ({ reason, ids: members.map(({ id }) => id) }))
    .toSorted((a, b) => b.ids.length - a.ids.length);
}

/** What was seen, in one text: the change where there is one. */
export function describeSeen({ halves: [before, after] }: Report, { change, message = '' }: Row): string {
  return change ? `${before} ${change.before} -> ${after} ${change.after}` : message;
}

/** Who accepted it, and until when. */
export function describeAcceptance({ reason, author, expires }: Acceptance): string {
  return `accepted until ${expires} by ${author}: ${reason}`;
}

/** An address that a link may lead to, written so that it ends no markup; undefined for anything else. */
export function readLink(href: string | undefined): string | undefined {
  const url = href === undefined ? null : URL.parse(href);
  if (url?.protocol !== 'https:' || url.href.includes('##')) return undefined;
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** A time of a report (ISO 8601, in UTC) to the minute, for people. */
export function readableTime(time: string): string {
  return time.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC');
}

/** Headline and conclusion, without saying the same twice. */
export function describeVerdict({ headline, conclusion }: Verdict): string[] {
  return conclusion.startsWith(headline) ? [conclusion] : [headline, conclusion];
}

/** When the report was made, and how long that took. */
export function describeRun({ startedAt, durationMilliseconds }: Report): string {
  return `${startedAt}, ${(durationMilliseconds / 1000).toFixed(1)} s`;
}

/** The title of a row and what was seen, in one text. */
export function describeRow(report: Report, row: Row): string {
  const seen = describeSeen(report, row);
  return seen === '' ? row.title : `${row.title.replace(/\.$/, '')}: ${seen}`;
}

/** Texts as sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== '')
    .map((text) => (/[.!?]$/.test(text ?? '') ? text : `${text}.`))
    .join(' ');
}
