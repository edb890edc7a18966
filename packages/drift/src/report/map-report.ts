import {
  type Acceptance,
  type Alert,
  encodePath,
  type Report,
  type Row,
  readableTime,
  type Status,
  type Table,
} from '@trtc-call/reporting';
import { type AcceptedEntry, renderAcceptedEntry } from '@trtc-call/reporting/accepted';
import { sourceBase } from '@trtc-call/spec/v1/locations';
import type { DriftReport, PageResult } from '../drift-report.ts';
import type { FindingClass } from '../findings/difference.ts';
import type { Finding, Sighting } from '../findings/finding.ts';
import { type Cause, groupCauses } from '../findings/merge.ts';
import {
  counted,
  describeLastSuccess,
  isGood,
  listed,
  renderConclusion,
  renderHeadline,
} from './conclusion.ts';

const statuses: Readonly<Record<FindingClass | 'accepted', Status>> = {
  breaking: { label: 'breaking', mark: '✗', tone: 'bad', outcome: 'failed', isOpen: true },
  additive: { label: 'additive', mark: '+', tone: 'warn', outcome: 'failed' },
  informational: { label: 'informational', mark: '·', tone: 'note', outcome: 'passed' },
  accepted: { label: 'accepted', mark: '≈', tone: 'dull', outcome: 'skipped' },
};

const severities = { breaking: 'error', additive: 'warning', informational: 'notice' } as const;

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

function mapFinding({ finding, ids }: Cause, accepted?: Acceptance): Row {
  const { id, class: name, title, meaning, fingerprint, location, sightings, proposal } = finding;
  const { operationId, places, notSeenBy } = finding;
  const { rule, subject } = fingerprint;
  const { before = fingerprint.before, after = fingerprint.after } = finding;
  const [ofPlace = 'v1'] = /^v\d+(?=\/)/.exec(location?.file ?? subject) ?? [];
  const { generation = ofPlace } = finding;
  return {
    id,
    title,
    status: accepted ? 'accepted' : name,
    level: name,
    rule,
    suite: `${generation} drift`,
    tags: {
      generation: [generation],
      sensor: sightings.map(({ sensor }) => sensor),
      operation: listOperations(finding),
    },
    change:
      before === '' && after === '' ? undefined : { before: before || 'absent', after: after || 'absent' },
    text: meaning,
    advice: describeProposal(finding),
    accepted,
    at: subjectText(finding),
    notes: [
      { name: 'sensors', text: describeAgreement(finding) },
      { name: 'ids', text: ids.length > 1 ? ids.join(', ') : '' },
    ].filter(({ text }) => text !== ''),
    place: location && {
      file: `spec/${location.file}`,
      line: location.line,
      href: `${sourceBase}${encodePath(location.file)}`,
    },
    sightings: sightings.map((sighting) => ({ ...sighting, text: describeSighting(sighting) })),
    exchanges: [],
    severity: accepted ? undefined : severities[name],
    properties: {
      class: name,
      fingerprint,
      sightings,
      notSeenBy,
      ...(operationId !== undefined && { operationId }),
      ...(places && { places }),
      ...(proposal && { proposal }),
    },
  };
}

function listOperations({ operationId, places = [] }: Finding): string[] {
  const all = places.map((place) => place.operationId);
  return [...new Set(all.length > 0 || operationId === undefined ? all : [operationId])];
}

function describeSighting({ sensor, count, of, first, last }: Sighting): string {
  const total = of === undefined ? '' : ` of ${of}`;
  const from = first === undefined ? '' : `, first ${readableTime(first)}`;
  const to = last === undefined ? '' : `, last ${readableTime(last)}`;
  return `${sensor}: ${count}${total}${from}${to}`;
}

/** Which sensors agree, and which could have seen it and did not. Empty for what no sensor sees, as a check that fails. */
function describeAgreement({ sightings, notSeenBy }: Finding): string {
  if (sightings.length === 0) return '';
  const seen = `Seen by ${listed(sightings.map(({ sensor }) => sensor))}`;
  return notSeenBy.length === 0 ? seen : `${seen}; not by ${listed(notSeenBy)}, which could have seen it`;
}

function describeProposal({ proposal }: Finding): string {
  if (!proposal) return 'None; a person has to look.';
  const how = proposal.safe ? '--fix applies it' : 'a person has to decide';
  return `${proposal.text} (${how})`;
}

/** Where in an exchange or a page it is, such as `getRecord /data/callId`; each place where there are several. */
export function subjectText({
  fingerprint,
  operationId,
  places = [{ operationId: operationId ?? fingerprint.subject, pointer: fingerprint.pointer }],
}: Pick<Finding, 'fingerprint' | 'operationId' | 'places'>): string {
  const texts = places.map((place) =>
    [place.operationId, place.pointer].filter((part) => part !== '').join(' '),
  );
  return texts.join(', ');
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
