import { clip } from '@trtc-call/reporting';
import type { Contract } from '../contract/contract.ts';
import { lastName, mergeSeen, parentPointer, type SeenSchema } from '../contract/schema-node.ts';
import { shownWord } from '../judge/deviations.ts';
import type { HasNewField, Rule } from '../rules/rule.ts';
import type { RuleId } from '../rules/rules.ts';
import type { Collected, CollectedSighting } from './collector.ts';
import { type Difference, exchangeSensors, type Sensor, type SpecChange } from './difference.ts';
import {
  compareFindings,
  type Finding,
  type Fingerprint,
  makeFinding,
  type Place,
  type Proposal,
  type Sighting,
} from './finding.ts';

interface Overview {
  readonly contract: Contract;
  judged(sensor: Sensor, operationId: string): number;
  couldSee(sensor: Sensor, rule: Rule, operationId: string | undefined): boolean;
}

export function describeAll(collected: readonly Collected[], overview: Overview): Finding[] {
  const { contract } = overview;
  const shapes = shapesByField(collected);
  const hasNewField = findNewFields(collected);
  const placed = collected.map((entry): PlacedFinding => {
    const { rule, difference } = entry;
    const operationId = difference.operation?.subject;
    const finding = describe(rule, difference, {
      contract,
      hasNewField,
      seen: shapes.get(fieldKey(entry)),
      sightings: [...entry.sightings].map(([sensor, sighting]) =>
        describeSighting(sensor, sighting, operationId && overview.judged(sensor, operationId)),
      ),
      notSeenBy: exchangeSensors.filter(
        (sensor) => !entry.sightings.has(sensor) && overview.couldSee(sensor, rule, operationId),
      ),
    });
    const common = rule.shared?.common(difference, contract);
    return {
      finding,
      rule,
      common: common && { ...finding.fingerprint, ...common, subject: contract.prefix },
    };
  });
  return mergePlaces(placed).sort(compareFindings);
}

function describeSighting(
  sensor: Sensor,
  { count, first, last }: CollectedSighting,
  of: number | '' | undefined,
): Sighting {
  return {
    sensor,
    count,
    ...(of && of >= count && { of }),
    ...(first !== undefined && { first: new Date(first).toISOString() }),
    ...(last !== undefined && { last: new Date(last).toISOString() }),
  };
}

interface Context extends Pick<Finding, 'sightings'>, Partial<Pick<Finding, 'notSeenBy'>> {
  /** Default: it is about the check itself, and about no contract. */
  readonly contract?: Pick<Contract, 'locate' | 'generation'>;
  /** Default: there is none. */
  readonly hasNewField?: HasNewField;
  readonly seen?: SeenSchema | undefined;
  /** Default: that of the difference. */
  readonly operationId?: string | undefined;
}

export function describe(rule: Rule<RuleId>, difference: Difference, context: Context): Finding {
  const { contract, hasNewField = () => false, seen, sightings, notSeenBy = [] } = context;
  const { id, class: rated, title, meaning, pointsAt } = rule;
  const { subject, pointer, before, after } = difference;
  const site = pointsAt(difference);
  return makeFinding({
    fingerprint: { rule: id, subject, pointer, before, after },
    class: typeof rated === 'string' ? rated : rated(difference),
    ...(contract && { generation: contract.generation }),
    operationId: context.operationId ?? difference.operation?.subject,
    location: site === undefined ? undefined : contract?.locate(site),
    title: title(difference),
    ...describeSides(difference, seen, rule.seen),
    meaning: typeof meaning === 'string' ? meaning : meaning(difference, hasNewField),
    proposal: propose(rule, difference, seen),
    sightings,
    notSeenBy,
  });
}

/** The longest list of words, or shape of a new field, that is worth reading beside a finding. */
const longestSide = 200;

/** What the contract says at a place, and what stood there: types, bounds and words, but no value. */
function describeSides(
  { before, after, node, fact }: Difference,
  seen: SeenSchema | undefined,
  word = '',
): Pick<Finding, 'before' | 'after'> {
  const words = before === '' && node?.enum ? `one of ${node.enum.join(', ')}` : before;
  const shape = seen ? showShape(seen) : after || word;
  const sides = [fact ? (fact.before ?? '') : words, fact ? (fact.after ?? '') : shape];
  const [was = '', is = ''] = sides.map((text) => clip(text, longestSide, ''));
  return { ...(was !== '' && { before: was }), ...(is !== '' && { after: is }) };
}

function showShape({ type, properties, items }: SeenSchema): string {
  const fields = Object.entries(properties ?? {}).map(
    // A map from users to something looks like an object with fields: no text of theirs is shown.
    ([name, field]) => `${shownWord(name)}: ${showShape(field)}`,
  );
  const within = [...fields, ...(items ? [showShape(items)] : [])];
  return within.length === 0 ? type.join('|') : `${type.join('|')} of ${within.join(', ')}`;
}

// The change of the contract that would make it agree. One that may be applied without asking only adds, or takes back
// a promise; what a type or an outcome shall become is decided by people.
function propose(rule: Rule, difference: Difference, seen: SeenSchema | undefined): Proposal {
  const text = typeof rule.advice === 'string' ? rule.advice : rule.advice(difference);
  const change = rule.propose?.(difference, seen);
  return change ? { text, safe: true, change } : { text, safe: false };
}

function findNewFields(collected: readonly Collected[]): HasNewField {
  const key = (subject: string, parent: string, type: string) => JSON.stringify([subject, parent, type]);
  const known = new Set(
    collected.flatMap(({ rule, difference: { subject, pointer, after } }) =>
      rule.keepsShape ? [key(subject, parentPointer(pointer), after)] : [],
    ),
  );
  return (...field) => known.has(key(...field));
}

/** A field that came with several types is one field. */
function shapesByField(collected: readonly Collected[]): ReadonlyMap<string, SeenSchema> {
  const shapes = new Map<string, SeenSchema>();
  for (const entry of collected) {
    if (!entry.shape) continue;
    const key = fieldKey(entry);
    const known = shapes.get(key);
    shapes.set(key, known ? mergeSeen(known, entry.shape) : entry.shape);
  }
  return shapes;
}

/** By the schema, not the operation: two operations may answer with the same record. */
function fieldKey({ difference: { node, pointer } }: Collected): string {
  return JSON.stringify([node?.pointer, lastName(pointer)]);
}

interface PlacedFinding {
  readonly finding: Finding;
  readonly rule: Rule;
  /** Undefined where it can be seen at this operation only. */
  readonly common: Fingerprint | undefined;
}

/** Merges findings that are the same at several operations. */
function mergePlaces(all: readonly PlacedFinding[]): Finding[] {
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

export function placeIn({ operationId = '', fingerprint: { pointer }, location }: Finding): Place {
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

export function combineSightings(findings: readonly Finding[]): Pick<Finding, 'sightings' | 'notSeenBy'> {
  const sightings = addUpSightings(findings.flatMap((finding) => finding.sightings));
  const seenBy = new Set(sightings.map(({ sensor }) => sensor));
  const notSeenBy = new Set(findings.flatMap((finding) => finding.notSeenBy));
  return { sightings, notSeenBy: [...notSeenBy].filter((sensor) => !seenBy.has(sensor)) };
}

export function addUpSightings(sightings: readonly Sighting[]): Sighting[] {
  const bySensor = Map.groupBy(sightings, ({ sensor }) => sensor);
  return [...bySensor].map(([sensor, own]) => {
    const [first] = own.flatMap(({ first }) => first ?? []).sort();
    const last = own
      .flatMap(({ last }) => last ?? [])
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
