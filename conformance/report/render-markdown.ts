import { escapeMarkdown, escapeMarkup, fence, fitBlocks, markdownTable, oneLine } from '@trtc-call/reporting';
import { areaName } from './area-names.ts';
import { conclusionOf, liveStatementOf } from './conclusion.ts';
import { exchangeText } from './exchange-text.ts';
import { buildMatrix, groupReasons, listVerdicts, resultsWith, splitByGeneration } from './matrix.ts';
import type { Result, RunReport } from './run-report.ts';
import { sourceAddress } from './source-address.ts';
import { verdictWords } from './verdicts.ts';

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
    markdownTable(
      `${title} (${results.length})`,
      ['reason', 'number', 'ids'],
      groupReasons(results).map(({ reason, ids }) => [cell(reason), String(ids.length), cell(ids.join(' '))]),
    );
  return fitBlocks(
    [
      `# TRTC Call ${report.generation} conformance of ${escapeMarkdown(report.target.name)}\n`,
      `**${escapeMarkdown(conclusionOf(report))}**\n`,
      `${escapeMarkdown(liveStatementOf(report))}. ${facts(report)}\n`,
      ...(report.notRestored === undefined
        ? []
        : [`**Not put back:** ${escapeMarkdown(report.notRestored)}\n`]),
      ...matrices(report),
      ...(report.target.notes ?? []).map((note) => `\n${escapeMarkdown(oneLine(note))}\n`),
      ...(failures.length === 0 ? [] : [`\n## Failed (${failures.length})\n`, ...failures]),
      ...markdownTable(
        `Known divergences (${divergences.length})`,
        ['requirement', 'reason', 'accepted by', 'until'],
        divergences,
      ),
      ...left('Blocked by what failed', resultsWith(report, 'blocked')),
      ...left('Skipped', resultsWith(report, 'skipped')),
      ...markdownTable(`Observed (${observations.length})`, ['question', 'answer'], observations),
      ...left('Not checkable from outside', resultsWith(report, 'excluded')),
    ],
    maxBytes,
  );
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

/** A matrix for each generation; its name stands over it where there are several. */
function matrices(report: RunReport): string[] {
  const parts = splitByGeneration(report);
  return parts.length < 2 ? matrix(report) : parts.flatMap((part) => matrix(part, part.generation));
}

function matrix(report: RunReport, title: string | null = null): string[] {
  const verdicts = listVerdicts(report).toReversed();
  const rows = buildMatrix(report).map((row) => [
    cell(`${row.area} ${areaName(row.area)}`),
    row.level,
    ...verdicts.map((verdict) => (row.counts[verdict] === 0 ? '' : String(row.counts[verdict]))),
  ]);
  const totals = ['**total**', '', ...verdicts.map((verdict) => `**${report.counts[verdict]}**`)];
  const labels = verdicts.map((verdict) => verdictWords[verdict].label);
  return markdownTable(title, ['area', 'level', ...labels], [...rows, totals]);
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
