import { clip, oneLine, sanitizeJson } from '@trtc-call/reporting';
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { DriftReport } from '../drift-report.ts';
import type { FindingClass } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { ruleIds, rules } from '../rules/rules.ts';
import {
  agreementText,
  entryText,
  filePath,
  inputText,
  proposalText,
  subjectText,
  unjudgedText,
} from './finding-text.ts';
import { conclusionOf, describeLastSuccess, sentences } from './words.ts';

const classLevels: Readonly<Record<FindingClass, 'error' | 'warning' | 'note'>> = {
  breaking: 'error',
  additive: 'warning',
  informational: 'note',
};

/**
 * The report as SARIF 2.1.0. A check that could not be made is an execution without success. Accepted findings are
 * suppressed results; a finding keeps its place in GitHub's code scanning by a fingerprint that holds no prose.
 */
export function renderSarif(report: DriftReport): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'trtc-call drift',
            version: sarifText(report.version),
            rules: rules.map(descriptor),
          },
        },
        automationDetails: { id: `trtc-call-drift/${report.generation}` },
        invocations: [
          {
            executionSuccessful: report.check.outcome === 'checked',
            exitCode: report.exitCode,
            exitCodeDescription: sarifText(conclusionOf(report)),
            startTimeUtc: report.startedAt,
            endTimeUtc: computeEnd(report),
            toolExecutionNotifications: executionNotifications(report),
            toolConfigurationNotifications: baselineNotifications(report),
          },
        ],
        results: [
          ...report.findings.map((finding) => createResult(finding, report)),
          ...report.accepted.map(({ finding, acceptance: { reason, author, expires } }) => ({
            ...createResult(finding, report),
            baselineState: 'unchanged' as const,
            suppressions: [
              {
                kind: 'external' as const,
                status: 'accepted' as const,
                justification: sarifText(`${reason} (${author}, until ${expires})`),
              },
            ],
          })),
        ],
        properties: {
          contractVersion: report.contractVersion,
          coverage: report.coverage,
          inputs: report.inputs,
          check: report.check,
        },
      },
    ],
  };
  return `${sanitizeJson(log, 2)}\n`;
}

function descriptor({ id, help: { title, text } }: (typeof rules)[number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text, markdown: `**${title}.** ${text}` },
  };
}

function createResult(finding: Finding, { baseline, generation }: DriftReport): Result {
  const { id, fingerprint, operationId, places, proposal, sightings, notSeenBy } = finding;
  const text = sentences(
    finding.title,
    finding.meaning,
    `Proposal: ${proposalText(finding)}`,
    agreementText(finding),
  );
  return {
    ruleId: fingerprint.rule,
    ruleIndex: ruleIds.indexOf(fingerprint.rule),
    level: classLevels[finding.class],
    message: { text: sarifText(text) },
    locations: [createLocation(finding, generation)],
    // Code scanning knows a result again by the hash of its line only; two fields may be missing at one line.
    partialFingerprints: { 'trtcCallDrift/v1': id, primaryLocationLineHash: `${id}:1` },
    occurrenceCount: Math.max(
      1,
      sightings.reduce((sum, { count }) => sum + count, 0),
    ),
    ...(baseline && { baselineState: isKnown(finding, baseline) ? 'unchanged' : 'new' }),
    properties: {
      class: finding.class,
      fingerprint,
      sightings,
      notSeenBy,
      ...(operationId !== undefined && { operationId }),
      ...(places && { places }),
      ...(proposal && { proposal }),
    },
  };
}

/** Code scanning refuses a result without a place, so what stands nowhere in the contract is shown at its beginning. */
function createLocation(finding: Finding, generation: DriftReport['generation']): Location {
  const place = finding.location ?? { file: `${generation}/openapi.yaml`, line: 1 };
  const name = subjectText(finding);
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeUri(filePath(place)), uriBaseId: '%SRCROOT%' },
      region: { startLine: place.line },
    },
    ...(name !== '' && { logicalLocations: [{ fullyQualifiedName: name }] }),
  };
}

function encodeUri(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/');
}

function isKnown({ id }: Finding, { expired }: NonNullable<DriftReport['baseline']>): boolean {
  return expired.some((entry) => entry.id === id);
}

function computeEnd({ startedAt, durationMilliseconds }: DriftReport): string {
  return new Date(Date.parse(startedAt) + durationMilliseconds).toISOString();
}

/** What kept the check from being made, and what it could not judge. */
function executionNotifications(report: DriftReport): Notification[] {
  const { check, inputs } = report;
  return [
    ...check.reasons.map((reason) => notification('error', 'could-not-check', reason)),
    ...inputs.flatMap((input) => [
      ...(input.damage ? [notification('error', 'damaged-input', inputText(input))] : []),
      ...input.unjudged.map((reason) =>
        notification('warning', 'not-judged', `${input.name}: ${unjudgedText(reason)}`),
      ),
    ]),
    notification('note', 'last-success', describeLastSuccess(report)),
  ];
}

/** What the list of accepted findings needs. */
function baselineNotifications({ baseline }: DriftReport): Notification[] {
  if (!baseline) return [];
  return [
    ...baseline.expired.map((entry) =>
      notification(
        'warning',
        'acceptance-expired',
        `${baseline.file}: the time is over: ${entryText(entry)}`,
      ),
    ),
    ...baseline.unseen.map((entry) =>
      notification('warning', 'acceptance-unseen', `${baseline.file}: no longer seen: ${entryText(entry)}`),
    ),
  ];
}

function notification(level: NonNullable<Notification['level']>, id: string, text: string): Notification {
  return { level, descriptor: { id }, message: { text: sarifText(text) } };
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
