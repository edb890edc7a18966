import { type Alert, type Report, readableTime, type Status, type Table } from '@trtc-call/reporting';
import { type AcceptedEntry, renderAcceptedEntry } from '@trtc-call/reporting/accepted';
import { sourceBase } from '@trtc-call/spec';
import type { DriftReport, PageResult } from '../drift-report.ts';
import { type FindingClass, findingClasses } from '../findings/difference.ts';
import type { Finding } from '../findings/finding.ts';
import { checkStale } from '../rules/rules.ts';
import { counted, groupCauses, listed, mapFinding } from './map-finding.ts';

const statuses: Readonly<Record<FindingClass | 'accepted', Status>> = {
  breaking: { label: 'breaking', mark: '✗', tone: 'bad', outcome: 'failed', isOpen: true },
  additive: { label: 'additive', mark: '+', tone: 'warn', outcome: 'failed' },
  informational: { label: 'informational', mark: '·', tone: 'note', outcome: 'passed' },
  accepted: { label: 'accepted', mark: '≈', tone: 'dull', outcome: 'skipped' },
};

/** A check as the report that every format shows. */
export function mapReport(report: DriftReport, isFolded = true): Report {
  const { version, contractVersion, startedAt, durationMilliseconds, findings, accepted, failOn } = report;
  const headline = renderHeadline(report);
  const conclusion = renderConclusion(report);
  const detail = conclusion.replace(/^[^:]*: /, '');
  const causes = isFolded ? groupCauses(findings) : findings.map((finding) => ({ finding, ids: [] }));
  const found = causes.map((cause) => mapFinding(cause));
  const hasExchanges = report.pages === undefined || report.coverage.some(({ exchanges }) => exchanges > 0);
  const generations = [...new Set(found.flatMap(({ tags }) => tags.generation ?? []))].toSorted();
  return {
    name: `TRTC Call ${nameGeneration(report)} drift`,
    tool: { name: 'trtc-call drift', version },
    noun: 'findings',
    verdicts: [
      { headline, conclusion, detail: headline.endsWith(detail) ? '' : detail, passed: isGood(report) },
    ],
    exitCode: report.exitCode,
    startedAt,
    durationMilliseconds,
    facts: [
      { name: 'contract', text: contractVersion, href: sourceBase },
      { name: 'drift', text: version },
      { name: 'fails on', text: failOn },
    ],
    standing: describeLastSuccess(report),
    alerts: listAlerts(report).filter(({ texts }) => texts.length > 0),
    statuses,
    listTitle: 'What changed',
    halves: ['was', 'is now'],
    filters: [
      ...(generations.length > 1 ? [{ tag: 'generation', label: 'Generation' }] : []),
      { tag: 'sensor', label: 'Sensor' },
      { tag: 'operation', label: 'Operation', menu: 'All operations' },
    ],
    groups: [
      { title: 'Findings', show: 'full', rows: found },
      {
        title: 'Accepted',
        show: 'brief',
        rows: accepted.map(({ finding, acceptance }) => mapFinding({ finding, ids: [] }, acceptance)),
      },
    ],
    matrices: [],
    tables: [
      {
        title: 'Compared',
        columns: ['input', 'sensors', 'read', 'judged'],
        rows: report.inputs.map(({ name, sensors, read, judged }) => [name, listed(sensors), read, judged]),
      },
      ...(report.pages ? [mapPages(report.pages)] : []),
      ...(hasExchanges ? [mapCoverage(report.coverage)] : []),
    ],
    remedy: describeAccepting(report),
  };
}

function countClasses(findings: readonly Finding[]): string {
  const causes = groupCauses(findings);
  return findingClasses
    .map((name) => ({ name, count: causes.filter(({ finding }) => finding.class === name).length }))
    .flatMap(({ name, count }) => (count > 0 ? [`${count} ${name}`] : []))
    .join(', ');
}

type Outcome = Pick<DriftReport, 'check' | 'exitCode'>;

/** Whether the check is good news. One that could not be made never is. */
function isGood({ check, exitCode }: Outcome): boolean {
  return exitCode === 0 && check.outcome === 'checked';
}

function couldNotCheck({ check, exitCode }: Outcome): boolean {
  return exitCode === 2 || check.outcome === 'could-not-check';
}

/** What was found, for a reader who reads nothing else, such as `The vendor changed: 1 breaking, 4 additive`. */
export function renderHeadline(report: DriftReport): string {
  const { findings, accepted } = report;
  if (couldNotCheck(report)) return 'Could not check';
  if (findings.length === 0) return accepted.length > 0 ? 'No drift but what is accepted' : 'No drift';
  // A check that keeps failing says nothing about the vendor.
  const isOfVendor = findings.some(({ fingerprint }) => fingerprint.rule !== checkStale.id);
  return `${isOfVendor ? 'The vendor changed' : 'The checks fail'}: ${countClasses(findings)}`;
}

