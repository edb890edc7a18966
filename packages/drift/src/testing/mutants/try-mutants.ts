import { locations } from '@trtc-call/spec/v1/locations';
import type { SpecLocation } from '../../contract/locations.ts';
import type { Finding } from '../../findings/finding.ts';
import { classOf, type Expected, type Mutant, nameOf } from './mutant.ts';

/** What came of one mutant. */
export interface Trial {
  readonly mutant: Mutant;
  /** Whether it conforms to the contract, so that nothing is to be found. */
  readonly isEquivalent: boolean;
  readonly isDetected: boolean;
  readonly hasRightClass: boolean;
  readonly hasRightPlace: boolean;
  /** What is wrong, one line each; empty when everything is as it should be. */
  readonly misses: readonly string[];
}

/** Holds what was found of a changed vendor against what has to be found. */
export function tryMutant(mutant: Mutant, findings: readonly Finding[]): Trial {
  const { expected } = mutant;
  const told = expected.map((one) => ({ one, about: findings.filter((finding) => isAbout(finding, one)) }));
  const others = findings.filter(
    (finding) => !told.some(({ about }) => about.includes(finding)) && !isHidden(finding, mutant),
  );
  const lacking = told.flatMap(({ one, about }) => (about.length > 0 ? [] : [`lacks ${textOf(one)}`]));
  const hasRightClass =
    lacking.length === 0 && told.every(({ one, about }) => about.every((finding) => isOfClass(finding, one)));
  const misplaced = told.flatMap(({ one, about }) =>
    about
      .filter(({ location }) => !isAt(location, one.sites))
      .map(({ location }) => `names ${location?.file}:${location?.line} for ${textOf(one)}`),
  );
  const misses = [
    ...lacking,
    ...(hasRightClass || lacking.length > 0 ? [] : ['has another class']),
    ...misplaced,
    ...others.map(({ fingerprint }) => `tells besides ${textOf(fingerprint)}`),
  ];
  return {
    mutant,
    isEquivalent: expected.length === 0,
    isDetected: expected.length > 0 && findings.length > 0,
    hasRightClass: expected.length > 0 && hasRightClass,
    hasRightPlace: expected.length > 0 && lacking.length + misplaced.length === 0,
    misses: misses.map((miss) => `${nameOf(mutant)}: ${miss}`),
  };
}

function isAbout({ fingerprint, places }: Finding, { rule, subject, pointer }: Expected): boolean {
  if (fingerprint.rule !== rule) return false;
  if (places) return places.some((place) => place.operationId === subject && place.pointer === pointer);
  return fingerprint.subject === subject && fingerprint.pointer === pointer;
}

function isOfClass(finding: Finding, { rule, class: own = classOf[rule] }: Expected): boolean {
  return finding.class === own;
}

function isHidden({ fingerprint }: Finding, { operationId, hides, place }: Mutant): boolean {
  const { rule, subject, pointer } = fingerprint;
  // A value that is wrong by itself is not what was asked for either.
  if (rule === 'mismatch' && subject === operationId && pointer === place) return true;
  return hides !== undefined && rule === 'never-seen' && subject === operationId && pointer.startsWith(hides);
}

function isAt(location: SpecLocation | undefined, sites: readonly string[]): boolean {
  return sites.some((site) => `${location?.file}:${location?.line}` === lineOf(site));
}

/** File and line of a statement, or of the nearest one around it. */
function lineOf(site: string): string | undefined {
  for (let at = site; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) {
    if (Object.hasOwn(locations, at)) return locations[at];
  }
  return undefined;
}

function textOf({ rule, pointer }: { rule: string; pointer: string }): string {
  return `${rule} at ${pointer || 'the whole'}`;
}
