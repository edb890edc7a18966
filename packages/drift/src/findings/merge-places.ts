import type { Rule } from '../rules/rule.ts';
import type { Sensor, SpecChange } from './difference.ts';
import { type Finding, type Fingerprint, makeFinding, type Place, type Sighting } from './finding.ts';

/** A finding of one operation, with the fingerprint that the same difference has wherever it is seen. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly rule: Rule;
  /** Undefined where it can be seen at this operation only. */
  readonly common: Fingerprint | undefined;
}

/** Makes one finding of the same new field or code at several operations, with its places. */
export function mergePlaces(all: readonly PlacedFinding[]): Finding[] {
  const alone = all.flatMap(({ finding, common }) => (common ? [] : [finding]));
  const groups = Map.groupBy(
    all.filter(({ common }) => common !== undefined),
    ({ common }) => JSON.stringify(common),
  );
  return [...alone, ...[...groups.values()].flatMap(merged)];
}

function merged(group: readonly PlacedFinding[]): Finding[] {
  const [first] = group;
  if (!first?.common) return [];
  const findings = group.map(({ finding }) => finding);
  const { id: _, ...parts } = first.finding;
  const operations = [...new Set(findings.flatMap(({ operationId }) => operationId ?? []))];
  const sightings = addUp(findings.flatMap((finding) => finding.sightings));
  const isSeenBy = (sensor: Sensor) => sightings.some((sighting) => sighting.sensor === sensor);
  return [
    makeFinding({
      ...parts,
      fingerprint: first.common,
      operationId: operations.length === 1 ? operations[0] : undefined,
      title:
        (operations.length > 1 && first.rule.shared?.title(operations.length, first.common)) || parts.title,
      places: findings.map(placeIn),
      proposal: parts.proposal && withChanges(parts.proposal, findings),
      sightings,
      notSeenBy: [...new Set(findings.flatMap(({ notSeenBy }) => notSeenBy))].filter(
        (sensor) => !isSeenBy(sensor),
      ),
    }),
  ];
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

/** One sighting for each sensor. */
function addUp(sightings: readonly Sighting[]): Sighting[] {
  const bySensor = Map.groupBy(sightings, ({ sensor }) => sensor);
  return [...bySensor].map(([sensor, own]) => {
    const firsts = own.flatMap(({ first }) => first ?? []).sort();
    const lasts = own.flatMap(({ last }) => last ?? []).sort();
    const [first] = firsts;
    const last = lasts.at(-1);
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
