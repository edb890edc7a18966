import { type Cause, describeCause, describeVerdict, groupCauses, listRows, sentences } from './describe.ts';
import type { Report, Severity } from './report.ts';
import { clip, sanitizeForTerminal } from './sanitize.ts';

/** GitHub shows ten of each kind for a step; more would only lengthen the log. */
const maxAnnotations = 50;
const maxCharacters = 2000;

/** The report as workflow commands of GitHub Actions: annotations at the lines of the contract, the conclusion last. */
export function renderGithub(report: Report): string {
  const { name, noun, alerts, verdicts, standing } = report;
  const rows = listRows(report).filter(({ severity }) => severity !== undefined);
  const causes = groupCauses(report, rows);
  const hidden = causes.length - maxAnnotations;
  return [
    ...alerts.flatMap(({ severity, title, texts }) =>
      texts.map((text) => command(severity, { title }, text)),
    ),
    ...causes.slice(0, maxAnnotations).flatMap((cause) => annotations(report, cause)),
    ...(hidden > 0 ? [command('notice', { title: name }, `${hidden} more ${noun} are in report.json`)] : []),
    ...verdicts.map((verdict) =>
      command(
        verdict.passed ? 'notice' : 'error',
        { title: name },
        sentences(...describeVerdict(verdict), standing),
      ),
    ),
    '',
  ].join('\n');
}

function annotations(report: Report, cause: Cause): string[] {
  const [row] = cause.rows;
  if (!row) return [];
  const { id, level, rule, place, sightings, severity = 'notice' } = row;
  const where = place ? { file: place.file, line: String(place.line) } : {};
  const data = sentences(describeCause(report, cause), sightings.map((sighting) => sighting.text).join('; '));
  const named = [id, level, rule].filter((part) => part !== undefined).join(' ');
  return [command(severity, { ...where, title: named }, data)];
}

function command(severity: Severity, properties: Readonly<Record<string, string>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${encodeProperty(value)}`);
  return `::${severity} ${list.join(',')}::${encodeData(text)}`;
}

/** One line, without what a log would obey. */
function encodeData(text: string): string {
  return clip(sanitizeForTerminal(text), maxCharacters).replaceAll('%', '%25');
}

function encodeProperty(text: string): string {
  return encodeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
