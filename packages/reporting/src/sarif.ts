import type { Location, Log, Notification, Result } from 'sarif';
import { type Cause, describeCause, groupCauses, listRows } from './describe.ts';
import type { Report, Row, Severity } from './report.ts';
import { clip, oneLine, sanitizeJson } from './sanitize.ts';

export interface SarifParts {
  /** Every rule that rows may name. */
  readonly rules: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  /** Tells the runs of one kind apart, such as `trtc-call-drift/v1`. */
  readonly category: string;
  /** The name of the fingerprints, with the version of how they are made. */
  readonly fingerprintName: string;
  /** Where a row without a place is shown: code scanning refuses a result that has none. */
  readonly fallbackFile: string;
  /** The ids of rows that were known before; absent where nothing is known of before. */
  readonly known?: ReadonlySet<string> | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

/**
 * The report as SARIF 2.1.0. A check that could not be made is an execution without success. Accepted rows are
 * suppressed results; a row keeps its place in GitHub's code scanning by a fingerprint that holds no prose.
 */
export function renderSarif(report: Report, parts: SarifParts): string {
  const { tool, alerts, exitCode, startedAt, durationMilliseconds, verdicts, standing } = report;
  const notify = (isConfiguration: boolean) =>
    alerts
      .filter((alert) => (alert.isConfiguration ?? false) === isConfiguration)
      .flatMap(({ severity, id, title, texts }) =>
        texts.map((text) =>
          notification(severity, id, id === 'could-not-check' ? text : `${title}: ${text}`),
        ),
      );
  const conclusion = verdicts.map((verdict) => verdict.conclusion).join('; ');
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: sarifText(tool.version),
            rules: parts.rules.map(({ id, title, text }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text },
              help: { text, markdown: `**${title}.** ${text}` },
            })),
          },
        },
        automationDetails: { id: parts.category },
        invocations: [
          {
            executionSuccessful: exitCode !== 2,
            exitCode,
            exitCodeDescription: sarifText(conclusion),
            startTimeUtc: startedAt,
            endTimeUtc: new Date(Date.parse(startedAt) + durationMilliseconds).toISOString(),
            toolExecutionNotifications: [...notify(false), notification('notice', 'last-success', standing)],
            toolConfigurationNotifications: notify(true),
          },
        ],
        results: groupCauses(report, listRows(report)).flatMap((cause) => createResult(report, cause, parts)),
        properties: { ...parts.properties },
      },
    ],
  };
  return `${sanitizeJson(log, 2)}\n`;
}

function createResult(report: Report, cause: Cause, parts: SarifParts): Result[] {
  const { rows } = cause;
  const [row] = rows;
  if (!row) return [];
  const { id, rule, severity = 'notice', accepted, properties = {} } = row;
  const isKnown = accepted !== undefined || rows.every((member) => parts.known?.has(member.id));
  const result: Result = {
    ...(rule !== undefined && {
      ruleId: rule,
      ruleIndex: parts.rules.findIndex((known) => known.id === rule),
    }),
    level: levels[severity],
    message: { text: sarifText(describeCause(report, cause)) },
    locations: rows.map((row) => createLocation(row, parts.fallbackFile)),
    // Code scanning knows a result again by the hash of its line only; two fields may be missing at one line.
    partialFingerprints: { [parts.fingerprintName]: id, primaryLocationLineHash: `${id}:1` },
    occurrenceCount: Math.max(
      1,
      rows.flatMap(({ sightings }) => sightings).reduce((sum, { count }) => sum + count, 0),
    ),
    ...((parts.known || accepted) && { baselineState: isKnown ? 'unchanged' : 'new' }),
    ...(accepted && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: sarifText(`${accepted.reason} (${accepted.author}, until ${accepted.expires})`),
        },
      ],
    }),
    properties: { ...properties, ...(rows.length > 1 && { ids: rows.map((row) => row.id) }) },
  };
  return [result];
}

function createLocation({ place, at = '' }: Row, fallbackFile: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodePath(place?.file ?? fallbackFile), uriBaseId: '%SRCROOT%' },
      region: { startLine: place?.line ?? 1 },
    },
    ...(at !== '' && { logicalLocations: [{ fullyQualifiedName: at }] }),
  };
}

function notification(severity: Severity, id: string, text: string): Notification {
  return { level: levels[severity], descriptor: { id }, message: { text: sarifText(text) } };
}

/** A path as a part of an address. */
export function encodePath(path: string): string {
  const encode = (part: string) =>
    encodeURIComponent(part.toWellFormed()).replace(/[()]/g, (mark) => (mark === '(' ? '%28' : '%29'));
  return path.split('/').map(encode).join('/');
}

const maxCharacters = 2000;

/**
 * A text as a message of SARIF: braces stand for arguments and `[text](target)` for a link there, and neither is
 * meant here.
 */
function sarifText(text: string): string {
  return clip(oneLine(text), maxCharacters)
    .replaceAll('{', '{{')
    .replaceAll('}', '}}')
    .replaceAll('](', '] (');
}
