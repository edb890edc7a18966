import { areaName } from './area-names.ts';
import { conclusionOf, liveStatementOf } from './conclusion.ts';
import { escapeMarkdown, fence } from './escape-markdown.ts';
import { exchangeText } from './exchange-text.ts';
import { escapeMarkup } from './markup.ts';
import { matrixOf, reasonsOf, resultsWith, verdictsOf } from './matrix.ts';
import type { Result, RunReport } from './run-report.ts';
import { sourceAddress } from './source-address.ts';
import { verdictWords } from './verdicts.ts';
import { oneLine } from './visible.ts';

/** A job summary of GitHub may have 1 MiB; what is left over stays free for other steps of the job. */
const maxBytes = 900 * 1024;
const maxExchangeCharacters = 3000;
const maxMessageCharacters = 2000;
const maxExchanges = 3;
const maxCellCharacters = 600;

/**
 * The report as Markdown for a CI job summary: always under 900 KiB; what does not fit is counted and left to
 * `report.json`.
 */
export function renderMarkdown(report: RunReport): string {
  const failures = resultsWith(report, 'fail', 'error').map(failure);
  const divergences = resultsWith(report, 'known-divergence').map(divergence);
  const observations = resultsWith(report, 'observed').map(observation);
  const left = (title: string, results: Result[]) =>
    table(
      `${title} (${results.length})`,
      ['reason', 'number', 'ids'],
      reasonsOf(results).map(({ reason, ids }) => [cell(reason), String(ids.length), cell(ids.join(' '))]),
    );
  return fit([
    `# TRTC Call ${report.generation} conformance of ${escapeMarkdown(report.target.name)}\n`,
    `**${escapeMarkdown(conclusionOf(report))}**\n`,
    `${escapeMarkdown(liveStatementOf(report))}. ${facts(report)}\n`,
    ...matrix(report),
    ...(failures.length === 0 ? [] : [`\n## Failed (${failures.length})\n`, ...failures]),
    ...table(
      `Known divergences (${divergences.length})`,
      ['requirement', 'reason', 'accepted by', 'until'],
      divergences,
    ),
    ...left('Skipped', resultsWith(report, 'skipped')),
    ...table(`Observed (${observations.length})`, ['question', 'answer'], observations),
    ...left('Not checkable from outside', resultsWith(report, 'excluded')),
  ]);
}

function facts({
  target,
  contractVersion,
  suiteVersion,
  startedAt,
  durationMilliseconds,
}: RunReport): string {
  const seconds = (durationMilliseconds / 1000).toFixed(1);
  return escapeMarkdown(
    `Target ${target.baseUrl}, contract ${contractVersion}, suite ${suiteVersion}, ${startedAt}, ${seconds} s.`,
  );
}

function matrix(report: RunReport): string[] {
  const verdicts = verdictsOf(report).toReversed();
  const rows = matrixOf(report).map((row) => [
    cell(`${row.area} ${areaName(row.area)}`),
    row.level,
    ...verdicts.map((verdict) => String(row.counts[verdict] ?? '')),
  ]);
  const totals = ['**total**', '', ...verdicts.map((verdict) => `**${report.counts[verdict]}**`)];
  const labels = verdicts.map((verdict) => verdictWords[verdict].label);
  return table(null, ['area', 'level', ...labels], [...rows, totals]);
}

function failure(result: Result): string {
  const { mark } = verdictWords[result.verdict];
  const title = escapeMarkup(oneLine(`${mark} ${result.id} ${result.level} ${result.sentence}`));
  const sources = result.source.map((source) => escapeMarkdown(sourceAddress(source).text)).join(', ');
  const message = [result.reason, result.failure?.message].filter((part) => part !== undefined).join('\n\n');
  const exchanges = result.failure?.exchanges ?? [];
  const hidden = exchanges.length - maxExchanges;
  return [
    `<details><summary>${title}</summary>\n`,
    fence(message, maxMessageCharacters),
    hidden > 0 ? `\n${hidden} earlier exchanges are in report.json.` : '',
    ...exchanges
      .slice(-maxExchanges)
      .map((exchange) => `\n${fence(exchangeText(exchange), maxExchangeCharacters)}`),
    sources === '' ? '' : `\nStated by ${sources}`,
    '\n</details>\n',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function divergence(result: Result): string[] {
  const { divergence: accepted } = result;
  const reason = accepted?.reason ?? result.reason ?? '';
  return [
    cell(`${result.id} ${result.level} ${result.sentence}`),
    cell(reason),
    cell(accepted?.author ?? ''),
    cell(accepted?.expires ?? ''),
  ];
}

function observation(result: Result): string[] {
  return [cell(`${result.id} ${result.sentence}`), cell(result.observed ?? '')];
}

/** Clipped before it is escaped, so that no escape is cut in half. */
function cell(text: string): string {
  const line = oneLine(text);
  return escapeMarkdown(line.length > maxCellCharacters ? `${line.slice(0, maxCellCharacters)}…` : line);
}

function table(title: string | null, columns: string[], rows: string[][]): string[] {
  if (rows.length === 0) return [];
  const head = title === null ? '' : `\n## ${title}\n\n`;
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [`${head}${line(columns)}\n${line(columns.map(() => '---'))}`, ...rows.map(line)];
}

/** Takes blocks in order while they fit; smaller ones behind one that does not fit are still shown. */
function fit(blocks: string[]): string {
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
