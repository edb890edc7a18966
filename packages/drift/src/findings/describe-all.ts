import type { Contract } from '../contract/contract.ts';
import { locationOf } from '../contract/locations.ts';
import { type Collected, sightingOf } from './collector.ts';
import { type Description, describe } from './describe.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Fingerprint, RuleId, SeenSchema, Sensor } from './finding.ts';
import { compareFindings, makeFinding } from './make-finding.ts';
import { mergePlaces, type PlacedFinding } from './merge-places.ts';
import { proposalOf } from './propose.ts';
import { mergeSeen } from './seen-schema.ts';

/** What is known of the exchanges as a whole. */
export interface Overview {
  /** How many exchanges of an operation a sensor gave. */
  judged(sensor: Sensor, operationId: string): number;
  readonly sharedSchemas: Contract['sharedSchemas'];
  /** Whether a sensor would have shown such a difference. */
  couldSee(sensor: Sensor, rule: RuleId, operationId: string | undefined): boolean;
}

const exchangeSensors: readonly Sensor[] = ['probes', 'production'];

/** Says of each difference what it is, what it means and what may be done, worst first. */
export function describeAll(collected: readonly Collected[], overview: Overview): Finding[] {
  const shapes = shapesByField(collected);
  const news = new Set(
    collected.flatMap(({ evidence }) =>
      evidence.fingerprint.rule === 'undocumented-field' ? [newNameKey(evidence.fingerprint)] : [],
    ),
  );
  const placed = collected.map((one): PlacedFinding => {
    const { fingerprint, operationId, site } = one.evidence;
    const description = described(one, news);
    const sensors = [...one.sightings.keys()];
    const finding = makeFinding({
      fingerprint,
      class: description.class,
      operationId,
      location: site === undefined ? undefined : locationOf(site),
      title: description.title,
      meaning: description.meaning,
      proposal: proposalOf(one, description, shapes.get(fieldKey(one))),
      sightings: [...one.sightings].map(([sensor, sighting]) =>
        sightingOf(sensor, sighting, ofHowMany(sensor, operationId, overview)),
      ),
      notSeenBy: exchangeSensors.filter(
        (sensor) => !sensors.includes(sensor) && overview.couldSee(sensor, fingerprint.rule, operationId),
      ),
    });
    return { finding, common: commonFingerprint(one.evidence, overview) };
  });
  return mergePlaces(placed).sort(compareFindings);
}

/** What the same code, or the same field of a schema that several operations answer with, is told apart by. */
function commonFingerprint({ fingerprint, node }: Evidence, overview: Overview): Fingerprint | undefined {
  const { rule, pointer } = fingerprint;
  if (rule === 'new-error-code') return { ...fingerprint, subject: '' };
  if (rule !== 'undocumented-field') return undefined;
  const nameAt = pointer.lastIndexOf('/');
  // What stands around the data is the same for every operation.
  const parent = nameAt === 0 ? '' : node && overview.sharedSchemas.get(node.pointer)?.at;
  return parent === undefined
    ? undefined
    : { ...fingerprint, subject: '', pointer: `${parent}${pointer.slice(nameAt)}` };
}

function described(one: Collected, news: ReadonlySet<string>): Description {
  const { fingerprint } = one.evidence;
  const description = describe(one.evidence);
  const mayBeRenamed =
    fingerprint.rule === 'missing-field' &&
    news.has(newNameKey({ ...fingerprint, after: fingerprint.before }));
  if (!mayBeRenamed) return description;
  const hint = 'A field of the same type is new beside it: it may have another name now.';
  return { ...description, meaning: `${description.meaning} ${hint}` };
}

function newNameKey({ subject, pointer, after }: Finding['fingerprint']): string {
  return JSON.stringify([subject, pointer.slice(0, pointer.lastIndexOf('/')), after]);
}

/** A field that came with several types is one field. */
function shapesByField(collected: readonly Collected[]): ReadonlyMap<string, SeenSchema> {
  const shapes = new Map<string, SeenSchema>();
  for (const one of collected) {
    if (!one.seen) continue;
    const known = shapes.get(fieldKey(one));
    shapes.set(fieldKey(one), known ? mergeSeen(known, one.seen) : one.seen);
  }
  return shapes;
}

/** By the schema, not the operation: two operations may answer with the same record. */
function fieldKey({ evidence: { node, fingerprint } }: Collected): string {
  return JSON.stringify([node?.pointer, fingerprint.pointer.slice(fingerprint.pointer.lastIndexOf('/') + 1)]);
}

function ofHowMany(sensor: Sensor, operationId: string | undefined, overview: Overview): number | undefined {
  const judged = operationId === undefined ? 0 : overview.judged(sensor, operationId);
  return judged > 0 ? judged : undefined;
}
