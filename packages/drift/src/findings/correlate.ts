import { generationSources } from '../contract/generations.ts';
import type { DocumentsResult } from '../drift-report.ts';
import { findRule } from '../rules/rules.ts';
import { addUpSightings } from './describe.ts';
import type { Sensor } from './difference.ts';
import { compareFindings, type Finding } from './finding.ts';

interface Correlated {
  readonly findings: readonly Finding[];
  readonly merged: ReadonlySet<string>;
}

/** Puts what pages say beside what the service does: a difference that both show is one finding that both have seen. */
export function correlate(
  exchanges: readonly Finding[],
  documents: Pick<DocumentsResult, 'findings' | 'pages'>,
  listSensors: (operationId: string) => readonly Sensor[],
): Correlated {
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
