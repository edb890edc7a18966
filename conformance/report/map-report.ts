import type { Fact, Group, Matrix, Report, Row, Severity } from '@trtc-call/reporting';
import { operations as v1 } from '@trtc-call/spec/v1';
import { type Locations, sourceBase, locations as v1Locations } from '@trtc-call/spec/v1/locations';
import { sources as v1Sources } from '@trtc-call/spec/v1/sources';
import { operations as v4 } from '@trtc-call/spec/v4';
import { locations as v4Locations } from '@trtc-call/spec/v4/locations';
import { sources as v4Sources } from '@trtc-call/spec/v4/sources';
import {
  breaksConformance,
  concludeGeneration,
  nameGenerations,
  renderHeadline,
  renderLiveStatement,
  splitGenerations,
  toExitCode,
} from './conclusion.ts';
import { areaName, levelOrder, verdictStatuses } from './labels.ts';
import type { Result, RunReport, Verdict } from './run-report.ts';

const groups: readonly { title: string; show: Group['show']; verdicts: readonly Verdict[] }[] = [
  { title: 'Failed', show: 'full', verdicts: ['fail', 'error'] },
  { title: 'Known divergences', show: 'brief', verdicts: ['known-divergence'] },
  { title: 'Blocked by what failed', show: 'reasons', verdicts: ['blocked'] },
  { title: 'Skipped', show: 'reasons', verdicts: ['skipped'] },
  { title: 'Not checkable from outside', show: 'reasons', verdicts: ['excluded'] },
  { title: 'Observed', show: 'brief', verdicts: ['observed'] },
  { title: 'Passed', show: 'folded', verdicts: ['pass'] },
];

/** A run as the report that every format shows. */
export function mapReport(report: RunReport): Report {
  const { target, notRestored, suiteVersion, startedAt, durationMilliseconds } = report;
  const parts = splitGenerations(report);
  const rows = new Map(report.results.map((result) => [result, mapResult(result, report)]));
  const selectRows = (results: readonly Result[]) => results.flatMap((result) => rows.get(result) ?? []);
  const exitCode = toExitCode(report);
  const describe = (text: string, { generation }: RunReport) =>
    parts.length > 1 ? `${generation}: ${text}` : text;
  return {
    name: `TRTC Call ${nameGenerations(report)} conformance of ${target.name}`,
    tool: { name: 'trtc-call conformance', version: suiteVersion },
    noun: 'results',
    verdicts: parts.map((part) => {
      const conclusion = concludeGeneration(part);
      const detail = conclusion.replace(/^[^:]*: /, '');
      return {
        headline: describe(renderHeadline(part), part),
        conclusion: describe(conclusion, part),
        detail: describe(detail, part),
        passed: toExitCode(part) === 0,
      };
    }),
    exitCode,
    startedAt,
    durationMilliseconds,
    facts: [
      { name: 'target', text: target.baseUrl },
      ...parts.map(({ generation, contractVersion }) => ({
        name: parts.length > 1 ? `contract of ${generation}` : 'contract',
        text: contractVersion,
        href: `${sourceBase}${generation}/openapi.yaml`,
      })),
      { name: 'suite', text: suiteVersion },
    ],
    standing: renderLiveStatement(report),
    alerts: [
      ...(notRestored === undefined
        ? []
        : [{ id: 'not-restored', title: 'Not put back', severity: 'error' as const, texts: [notRestored] }]),
      ...(target.unchecked
        ? [{ id: 'unchecked', title: 'Not checked', severity: 'error' as const, texts: target.unchecked }]
        : []),
      ...(target.notes
        ? [{ id: 'target-note', title: 'About the target', severity: 'notice' as const, texts: target.notes }]
        : []),
    ],
    statuses: verdictStatuses,
    listTitle: 'What failed',
    halves: ['expected', 'got'],
    filters: [
      { tag: 'generation', label: 'Generation' },
      { tag: 'level', label: 'Level' },
      { tag: 'area', label: 'Area', menu: 'All areas', names: nameAreas(report.results) },
    ],
    groups: groups.map(({ verdicts, ...group }) => ({
      ...group,
      rows: selectRows(report.results.filter(({ verdict }) => verdicts.includes(verdict))),
    })),
    matrices: parts.map(
      (part): Matrix => ({
        title: parts.length > 1 ? `Areas of ${part.generation}` : 'Areas',
        rows: selectRows(part.results),
        lines: { tag: 'area', names: nameAreas(part.results) },
        columns: { tag: 'level', values: levelOrder },
      }),
    ),
    tables: [],
  };
}

