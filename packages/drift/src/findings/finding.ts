import { createHash } from 'node:crypto';
import type { FingerprintText } from '@trtc-call/reporting/accepted';
import type { SpecLocation } from '../contract/contract.ts';
import type { Generation } from '../contract/generations.ts';
import type { RuleId } from '../rules/rules.ts';
import { type FindingClass, findingClasses, type Sensor, type SpecChange } from './difference.ts';

/** What a finding is told apart by. Nothing in it is prose, so that a reworded message is the same finding. */
export interface Fingerprint {
  readonly rule: RuleId;
  /**
   * The operation, behind its generation where that is not v1 (`v4/endCall`); the path of an unknown operation, or the
   * vendor's page. Empty, or the generation and a slash, when it may be about several operations.
   */
  readonly subject: string;
  /** JSON Pointer into answer or request, with `*` for every index; empty for the whole. */
  readonly pointer: string;
  /** What the contract, or the page at the last run, says: a type, a word, a number; empty when it says nothing. */
  readonly before: string;
  /** What was seen in its place; empty when nothing is there any more. */
  readonly after: string;
}

/** One operation that shows a difference which several may show. */
export interface Place {
  readonly operationId: string;
  /** JSON Pointer into its answer, with `*` for every index. */
  readonly pointer: string;
  readonly location?: SpecLocation;
}

/** How often, when and by whom it was seen. */
export interface Sighting {
  readonly sensor: Sensor;
  /** Exchanges, reports or pages that show it. */
  readonly count: number;
  /** Of how many that could have shown it, when that is known. */
  readonly of?: number;
  /** ISO 8601, when the times are known. */
  readonly first?: string;
  readonly last?: string;
}

/** A change of the contract that would make it agree with what was seen. */
export interface Proposal {
  readonly text: string;
  /** Whether `--fix` may apply it without asking. */
  readonly safe: boolean;
  /** What `--fix` does; absent where a person has to decide. */
  readonly change?: SpecChange;
}

/** One difference between the vendor and the contract. */
export interface Finding {
  /** Short, made from the fingerprint: the same difference has the same id for good. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly class: FindingClass;
  /** The generation that it is about; undefined where it is about the check itself. */
  readonly generation?: Generation;
  /** Undefined where it is about several, see `places`. */
  readonly operationId: string | undefined;
  /** Every operation that shows it, where several may; `location` is that of the first. */
  readonly places?: readonly Place[];
  readonly location: SpecLocation | undefined;
  /** One sentence: what was seen. Redacted. */
  readonly title: string;
  /** What the contract says and what was seen in its place, in a few words; absent where there is nothing to say. */
  readonly before?: string;
  readonly after?: string;
  /** One or two sentences: what it means for the users of the client. */
  readonly meaning: string;
  readonly proposal: Proposal | undefined;
  /** One entry for each sensor that saw it. */
  readonly sightings: readonly Sighting[];
  /** Sensors that could have seen it and did not. */
  readonly notSeenBy: readonly Sensor[];
}

type FindingParts = Omit<Finding, 'id' | 'notSeenBy'> & Partial<Pick<Finding, 'notSeenBy'>>;

export function makeFinding(parts: FindingParts): Finding {
  return { id: findingId(parts.fingerprint), notSeenBy: [], ...parts };
}

/** Short enough to be typed, long enough that two differences of one API never share it. */
export function findingId(fingerprint: FingerprintText): string {
  return `D-${createHash('sha256').update(fingerprintText(fingerprint)).digest('hex').slice(0, 10)}`;
}

/** The fingerprint in one line: no two fingerprints have the same. */
export function fingerprintText({ rule, subject, pointer, before, after }: FingerprintText): string {
  return JSON.stringify([rule, subject, pointer, before, after]);
}

/** Worst first; then by place, so that two reports of the same findings are the same text. */
export function compareFindings(a: Finding, b: Finding): number {
  const order = findingClasses.indexOf(a.class) - findingClasses.indexOf(b.class);
  if (order !== 0) return order;
  const [textA, textB] = [fingerprintText(a.fingerprint), fingerprintText(b.fingerprint)];
  return textA < textB ? -1 : textA > textB ? 1 : 0;
}
