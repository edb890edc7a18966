import { readableTime } from '@trtc-call/reporting';
import type { BaselineEntry, DriftInput, OperationCoverage } from '../drift-report.ts';
import type { Acceptance, Finding, Sighting } from '../findings/finding.ts';
import { counted, listed } from './words.ts';

/** Where in the repository a finding's statement stands, such as `spec/v1/openapi.yaml:12`. */
export function placeText({ location }: Pick<Finding, 'location'>): string | undefined {
  return location && `${filePath(location)}:${location.line}`;
}

/** The file from the root of the repository. */
export function filePath({ file }: { readonly file: string }): string {
  return `spec/${file}`;
}

/** The operations that show it. */
export function operationsIn({ operationId, places }: Pick<Finding, 'operationId' | 'places'>): string[] {
  const all = places?.map((place) => place.operationId) ?? [];
  return [...new Set(all.length > 0 || operationId === undefined ? all : [operationId])];
}

/** How often and when one sensor saw it. */
export function sightingText({ sensor, count, of, first, last }: Sighting): string {
  const total = of === undefined ? '' : ` of ${of}`;
  const from = first === undefined ? '' : `, first ${readableTime(first)}`;
  const to = last === undefined ? '' : `, last ${readableTime(last)}`;
  return `${sensor}: ${count}${total}${from}${to}`;
}

/** Which sensors agree, and which could have seen it and did not. Empty for what no sensor sees, as a check that fails. */
export function agreementText({ sightings, notSeenBy }: Pick<Finding, 'sightings' | 'notSeenBy'>): string {
  if (sightings.length === 0) return '';
  const seen = `Seen by ${listed(sightings.map(({ sensor }) => sensor))}`;
  return notSeenBy.length === 0 ? seen : `${seen}; not by ${listed(notSeenBy)}, which could have seen it`;
}

/** What to change, and whether `--fix` does it. */
export function proposalText({ proposal }: Pick<Finding, 'proposal'>): string {
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

/** Who accepted it, and until when. */
export function acceptanceText({ reason, author, expires }: Acceptance): string {
  return `accepted until ${expires} by ${author}: ${reason}`;
}

/** An entry of the baseline that needs attention. */
export function entryText({ id, ...acceptance }: BaselineEntry): string {
  return `${id} ${acceptanceText(acceptance)}`;
}

/** What was made of one input, in one line. */
export function inputText({ name, read, judged, sensors, damage }: DriftInput): string {
  const seen = sensors.length === 0 ? '' : ` (${listed(sensors)})`;
  const broken = damage ? `; damaged at byte ${damage.offset}: ${damage.reason}` : '';
  return `${name}${seen}: ${read} read, ${judged} judged${broken}`;
}

/** What of an input could not be held against the contract. */
export function unjudgedText({ reason, count }: DriftInput['unjudged'][number]): string {
  return `${counted(count, 'entry', 'entries')} not judged: ${reason}`;
}

/** What was seen of an operation; one that nobody called says so. */
export function coverageText({ exchanges, successes, refusals }: OperationCoverage): string {
  if (exchanges === 0) return 'not seen';
  return `${counted(exchanges, 'exchange', 'exchanges')}, ${successes} succeeded, ${refusals} refused`;
}
