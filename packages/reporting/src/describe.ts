import type { Acceptance, Exchange, Fact, Matrix, Report, Row, Status, Verdict } from './report.ts';

export function listRows({ groups }: Report): Row[] {
  return groups.flatMap(({ rows }) => rows);
}

/** How many rows have each status, in the order of attention; those that no row has are left out. */
export function countStatuses({ statuses }: Report, rows: readonly Row[]) {
  return Object.entries(statuses).flatMap(([id, status]) => {
    const count = rows.filter((row) => row.status === id).length;
    return count === 0 ? [] : [{ id, count, ...status }];
  });
}

/** The cells of a matrix that have rows, line by line. */
export function listCells({ rows, lines, columns }: Matrix) {
  const own = (tag: string, value: string) => (row: Row) => row.tags[tag]?.includes(value) === true;
  return Object.entries(lines.names).flatMap(([line, name]) => {
    const ofLine = rows.filter(own(lines.tag, line));
    return columns.values
      .map((column) => ({ line, name, column, rows: ofLine.filter(own(columns.tag, column)) }))
      .filter((cell) => cell.rows.length > 0);
  });
}

/** A matrix in numbers: for each cell, and in total, how many rows have each status. */
export function tabulate(report: Report, matrix: Matrix) {
  const statuses = countStatuses(report, matrix.rows).toReversed();
  const cells = listCells(matrix).map((cell) => ({
    ...cell,
    counts: statuses.map(({ id }) => cell.rows.filter(({ status }) => status === id).length),
  }));
  return { statuses, cells, totals: statuses.map(({ count }) => count) };
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

export function findStatus({ statuses }: Report, { status }: Row): Status {
  return statuses[status] ?? { label: status, mark: '?', tone: 'dull', outcome: 'skipped' };
}

/** One thing that is wrong, and all that it shows in. */
export interface Cause {
  /** The gravest first. Never empty, but where what blocks others is not among the rows. */
  readonly rows: readonly Row[];
  /** The ids of what could not be checked because of it. */
  readonly blocked: readonly string[];
  /** What blocks, where it is not among the rows that failed. */
  readonly blockedBy?: string;
}

const gravity = ['error', 'warning', 'notice', undefined];

/** Rows of one cause as one entry, with the ids that it blocks. What was accepted is so by itself. */
export function groupCauses(report: Report, rows: readonly Row[]): Cause[] {
  const blocked = groupBlocked(report);
  const causes = Map.groupBy(rows, ({ id, status, cause, accepted }) =>
    JSON.stringify([status, accepted ? id : (cause ?? id)]),
  );
  return [...causes.values()].map((members) => ({
    rows: members.toSorted((a, b) => gravity.indexOf(a.severity) - gravity.indexOf(b.severity)),
    blocked: members.flatMap(({ id }) => blocked.get(id) ?? []),
  }));
}

/** What failed, one entry for each cause; what is blocked goes with what blocks it. */
export function findCauses(report: Report): Cause[] {
  const failed = listRows(report).filter((row) =>
    ['failed', 'broken'].includes(findStatus(report, row).outcome),
  );
  const unseen = [...groupBlocked(report)].filter(([by]) => !failed.some(({ id }) => id === by));
  return [
    ...groupCauses(report, failed),
    ...unseen.map(([blockedBy, blocked]) => ({ rows: [], blockedBy, blocked })),
  ];
}

/** The ids of rows that could not be checked, by the id of what blocks them. */
function groupBlocked(report: Report): Map<string, string[]> {
  const held = listRows(report).filter(({ blockedBy }) => blockedBy !== undefined);
  const groups = Map.groupBy(held, ({ blockedBy = '' }) => blockedBy);
  return new Map([...groups].map(([by, rows]) => [by, rows.map(({ id }) => id)]));
}

/** All there is to say of a cause: what its first row has, and what the others add to it. */
export function listCauseFacts({ rows, blocked }: Cause): Fact[] {
  const [first, ...others] = rows;
  return [
    ...(first ? listFacts(first) : []),
    ...Object.entries({
      'the same': others.map(({ id }) => id),
      operations: others.length > 0 ? listOperations(rows) : [],
      blocks: blocked,
    }).flatMap(([name, words]) => (words.length > 0 ? [{ name, text: words.join(' ') }] : [])),
  ];
}

export function listOperations(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap(({ operations = [] }) => operations))];
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

/** Who was asked, when, and for how long. */
export function describeRun({ facts, startedAt, durationMilliseconds }: Report): string {
  const seconds = `${(durationMilliseconds / 1000).toFixed(1)} s`;
  return [...facts.map(({ name, text }) => `${name} ${text}`), startedAt, seconds].join(', ');
}

function describeRow(report: Report, row: Row): string {
  const seen = describeSeen(report, row);
  return seen === '' ? row.title : `${row.title.replace(/\.$/, '')}: ${seen}`;
}

/** A cause as sentences: its first row, and where else it shows. */
export function describeCause(report: Report, { rows: [first, ...others] }: Cause): string {
  if (!first) return '';
  const { text, advice } = first;
  const operations = listOperations([first, ...others]);
  return sentences(
    describeRow(report, first),
    text,
    advice && `Proposal: ${advice}`,
    ...(others.length === 0
      ? []
      : [
          `The same: ${others.map(({ id }) => id).join(', ')}`,
          operations.length > 0 ? `Operations: ${operations.join(', ')}` : '',
        ]),
  );
}

/** Texts as sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== '')
    .map((text) => (/[.!?]$/.test(text ?? '') ? text : `${text}.`))
    .join(' ');
}

/** The latest exchanges of a row, and how many earlier ones are left to `report.json`. */
export function takeLatest({ exchanges }: Row, most: number) {
  const shown = exchanges.slice(-most);
  return { shown, hidden: exchanges.length - shown.length };
}

/** One exchange as text, in the manner of the wire; bodies as they were received. */
export function exchangeText(exchange: Exchange): string {
  return [
    `${exchange.method} ${exchange.url}`,
    ...headerLines(exchange.requestHeaders),
    '',
    bodyText(exchange.requestBody),
    '',
    answerText(exchange),
    ...headerLines(exchange.responseHeaders),
    '',
    bodyText(exchange.responseBody),
  ].join('\n');
}

/** The first line of an answer, or why there is none. */
export function answerText({ status, error, durationMilliseconds }: Exchange): string {
  const after = `after ${Math.round(durationMilliseconds)} ms`;
  return status === null ? `no answer ${after}: ${error ?? 'unknown'}` : `HTTP ${status} ${after}`;
}

/** A body as it is shown: nothing sent and an empty body are told apart. */
export function bodyText(body: string | null): string {
  if (body === null) return '(no body)';
  return body === '' ? '(empty body)' : body;
}

export function headerLines(headers: Exchange['requestHeaders']): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}
