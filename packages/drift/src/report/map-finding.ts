import { type Acceptance, encodePath, type Row, readableTime } from '@trtc-call/reporting';
import { sourceBase } from '@trtc-call/spec';
import { lastName } from '../contract/schema-node.ts';
import { combineSightings, placeIn } from '../findings/describe.ts';
import type { Finding, Sighting } from '../findings/finding.ts';

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

const severities = { breaking: 'error', additive: 'warning', informational: 'notice' } as const;

export function mapFinding({ finding, ids }: Cause, accepted?: Acceptance): Row {
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

/** Such as `1 entry is` or `2 entries are`. */
export function counted(count: number, one: string, many: string, what = ''): string {
  return `${count} ${count === 1 ? one : many}${what === '' ? '' : ` ${what}`}`;
}

/** Such as `probes`, `probes and production`, or `documents, probes and production`. */
export function listed(words: readonly string[]): string {
  // `Intl.ListFormat` takes longer to load than the rest of a report to write.
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
