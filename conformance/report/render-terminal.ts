import {
  clip,
  createPaint,
  type Paint,
  type Style,
  sanitizeBlockForTerminal,
  sanitizeForTerminal,
} from '@trtc-call/reporting';
import { refuseUnknownOptions } from '../run/refuse-unknown-options.ts';
import { areaName } from './area-names.ts';
import { conclusionOf, liveStatementOf } from './conclusion.ts';
import { exitCodeOf } from './exit-code.ts';
import { buildMatrix, groupReasons, listVerdicts, resultsWith, splitByGeneration } from './matrix.ts';
import type { Exchange, Result, RunReport, Verdict } from './run-report.ts';
import { sourceAddress } from './source-address.ts';
import { verdictWords } from './verdicts.ts';

/** How a report is written to a terminal. */
export interface TerminalOptions {
  /** Whether colours may be used. Default false: a pipe gets plain text. */
  color?: boolean;
}

const maxBodyCharacters = 4000;
const maxExchanges = 5;
const maxColumns = 96;

/**
 * The report for people at a terminal: the matrix, failures in full, then what was skipped and observed, how
 * old the last live run is, and the conclusion in the last line. Escape sequences of the target are shown, not obeyed.
 *
 * @throws CannotRunError when an option has a name that is not known
 */
export function renderTerminal(report: RunReport, options: TerminalOptions = {}): string {
  refuseUnknownOptions(options, { color: true });
  const { color = false } = options;
  const paint = createPaint(color);
  const failures = resultsWith(report, 'fail', 'error');
  const divergences = resultsWith(report, 'known-divergence');
  const observations = resultsWith(report, 'observed');
  const sections = [
    heading(report, paint),
    ...matrices(report, paint),
    section('Failed', failures, (result) => failure(result, paint), paint),
    section('Known divergences', divergences, divergence, paint),
    reasons('Blocked by what failed', resultsWith(report, 'blocked'), paint),
    reasons('Skipped', resultsWith(report, 'skipped'), paint),
    reasons('Not checkable from outside', resultsWith(report, 'excluded'), paint),
    section('Observed', observations, observation, paint, '\n'),
    notRestored(report, paint),
    `${liveStatementOf(report)}\n${paint(exitCodeOf(report) === 0 ? ['bold', 'green'] : ['bold', 'red'], conclusionOf(report))}`,
  ];
  return `${sections.filter((part) => part !== '').join('\n\n')}\n`;
}

function notRestored({ notRestored: what }: RunReport, paint: Paint): string {
  return what === undefined ? '' : `${paint(['bold', 'red'], 'Not put back')}\n${wrap(what, '  ')}`;
}

function heading(report: RunReport, paint: Paint): string {
  const { target } = report;
  const title = `TRTC Call ${report.generation} conformance of ${sanitizeForTerminal(target.name)}`;
  const seconds = (report.durationMilliseconds / 1000).toFixed(1);
  const facts = `contract ${report.contractVersion}, suite ${report.suiteVersion}, ${report.startedAt}, ${seconds} s`;
  const notes = (target.notes ?? []).map((note) => `\n${wrap(note, '')}`).join('');
  return `${paint('bold', title)} at ${sanitizeForTerminal(target.baseUrl)}\n${paint('dim', sanitizeForTerminal(facts))}${notes}`;
}

/** A matrix for each generation; its name stands over it where there are several. */
function matrices(report: RunReport, paint: Paint): string[] {
  const parts = splitByGeneration(report);
  if (parts.length < 2) return [matrix(report, paint)];
  return parts.map((part) => `${paint('bold', part.generation)}\n${matrix(part, paint)}`);
}

function matrix(report: RunReport, paint: Paint): string {
  const verdicts = listVerdicts(report).toReversed();
  const rows = buildMatrix(report);
  const titleOfArea = (area: string) => sanitizeForTerminal(`${area} ${areaName(area)}`);
  const areaWidth = Math.max(5, ...rows.map((row) => titleOfArea(row.area).length));
  const widths = verdicts.map((verdict) => verdictWords[verdict].column.length);
  const cells = (counts: Partial<Record<Verdict, number>>) =>
    verdicts.map((verdict, at) => {
      const cell = String(counts[verdict] || '·').padStart(widths[at] ?? 0);
      return paint(counts[verdict] ? styleOf[verdict] : 'dim', cell);
    });
  const line = (area: string, level: string, columns: string[]) =>
    [`  ${area.padEnd(areaWidth)}`, level.padEnd(7), ...columns].join('  ');
  const labels = verdicts.map((verdict) => verdictWords[verdict].column);
  let last = '';
  const body = rows.map((row) => {
    const area = row.area === last ? '' : titleOfArea(row.area);
    last = row.area;
    return line(area, row.level, cells(row.counts));
  });
  return [paint('dim', line('area', 'level', labels)), ...body, line('total', '', cells(report.counts))].join(
    '\n',
  );
}

