import { createHash } from 'node:crypto';
import { findingClasses } from './difference.ts';
import type { Finding, Fingerprint } from './finding.ts';

/** What a finding is made of; the id follows from the fingerprint. */
export type FindingParts = Omit<Finding, 'id' | 'notSeenBy'> & Partial<Pick<Finding, 'notSeenBy'>>;

/** A finding with its id. */
export function makeFinding(parts: FindingParts): Finding {
  return { id: findingId(parts.fingerprint), notSeenBy: [], ...parts };
}

/** Short enough to be typed, long enough that two differences of one API never share it. */
export function findingId(fingerprint: Fingerprint): string {
  return `D-${createHash('sha256').update(fingerprintText(fingerprint)).digest('hex').slice(0, 10)}`;
}

/** The fingerprint in one line: no two fingerprints have the same. */
export function fingerprintText({ rule, subject, pointer, before, after }: Fingerprint): string {
  return JSON.stringify([rule, subject, pointer, before, after]);
}

/** Worst first; then by place, so that two reports of the same findings are the same text. */
export function compareFindings(a: Finding, b: Finding): number {
  const order = findingClasses.indexOf(a.class) - findingClasses.indexOf(b.class);
  if (order !== 0) return order;
  const [textA, textB] = [fingerprintText(a.fingerprint), fingerprintText(b.fingerprint)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
