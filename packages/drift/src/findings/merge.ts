import { generationSources } from '../contract/generations.ts';
import { lastName } from '../contract/schema-node.ts';
import type { DocumentsResult } from '../drift-report.ts';
import type { Rule } from '../rules/rule.ts';
import { findRule } from '../rules/rules.ts';
import type { Sensor, SpecChange } from './difference.ts';
import {
  compareFindings,
  type Finding,
  type Fingerprint,
  makeFinding,
  type Place,
  type Sighting,
} from './finding.ts';

export interface PlacedFinding {
  readonly finding: Finding;
  readonly rule: Rule;
  /** Undefined where it can be seen at this operation only. */
  readonly common: Fingerprint | undefined;
}

/** One finding of those that are the same wherever they are seen. */
export function mergePlaces(all: readonly PlacedFinding[]): Finding[] {
  const groups = Map.groupBy(all, ({ finding, common }) => (common ? JSON.stringify(common) : finding));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first?.common) return group.map(({ finding }) => finding);
    const findings = group.map(({ finding }) => finding);
    const { id: _, ...parts } = first.finding;
    const operations = [...new Set(findings.flatMap(({ operationId }) => operationId ?? []))];
    return makeFinding({
      ...parts,
      fingerprint: first.common,
      operationId: operations.length === 1 ? operations[0] : undefined,
      title:
        (operations.length > 1 && first.rule.shared?.title(operations.length, first.common)) || parts.title,
      places: findings.map(placeIn),
      proposal: parts.proposal && withChanges(parts.proposal, findings),
      ...combineSightings(findings),
    });
  });
}

function placeIn({ operationId = '', fingerprint: { pointer }, location }: Finding): Place {
  return { operationId, pointer, ...(location && { location }) };
}

function withChanges(proposal: NonNullable<Finding['proposal']>, findings: readonly Finding[]) {
  const changes = findings.flatMap((finding) => finding.proposal?.change ?? []);
  // The same schema may be answered by several operations.
  const each = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
  const [change] = each;
  if (!change) return proposal;
  const several: SpecChange = { kind: 'several', changes: each };
  return { ...proposal, change: each.length === 1 ? change : several };
}

function combineSightings(findings: readonly Finding[]): Pick<Finding, 'sightings' | 'notSeenBy'> {
  const sightings = addUpSightings(findings.flatMap((finding) => finding.sightings));
  const seenBy = new Set(sightings.map(({ sensor }) => sensor));
  const notSeenBy = new Set(findings.flatMap((finding) => finding.notSeenBy));
  return { sightings, notSeenBy: [...notSeenBy].filter((sensor) => !seenBy.has(sensor)) };
}

function addUpSightings(sightings: readonly Sighting[]): Sighting[] {
  const bySensor = Map.groupBy(sightings, ({ sensor }) => sensor);
  return [...bySensor].map(([sensor, own]) => {
    const [first] = own.flatMap((one) => one.first ?? []).sort();
    const last = own
      .flatMap((one) => one.last ?? [])
      .sort()
      .at(-1);
    const isCounted = own.every(({ of }) => of !== undefined);
    return {
      sensor,
      count: own.reduce((sum, { count }) => sum + count, 0),
      ...(isCounted && { of: own.reduce((sum, { of = 0 }) => sum + of, 0) }),
      ...(first !== undefined && { first }),
      ...(last !== undefined && { last }),
    };
  });
}

interface Correlated {
  readonly findings: readonly Finding[];
  readonly merged: ReadonlySet<string>;
}

/** Puts what pages say beside what the service does: a difference that both show is one finding that both have seen. */
export function correlate(
  exchanges: readonly Finding[],
  documents: Pick<DocumentsResult, 'findings' | 'pages'> | undefined,
  listSensors: (operationId: string) => readonly Sensor[],
): Correlated {
  if (!documents) return { findings: exchanges, merged: new Set() };
  const byTopic = Map.groupBy(documents.findings, findTopic);
  const ofPages = new Set(documents.pages.map(({ generation }) => generation));
  const merged = new Set<string>();
  const findings = exchanges.map((finding) => {
    if (finding.generation === undefined || !ofPages.has(finding.generation)) return finding;
    const pages = [...new Set(findTopics(finding).flatMap((topic) => byTopic.get(topic) ?? []))];
    for (const page of pages) merged.add(page.id);
    return withDocuments(finding, pages);
  });
  const own = documents.findings
    .filter(({ id }) => !merged.has(id))
    .map((page) => withOthers(page, listSensors));
  return { findings: [...findings, ...own].sort(compareFindings), merged };
}