/** The areas that have a result, in the order of the results. */
function nameAreas(results: readonly Result[]): Record<string, string> {
  return Object.fromEntries(results.map(({ area }) => [area, areaName(area)]));
}

function mapResult(result: Result, report: RunReport): Row {
  const { id, generation, level, area, sentence, verdict, reason, failure, divergence, observed } = result;
  const hasChange = failure?.expected !== undefined && verdict !== 'blocked';
  const severities: Readonly<Partial<Record<Verdict, Severity>>> = {
    fail: level === 'MAY' ? 'notice' : 'warning',
    blocked: 'warning',
    'known-divergence': level === 'MAY' ? 'notice' : 'warning',
  };
  return {
    id,
    title: sentence,
    status: verdict,
    level,
    suite: `${generation} ${area}`,
    tags: { generation: [generation], level: [level], area: [area] },
    change: hasChange ? { before: failure.expected ?? '', after: failure.got ?? '' } : undefined,
    message:
      observed ?? (failure?.message === reason || verdict === 'blocked' ? undefined : failure?.message),
    text: verdict === 'known-divergence' ? undefined : reason,
    cause: result.blockedBy ?? failure?.cause ?? failure?.message,
    operations: result.operations,
    blockedBy: result.blockedBy,
    accepted: divergence,
    notes: describeSources(result, generation),
    sightings: [],
    exchanges: failure?.exchanges ?? [],
    severity: breaksConformance(result, report) ? 'error' : severities[verdict],
    durationMilliseconds: result.durationMilliseconds,
  };
}

interface Places {
  readonly operations: Readonly<Record<string, { readonly path: string }>>;
  readonly locations: Locations;
  /** The address of a page of the vendor, with `{id}` for its number. */
  readonly address: string;
}

const contracts: Readonly<Record<string, Places>> = {
  v1: { operations: v1, locations: v1Locations, address: v1Sources.address },
  v4: { operations: v4, locations: v4Locations, address: v4Sources.address },
};

/** Which pages state it, what of the contract it is about, and where it was ever verified. */
function describeSources({ level, source, operations, verified }: Result, generation: string): Fact[] {
  const isQuestion = level === 'OBSERVE';
  const where = [
    verified.documents ? 'in the documents' : null,
    verified.mock === null ? null : `mock ${verified.mock}`,
    verified.live === null ? 'never live' : `live ${verified.live}`,
  ].filter((place) => place !== null);
  return [
    ...source.map((page) => ({
      name: isQuestion ? 'left open by' : 'stated by',
      ...describePage(generation, String(page)),
    })),
    ...operations.map((operation) => ({
      name: 'operation',
      text: operation,
      href: linkOperation(generation, operation),
    })),
    ...(isQuestion || operations.length === 0 ? [] : [{ name: 'verified', text: where.join(', ') }]),
  ];
}

/** The address of a page that has a number; anything else is shown as it stands. */
function describePage(generation: string, page: string): Pick<Fact, 'text' | 'href'> {
  const address = contracts[generation]?.address.replace('{id}', page);
  return address !== undefined && /^\d{1,9}$/.test(page) ? { text: address, href: address } : { text: page };
}

function linkOperation(generation: string, operationId: string): string | undefined {
  const { operations = {}, locations = {} } = contracts[generation] ?? {};
  const path = Object.hasOwn(operations, operationId) ? operations[operationId]?.path : undefined;
  const place = path === undefined ? undefined : locations[`#/paths/${path.replaceAll('/', '~1')}`];
  return place && `${sourceBase}${place.file}`;
}
