import {
  applyFixes,
  type DriftReport,
  renderConclusion,
  renderFixes,
  renderGithub,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderSarif,
  renderTerminal,
  writeDriftReports,
} from '@trtc-call/drift';
import { hasColors, logLine, print, printData, printError, terminalOptions } from '../../io/print.ts';
import { tellStopping, untilStopped } from '../../io/stop-signal.ts';

export type DriftFormat = 'terminal' | 'json' | 'sarif' | 'markdown' | 'github' | 'html';

export type FailOn = 'breaking' | 'additive' | 'informational' | 'never';

/** How the findings of a check are shown, and which of them count. */
export interface ReportFlags {
  accepted?: string;
  state?: string;
  staleAfter: number;
  failOn: FailOn;
  format: DriftFormat;
  out?: string;
  fix?: true;
}

/** Writes the reports, prints one of them, and applies what is safe if that was asked for. */
export async function showDrift(report: DriftReport, { out, format, fix }: ReportFlags): Promise<number> {
  // Files first: they must not be lost when standard output is closed early.
  const written = out === undefined ? undefined : await writeDriftReports(report, out);
  // A report of nothing would look like one of no drift. GitHub gets its annotation all the same.
  if (sawNothing(report) && format !== 'github') {
    logLine(`trtc-call: could not check: ${report.check.reasons.join('; ')}`);
    return report.exitCode;
  }
  // Beside data for a program, the conclusion is for the person at the terminal.
  const isForMachine = format !== 'terminal';
  const printAside = isForMachine ? printError : print;
  if (isForMachine) {
    await printData(renderers[format](report));
    logLine(renderConclusion(report));
  } else print(renderTerminal(report, terminalOptions()), { keepColors: hasColors() });
  if (written) printAside(`Report: ${written.html}\n`);
  return fix ? fixAll(report, printAside) : report.exitCode;
}

/** What was fixed counts no more; what is left to people does. */
async function fixAll(report: DriftReport, printAside: (text: string) => void): Promise<number> {
  const { findings, exitCode } = report;
  const ended = await untilStopped((signal) => applyFixes({ findings, signal }), { onStop: tellStopping });
  if (!('value' in ended)) return ended.exitCode;
  const result = ended.value;
  printAside(renderFixes(result));
  if (exitCode !== 1) return exitCode;
  const left = new Set(result.undecided.map(({ id }) => id));
  const counted = countedFindings(report).filter(({ id }) => left.has(id));
  return counted.length > 0 ? 1 : 0;
}

function sawNothing({ check, inputs, findings }: DriftReport): boolean {
  return (
    check.outcome === 'could-not-check' && findings.length === 0 && inputs.every(({ judged }) => judged === 0)
  );
}

function countedFindings({ findings, failOn }: DriftReport): DriftReport['findings'] {
  const classes = ['breaking', 'additive', 'informational', 'never'];
  return findings.filter((finding) => classes.indexOf(finding.class) <= classes.indexOf(failOn));
}

const renderers = {
  json: renderJson,
  sarif: renderSarif,
  markdown: renderMarkdown,
  github: renderGithub,
  html: renderHtml,
} as const satisfies Record<Exclude<DriftFormat, 'terminal'>, (report: DriftReport) => string>;
