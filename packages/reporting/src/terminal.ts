import { stripVTControlCharacters, styleText } from 'node:util';
import {
  answerText,
  type Cause,
  describeAcceptance,
  describeRun,
  describeSeen,
  describeVerdict,
  findStatus,
  groupCauses,
  groupReasons,
  headerLines,
  listCauseFacts,
  tabulate,
  takeLatest,
} from './describe.ts';
import type { Exchange, Group, Matrix, Report, Row, Table, Tone } from './report.ts';
import { clip, escapeCommands, sanitizeBlockForTerminal, sanitizeForTerminal } from './sanitize.ts';
import { measureWidth } from './text-width.ts';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

const styles: Readonly<Record<Tone, Style>> = {
  good: 'green',
  bad: 'red',
  odd: 'magenta',
  warn: 'yellow',
  dull: 'yellow',
  faint: 'dim',
  note: 'cyan',
};

const maxRows = 200;
const maxBodyCharacters = 4000;
const maxLineCharacters = 2000;
const maxExchanges = 5;
const maxColumns = 80;
const minColumns = 40;

/** How a report is written to a terminal. */
export interface TerminalOptions {
  /** Whether colours may be used. Default false: a pipe gets plain text. */
  color?: boolean;
  /** Width to fit, at least 40. Default: long lines stay whole, so that they can be searched. */
  columns?: number | undefined;
}

/**
 * The report for people at a terminal. What matters most is at the end, where the eye is: what to act on, how far the
 * report can be trusted, and the conclusion in the last line. Escape sequences of others are shown, not obeyed.
 */
export function renderTerminal(report: Report, { color = false, columns }: TerminalOptions = {}): string {
  const width = columns === undefined || columns < minColumns ? undefined : columns;
  // The caller has decided on colours, so the stream is not asked again.
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const { name, verdicts, alerts, remedy, standing } = report;
  const conclusions = verdicts.flatMap((verdict) =>
    describeVerdict(verdict).map((text) => paint(['bold', verdict.passed ? 'green' : 'red'], line(text))),
  );
  const sections = [
    `${paint('bold', line(name))}\n${paint('dim', line(describeRun(report)))}`,
    ...report.matrices.map((matrix) => matrixLines(report, matrix, paint, width).join('\n')),
    ...report.tables.map((table) => section(table.title, tableLines(table), paint)),
    ...report.groups.flatMap((group) => groupSections(report, group, paint, width)),
    ...alerts.map(({ title, texts }) => {
      const lines = texts.map((text) => paragraph(text, '  ', width));
      return section(title, lines, paint);
    }),
  ].map((text) => (width === undefined ? text : fitLines(text, width)));
  const end = [
    remedy === undefined ? '' : sanitizeBlockForTerminal(remedy),
    [line(standing), ...conclusions].join('\n'),
  ];
  return `${[...sections, ...end].filter((part) => part !== '').join('\n\n')}\n`;
}

/** Breaks lines between words, under the beginning of their text. */
function fitLines(text: string, width: number, hang = 2): string {
  return text
    .split('\n')
    .map((whole) => fitLine(whole, width, hang))
    .join('\n');
}

function fitLine(whole: string, width: number, hang: number): string {
  const visible = stripVTControlCharacters(whole);
  const isOfExchange = /^ {4}[<>] /.test(visible); // stays as it is, to be copied
  if (isOfExchange || measureWidth(visible) <= width) return whole;
  const [indent = ''] = /^ *\S{1,9} {2,}(?=\S)/.exec(visible) ?? /^ */.exec(visible) ?? [];
  const under = ' '.repeat(measureWidth(indent) + (indent.trim() === '' ? hang : 0));
  const start = whole.length - whole.trimStart().length;
  const [first = '', ...words] = whole.slice(start).split(' ');
  const lines: string[] = [];
  let line = whole.slice(0, start) + first;
  for (const word of words) {
    const next = `${line} ${word}`;
    if (measureWidth(next) <= width) line = next;
    else {
      lines.push(line);
      line = under + word;
    }
  }
  // A line that begins with another word may be a command for the log of a CI job.
  return [...lines, line].map((text) => escapeCommands(text)).join('\n');
}

/** A text of its own in lines of the usual width, or a smaller one. */
function paragraph(text: string, indent: string, width = maxColumns): string {
  return fitLines(indent + line(text), Math.min(width, maxColumns), 0);
}

/** By columns of a terminal: a character may take two, or none. */
function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - measureWidth(text)));
}

/** A foreign text in one line; what is cut off stands in `report.json`. */
function line(text: string): string {
  return clip(sanitizeForTerminal(text), maxLineCharacters);
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : [paint('bold', `${line(title)} (${lines.length})`), ...lines].join('\n');
}