function section(
  title: string,
  results: Result[],
  show: (result: Result) => string,
  paint: Paint,
  between = '\n\n',
): string {
  if (results.length === 0) return '';
  return `${paint('bold', `${title} (${results.length})`)}${between}${results.map(show).join(between)}`;
}

function reasons(title: string, results: Result[], paint: Paint): string {
  if (results.length === 0) return '';
  const groups = groupReasons(results).map(
    ({ reason, ids }) => `${wrap(reason, '  ')}\n${paint('dim', wrap(ids.join(' '), '    '))}`,
  );
  return [paint('bold', `${title} (${results.length})`), ...groups].join('\n');
}

/** A text in lines that fit a terminal, each behind the indent. */
function wrap(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of sanitizeForTerminal(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + word.length < maxColumns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  // A line that begins with another word may be a command for the log of a CI job.
  return lines.map((line) => indent + sanitizeForTerminal(line)).join('\n');
}

function failure(result: Result, paint: Paint): string {
  const lines = [paint(styleOf[result.verdict], formatTitle(result))];
  if (result.reason) lines.push(indent(result.reason));
  if (result.failure) lines.push(indent(result.failure.message));
  if (result.divergence) lines.push(`  accepted only until ${accepted(result.divergence)}`);
  const exchanges = result.failure?.exchanges ?? [];
  const shown = exchanges.slice(-maxExchanges);
  const hidden = exchanges.length - shown.length;
  if (hidden > 0) lines.push(`  (${hidden} earlier exchanges are in report.json)`);
  for (const item of shown) lines.push(exchange(item));
  lines.push(
    ...result.source.map((source) => `  stated by ${sanitizeForTerminal(sourceAddress(source).text)}`),
  );
  return lines.join('\n');
}

function exchange(item: Exchange): string {
  const milliseconds = `${Math.round(item.durationMilliseconds)} ms`;
  const outcome =
    item.status === null
      ? `no answer after ${milliseconds}: ${item.error ?? 'unknown'}`
      : `HTTP ${item.status} after ${milliseconds}`;
  return [
    `    > ${sanitizeForTerminal(item.method)} ${sanitizeForTerminal(item.url)}`,
    ...message('    > ', item.requestHeaders, item.requestBody),
    `    < ${sanitizeForTerminal(outcome)}`,
    ...message('    < ', item.responseHeaders, item.responseBody),
  ].join('\n');
}

function message(prefix: string, headers: Record<string, string>, body: string | null): string[] {
  const lines = Object.entries(headers).map(
    ([name, value]) => prefix + sanitizeForTerminal(`${name}: ${value}`),
  );
  if (body === null) return lines;
  const text = body === '' ? '(empty body)' : clip(sanitizeBlockForTerminal(body), maxBodyCharacters);
  return [...lines, ...text.split('\n').map((line) => prefix + line)];
}

function divergence(result: Result): string {
  const until = result.divergence ? `\n  accepted until ${accepted(result.divergence)}` : '';
  const seen = result.failure ? `\n${indent(result.failure.message)}` : '';
  return `${formatTitle(result)}${until}${seen}`;
}

function accepted({ expires, author, reason }: NonNullable<Result['divergence']>): string {
  return sanitizeForTerminal(`${expires} by ${author}: ${reason}`);
}

function observation(result: Result): string {
  return `  ${sanitizeForTerminal(`${result.id} ${result.sentence}`)}\n    -> ${sanitizeForTerminal(result.observed ?? '')}`;
}

function formatTitle(result: Result): string {
  const { mark } = verdictWords[result.verdict];
  return sanitizeForTerminal(`${mark} ${result.id} ${result.level} ${result.sentence}`);
}

function indent(text: string): string {
  return clip(sanitizeBlockForTerminal(text), maxBodyCharacters).replaceAll(/^/gm, '  ');
}

const styleOf: Record<Verdict, Style> = {
  pass: 'green',
  fail: 'red',
  error: 'magenta',
  blocked: 'magenta',
  'known-divergence': 'yellow',
  skipped: 'yellow',
  excluded: 'dim',
  observed: 'cyan',
};