function findTopics(finding: Finding): string[] {
  const { operationId, fingerprint } = finding;
  const places = finding.places ?? [{ operationId, pointer: fingerprint.pointer }];
  return places.flatMap(
    (place) =>
      findTopic({
        ...finding,
        operationId: place.operationId,
        fingerprint: { ...fingerprint, pointer: place.pointer },
      }) ?? [],
  );
}

/** What a difference is about, in words that rules of documents and rules of exchanges share. */
function findTopic({ operationId, fingerprint, generation }: Finding): string | undefined {
  const { rule, pointer, after, before } = fingerprint;
  const topic = findRule(rule)?.topic;
  switch (topic) {
    case 'field': {
      const { data } = generationSources[generation ?? 'v1'].statements.envelope;
      return pointer.startsWith(`/${data}`) ? JSON.stringify([topic, operationId, pointer]) : undefined;
    }
    case 'word':
      return JSON.stringify([topic, operationId, pointer, after || before]);
    case 'code':
      return JSON.stringify([topic, operationId, after || before]);
    case 'rate':
      return JSON.stringify([topic, operationId]);
    case undefined:
      return undefined;
  }
}

function withDocuments(finding: Finding, pages: readonly Finding[]): Finding {
  // Pages say nothing of how long an answer took, or of what is refused.
  if (findTopics(finding).length === 0) return finding;
  if (pages.length === 0) return { ...finding, notSeenBy: [...finding.notSeenBy, 'documents'] };
  return {
    ...finding,
    sightings: addUpSightings([finding, ...pages].flatMap(({ sightings }) => sightings)),
  };
}

/** A page says it, and exchanges of the same operation do not show it. */
function withOthers(page: Finding, listSensors: (operationId: string) => readonly Sensor[]): Finding {
  if (page.operationId === undefined || findTopic(page) === undefined) return page;
  return { ...page, notSeenBy: [...new Set([...page.notSeenBy, ...listSensors(page.operationId)])] };
}

/** One thing that changed: one finding for all the operations that show it. */
export interface Cause {
  readonly finding: Finding;
  /** Of the findings that it stands for, by which each is accepted. */
  readonly ids: readonly string[];
}

/**
 * Folds findings that are the same difference at the same statement of the contract, seen at several operations. The
 * findings keep their ids: only what people read is folded.
 */
export function groupCauses(findings: readonly Finding[]): Cause[] {
  return [...Map.groupBy(findings, describeCause).values()].flatMap((group) => {
    const [first, ...others] = group;
    if (!first) return [];
    return [{ finding: others.length === 0 ? first : fold(first, group), ids: group.map(({ id }) => id) }];
  });
}

function describeCause({
  id,
  operationId,
  fingerprint,
  location,
  generation,
  class: rated,
}: Finding): string {
  const { rule, subject, pointer, before, after } = fingerprint;
  // An unknown path or a page is told apart by its subject alone.
  if (operationId === undefined || operationId !== subject) return id;
  // Operations share the components of the contract, and each has a file of its own for the rest.
  const isShared = location && /^v\d+\/(components\/|openapi\.yaml)/.test(location.file);
  const place = isShared ? `${location.file}:${location.line} ${lastName(pointer)}` : pointer;
  return JSON.stringify([rated, rule, generation, before, after, place]);
}

function fold(first: Finding, group: readonly Finding[]): Finding {
  const { operationId = '', fingerprint, title, proposal } = first;
  const isOnePlace = group.every((finding) => finding.fingerprint.pointer === fingerprint.pointer);
  const what = title.slice(operationId.length);
  return {
    ...first,
    operationId: undefined,
    title: `${group.length} operations${isOnePlace ? what : what.replace(fingerprint.pointer, lastName(fingerprint.pointer))}`,
    places: group.map(placeIn),
    proposal: proposal && { ...proposal, safe: group.every((finding) => finding.proposal?.safe) },
    ...combineSightings(group),
  };
}
