import { clip, sanitizeForTerminal } from '@trtc-call/reporting';
import { conclusionOf } from './conclusion.ts';
import { breaksConformance, exitCodeOf } from './exit-code.ts';
import { resultsWith } from './matrix.ts';
import type { Result, RunReport } from './run-report.ts';

/** GitHub shows ten of each kind for a step; more would only lengthen the log. */
const maxAnnotations = 50;
const maxCharacters = 2000;

type Kind = 'error' | 'warning' | 'notice';

/** The report as workflow commands of GitHub Actions: an annotation for each failure, the conclusion at the end. */
export function renderGithub(report: RunReport): string {
  const failures = resultsWith(report, 'fail', 'error', 'blocked', 'known-divergence');
  const hidden = failures.length - maxAnnotations;
  const title = `TRTC Call conformance of ${report.target.name}`;
  return [
    ...failures.slice(0, maxAnnotations).map((result) => annotation(result, report)),
    ...(hidden > 0 ? [command('notice', title, `${hidden} more failures are in report.json`)] : []),
    ...(report.notRestored === undefined ? [] : [command('error', 'Not put back', report.notRestored)]),
    command(exitCodeOf(report) === 0 ? 'notice' : 'error', title, conclusionOf(report)),
    '',
  ].join('\n');
}

function annotation(result: Result, report: RunReport): string {
  const { id, level, sentence, verdict, reason, failure } = result;
  const what = verdict === 'fail' ? failure?.message : (reason ?? failure?.message);
  const kind = breaksConformance(result, report) ? 'error' : level === 'MAY' ? 'notice' : 'warning';
  return command(kind, `${id} ${level}`, what === undefined ? sentence : `${sentence} ${what}`);
}

function command(kind: Kind, title: string, text: string): string {
  const property = encode(title).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${kind} title=${property}::${encode(text)}`;
}

/** One line, without what a log would obey. */
function encode(text: string): string {
  return clip(sanitizeForTerminal(text), maxCharacters).replaceAll('%', '%25');
}
