import {
  type Cause,
  describeAcceptance,
  describeRun,
  describeSeen,
  describeVerdict,
  exchangeText,
  findStatus,
  groupCauses,
  groupReasons,
  listCauseFacts,
  readLink,
  tabulate,
  takeLatest,
} from './describe.ts';
import type { Fact, Group, Matrix, Report } from './report.ts';
import {
  clip,
  escapeCommands,
  escapeMarkup,
  oneLine,
  sanitizeBlockForTerminal,
  takeStart,
} from './sanitize.ts';

const maxExchanges = 3;
const maxBlockCharacters = 3000;
const maxCellCharacters = 600;
const maxLineCharacters = 1500;

/**
 * The report as Markdown for a pull request, an issue or a job summary; what does not fit is counted and left to
 * `report.json`.
 *
 * @param maxBytes such as the 1 MiB of a job summary or the 65,536 characters of an issue, less some room
 */
export function renderMarkdown(report: Report, maxBytes: number): string {
  return fitBlocks(
    [
      `# ${cell(report.name)}\n`,
      ...report.verdicts.map((verdict) => {
        const [head = '', ...others] = describeVerdict(verdict).map((text) => cell(text, maxLineCharacters));
        return `${[`**${head}**`, ...others].join('\\\n')}\n`;
      }),
      `${cell(report.standing)}. ${cell(describeRun(report))}\n`,
      ...report.alerts.flatMap(({ title, texts }) => [
        `## ${cell(title)} (${texts.length})\n`,
        ...texts.map((text) => `- ${cell(text)}`),
        '',
      ]),
      ...report.matrices.flatMap((matrix) => matrixTable(report, matrix)),
      ...report.groups.flatMap((group) => groupBlocks(report, group)),
      ...report.tables.flatMap(({ title, columns, rows }) =>
        markdownTable(
          title,
          columns,
          rows.map((cells) => cells.map((text) => cell(String(text), maxLineCharacters))),
        ),
      ),
    ],
    maxBytes,
  );
}

function matrixTable(report: Report, matrix: Matrix): string[] {
  const { title, lines, columns } = matrix;
  const { statuses, cells, totals } = tabulate(report, matrix);
  const body = cells.map(({ line, name, column, counts }) => [
    cell(`${line} ${name}`),
    cell(column),
    ...counts.map((count) => String(count || '')),
  ]);
  const heads = [lines.tag, columns.tag, ...statuses.map(({ label }) => label)];
  return markdownTable(title, heads, [...body, ['**total**', '', ...totals.map((count) => `**${count}**`)]]);
}

function groupBlocks(report: Report, { title, show, rows }: Group): string[] {
  const head = `${title} (${rows.length})`;
  if (rows.length === 0) return [];
  if (show === 'full') {
    const blocks = groupCauses(report, rows).map((cause) => fullBlock(report, cause));
    return [`\n## ${cell(head)}\n`, ...blocks];
  }
  if (show === 'brief') {
    const lines = rows.map((row) => [
      cell(`${row.id} ${row.level} ${row.title}`),
      cell(describeSeen(report, row)),
      cell(row.accepted ? describeAcceptance(row.accepted) : ''),
    ]);
    return markdownTable(head, ['what', 'seen', 'accepted'], lines);
  }
  if (show === 'folded') return [];
  const reasons = groupReasons(rows).map(({ reason, ids }) => [
    cell(reason),
    String(ids.length),
    cell(ids.join(' ')),
  ]);
  return markdownTable(head, ['reason', 'number', 'ids'], reasons);
}

function fullBlock(report: Report, cause: Cause): string {
  const [row] = cause.rows;
  if (!row) return '';
  const { id, level, title, text = '' } = row;
  const { shown, hidden } = takeLatest(row, maxExchanges);
  return [
    `### ${findStatus(report, row).mark} ${cell(title)}\n`,
    ...[`${id} ${level}`, describeSeen(report, row), text].flatMap((line) =>
      line === '' ? [] : [`- ${cell(line, maxLineCharacters)}`],
    ),
    ...listCauseFacts(cause).map((fact) => `- ${cell(fact.name)}: ${factText(fact)}`),
    ...(shown.length === 0 ? [] : [exchangeBlock(shown.map(exchangeText), hidden)]),
    '',
  ].join('\n');
}

function factText({ text, href }: Fact): string {
  const link = readLink(href);
  const shown = cell(text, maxLineCharacters);
  return link === undefined ? shown : `[${shown}](${link})`;
}

function exchangeBlock(texts: readonly string[], hidden: number): string {
  const more = hidden > 0 ? `, ${hidden} earlier in report.json` : '';
  const blocks = texts.map((text) => fence(text, maxBlockCharacters)).join('\n\n');
  return `\n<details><summary>exchanges: ${texts.length}${escapeMarkup(more)}</summary>\n\n${blocks}\n\n</details>`;
}

/** What GitHub still takes for a mention or a reference once the Markdown has been read, up to where it is broken. */
const references = /@(?=[\da-z])|\\#(?=\d)|\bGH-(?=\d)|\bgithub(?=\.com\b)/gi;

/** Makes a text literal inside a line or a table cell of GitHub's Markdown. It mentions no user and links no issue. */
export function escapeMarkdown(text: string): string {
  const shown = oneLine(text)
    // First: what follows writes marks of its own.
    .replace(/[\\`*_[\]~#!$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(references, '$&&#8203;')
    .replaceAll('|', '&#124;')
    .replaceAll('@', '&#64;');
  return escapeCommands(shown, (character) => `&#${character.charCodeAt(0)};`);
}

/** Clipped before it is escaped, so that no escape is cut in half. */
function cell(text: string, maxCharacters = maxCellCharacters): string {
  const line = oneLine(text);
  const start = takeStart(line, maxCharacters);
  return escapeMarkdown(start === line ? line : `${start}…`);
}

/** A code block that no backticks in the text can end, and in which the log of a CI job finds no command. */
export function fence(text: string, maxCharacters: number): string {
  const shown = clip(sanitizeBlockForTerminal(text), maxCharacters);
  const runs = shown.match(/`+/g) ?? [];
  const marks = '`'.repeat(Math.max(3, 1 + Math.max(0, ...runs.map((run) => run.length))));
  return `${marks}text\n${shown}\n${marks}`;
}

/** A table in blocks, its rows apart, so that rows that do not fit can be left out. Nothing when there are no rows. */
function markdownTable(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `\n## ${cell(title)}\n\n${line(columns.map((column) => cell(column)))}\n${line(columns.map(() => '---'))}`,
    ...rows.map(line),
  ];
}

/**
 * Takes blocks in order while they fit; smaller ones behind one that does not fit are still shown.
 *
 * @param maxBytes of the text that comes back, the line about what is missing apart
 */
export function fitBlocks(blocks: readonly string[], maxBytes: number): string {
  const kept: string[] = [];
  let bytes = 0;
  for (const block of blocks) {
    const size = Buffer.byteLength(block) + 1;
    if (bytes + size > maxBytes) continue;
    bytes += size;
    kept.push(block);
  }
  const missing = blocks.length - kept.length;
  if (missing > 0) kept.push(`\n${missing} more entries are in report.json: they did not fit here.`);
  return `${kept.join('\n')}\n`;
}