/** The check in one line, such as `Drift: 1 breaking, 2 additive`; the part before the colon is the verdict. */
export function renderConclusion(report: DriftReport): string {
  const { findings, accepted, baseline, check, exitCode, failOn } = report;
  const counts = countClasses(findings);
  const { expired = [], unseen = [] } = baseline ?? {};
  const more = [
    accepted.length > 0 ? `${accepted.length} accepted` : '',
    expired.length > 0 ? counted(expired.length, 'acceptance', 'acceptances', 'expired') : '',
    unseen.length > 0 ? counted(unseen.length, 'acceptance', 'acceptances', 'no longer needed') : '',
  ];
  const join = (first: string) => [first, ...more].filter((part) => part !== '').join(', ');
  if (couldNotCheck(report)) {
    const reasons = check.reasons.join('; ') || 'nothing could be read';
    const beside = join(counts);
    return `Could not check: ${reasons}${beside === '' ? '' : ` (found in what could be read: ${beside})`}`;
  }
  if (exitCode === 1) return `Drift: ${join(counts)}`;
  if (findings.length > 0) {
    return `${failOn === 'never' ? 'Drift' : `No drift at or above ${failOn}`}: ${join(counts)}`;
  }
  return `No drift: ${join(`${describeAgreement(report)} with the contract`)}`;
}

/** When a check was last made, so that silence is never taken for agreement. */
export function describeLastSuccess({ check }: Pick<DriftReport, 'check'>): string {
  const { failingSince, lastSuccess } = check;
  const failing = failingSince === null ? '' : `; checks have failed since ${readableTime(failingSince)}`;
  const last =
    lastSuccess === null
      ? 'No successful check is on record'
      : `Last successful check: ${readableTime(lastSuccess)}`;
  return `${last}${failing}`;
}

function describeAgreement({ inputs, coverage }: DriftReport): string {
  const judged = inputs.reduce((sum, input) => sum + input.judged, 0);
  const operations = coverage.filter(({ exchanges }) => exchanges > 0).length;
  const of = operations === 0 ? '' : ` of ${counted(operations, 'operation', 'operations')}`;
  return `${counted(judged, 'entry', 'entries')}${of} ${judged === 1 ? 'agrees' : 'agree'}`;
}

function mapCoverage(coverage: DriftReport['coverage']): Table {
  return {
    title: 'Seen by operation',
    columns: ['operation', 'seen', 'succeeded', 'refused'],
    rows: coverage.map(({ operationId, exchanges, successes, refusals }) => [
      operationId,
      exchanges,
      successes,
      refusals,
    ]),
  };
}

/** What each page gave, so that a page that gives less is seen. */
function mapPages(pages: readonly PageResult[]): Table {
  return {
    title: 'Pages',
    columns: ['page', 'outcome', 'form', 'facts'],
    rows: pages.map(({ id, about, outcome, form, origin, facts }) => [
      `${id} ${about}`,
      outcome === 'absent' ? 'not in the folder' : outcome,
      form === undefined ? '' : `${form} (${origin ?? 'vendor'})`,
      Object.entries(facts)
        .map(([kind, count]) => counted(count, kind, `${kind}s`))
        .join(', '),
    ]),
  };
}

function nameGeneration({ generation }: { readonly generation: string }): string {
  return generation === 'both' ? 'v1 and v4' : generation;
}

/** What a person has to see to: what could not be checked, and which entries of the accepted list are over. */
function listAlerts({ check, inputs, baseline }: DriftReport): Alert[] {
  const entries = (list: readonly AcceptedEntry[] = []) =>
    list.map(({ id, reason, author, expires }) => `${id} accepted until ${expires} by ${author}: ${reason}`);
  return [
    { id: 'could-not-check', title: 'Could not check', severity: 'error', texts: check.reasons },
    {
      id: 'damaged-input',
      title: 'Damaged',
      severity: 'error',
      texts: inputs.flatMap(({ name, damage }) =>
        damage ? [`${name} at byte ${damage.offset}: ${damage.reason}`] : [],
      ),
    },
    {
      id: 'input-note',
      title: 'About what was checked',
      severity: 'notice',
      texts: inputs.flatMap(({ name, notes = [] }) => notes.map((note) => `${name}: ${note}`)),
    },
    {
      id: 'not-judged',
      title: 'Not judged',
      severity: 'notice',
      texts: inputs.flatMap(({ name, unjudged }) =>
        unjudged.map(({ reason, count }) => `${name}: ${counted(count, 'entry', 'entries')}: ${reason}`),
      ),
    },
    {
      id: 'acceptance-expired',
      title: 'Accepted, but expired',
      severity: 'warning',
      isConfiguration: true,
      texts: entries(baseline?.expired),
    },
    {
      id: 'acceptance-unseen',
      title: 'Accepted, but no longer seen: delete from the accepted list',
      severity: 'notice',
      isConfiguration: true,
      texts: entries(baseline?.unseen),
    },
  ];
}

const acceptForDays = 90;

/** Accepting is shown once, by the first finding: the others are written alike. */
function describeAccepting({ findings, startedAt, baseline }: DriftReport): string | undefined {
  const [first] = findings;
  if (!first) return undefined;
  const { id, fingerprint } = first;
  const until = new Date(Date.parse(startedAt) + acceptForDays * 24 * 60 * 60 * 1000);
  const expires = until.toISOString().slice(0, 10);
  const entry = renderAcceptedEntry({ id, reason: '', author: '', expires, fingerprint });
  const file = baseline ? baseline.file : 'a file for --accepted';
  const head = `To accept ${id} for a time, fill this in and add it to ${file}:`.replaceAll('\n', ' ');
  return [
    head,
    ...entry
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

/** The ids that the accepted list knew before, whose time is over. */
export function listKnown({ baseline }: DriftReport): ReadonlySet<string> | undefined {
  return baseline && new Set(baseline.expired.map(({ id }) => id));
}