function matrixLines(report: Report, matrix: Matrix, paint: Paint, columnsOfTerminal = Infinity): string[] {
  const { title, lines, columns } = matrix;
  const { statuses, cells, totals } = tabulate(report, matrix);
  const width = Math.max(5, ...cells.map((cell) => measureWidth(line(`${cell.line} ${cell.name}`))));
  // Where the words do not fit, their marks do.
  const wide = statuses.reduce((sum, { label }) => sum + 2 + measureWidth(line(label)), width + 11);
  const heads = statuses.map(({ label, mark }) => line(wide > columnsOfTerminal ? mark.padStart(4) : label));
  const legend = statuses.map(({ label, mark }) => `${mark} ${label}`).join('  ');
  const draw = (first: string, second: string, others: readonly string[]) =>
    [`  ${padEnd(first, width)}`, padEnd(line(second), 7), ...others].join('  ');
  const paintCounts = (counts: readonly number[]) =>
    statuses.map(({ tone }, at) => {
      const count = counts[at] ?? 0;
      return paint(
        count > 0 ? styles[tone] : 'dim',
        String(count || '·').padStart(measureWidth(heads[at] ?? '')),
      );
    });
  const body = cells.map((cell, at) => {
    const isFirst = cells[at - 1]?.line !== cell.line;
    return draw(isFirst ? line(`${cell.line} ${cell.name}`) : '', cell.column, paintCounts(cell.counts));
  });
  return [
    paint('bold', line(title)),
    ...(wide > columnsOfTerminal ? [paint('dim', line(`  ${legend}`))] : []),
    paint('dim', draw(line(lines.tag), columns.tag, heads)),
    ...body,
    draw('total', '', paintCounts(totals)),
  ];
}

function tableLines({ columns, rows }: Table): string[] {
  const [, ...others] = columns;
  const width = Math.max(0, ...rows.map(([first = '']) => measureWidth(line(String(first)))));
  return rows.map(([first = '', ...cells]) => {
    const texts = cells.map((cell, at) =>
      typeof cell === 'number' ? `${cell} ${line(others[at] ?? '')}` : line(cell),
    );
    return `  ${padEnd(line(String(first)), width)}  ${texts.filter((text) => text !== '').join(', ')}`;
  });
}

function groupSections(
  report: Report,
  { title, show, rows }: Group,
  paint: Paint,
  width: number | undefined,
): string[] {
  if (rows.length === 0 || show === 'folded') return [];
  const head = paint('bold', `${line(title)} (${rows.length})`);
  if (show === 'reasons') {
    const reasons = groupReasons(rows).map(
      ({ reason, ids }) =>
        `${paragraph(reason, '  ', width)}\n${paint('dim', paragraph(ids.join(' '), '    ', width))}`,
    );
    return [[head, ...reasons].join('\n')];
  }
  if (show === 'brief') return [[head, ...rows.map((row) => briefRow(report, row, paint))].join('\n')];
  const entries = groupCauses(report, rows);
  const hidden = entries.length - maxRows;
  return [
    head,
    ...entries.slice(0, maxRows).map((cause) => fullCause(report, cause, paint)),
    ...(hidden > 0 ? [`${hidden} more ${line(report.noun)} are in report.json.`] : []),
  ];
}

function titleLine(report: Report, row: Row, paint: Paint): string {
  const { mark, tone } = findStatus(report, row);
  return paint(styles[tone], line(`${mark} ${row.id} ${row.level} ${row.title}`));
}

function briefRow(report: Report, row: Row, paint: Paint): string {
  const seen = describeSeen(report, row);
  return [
    `  ${titleLine(report, row, paint)}`,
    ...(seen === '' ? [] : [`    ${row.change ? '' : '-> '}${line(seen)}`]),
    ...(row.accepted ? [`    ${line(describeAcceptance(row.accepted))}`] : []),
  ].join('\n');
}

/** The first row of a cause in full, and what its others add. */
function fullCause(report: Report, cause: Cause, paint: Paint): string {
  const [row] = cause.rows;
  if (!row) return '';
  const { change, message = '', text } = row;
  const { shown, hidden } = takeLatest(row, maxExchanges);
  const seen = change ? line(describeSeen(report, row)) : block(message);
  return [
    titleLine(report, row, paint),
    ...(seen === '' ? [] : [seen.replaceAll(/^/gm, '    ')]),
    ...(text === undefined ? [] : [`    ${line(text)}`]),
    ...listCauseFacts(cause).map(
      (fact) => `    ${paint('dim', padEnd(line(fact.name), 9))} ${line(fact.text)}`,
    ),
    ...(hidden > 0 ? [`    (${hidden} earlier exchanges are in report.json)`] : []),
    ...shown.map(exchangeLines),
  ].join('\n');
}

function block(text: string): string {
  return clip(sanitizeBlockForTerminal(text), maxBodyCharacters);
}

function exchangeLines(exchange: Exchange): string {
  const { method, url, requestHeaders, requestBody, responseHeaders, responseBody } = exchange;
  return [
    `    > ${line(`${method} ${url}`)}`,
    ...messageLines('    > ', requestHeaders, requestBody),
    `    < ${line(answerText(exchange))}`,
    ...messageLines('    < ', responseHeaders, responseBody),
  ].join('\n');
}

function messageLines(prefix: string, headers: Exchange['requestHeaders'], body: string | null): string[] {
  const lines = headerLines(headers).map((header) => prefix + line(header));
  if (body === null) return lines;
  const text = body === '' ? '(empty body)' : block(body);
  return [...lines, ...text.split('\n').map((part) => prefix + part)];
}
