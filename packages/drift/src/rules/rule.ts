import type { Evidence } from '../findings/evidence.ts';
import type { FindingClass, Sensor, SpecChange } from '../findings/finding.ts';
import type { RuleHelp } from '../report/rule-help.ts';

/** Everything that is said of one kind of difference; what looks for it stands where exchanges are judged. */
export interface Rule<Id extends string = string> {
  /** Never changes: fingerprints hold it. */
  readonly id: Id;
  readonly class: FindingClass;
  /** What was seen, in one sentence without its end. */
  readonly title: (evidence: Evidence) => string;
  /** What it means for the users of the client. */
  readonly meaning: string;
  /** What a person may do about the contract, where nothing can be done by itself. */
  readonly advice: string;
  /** The rule in general. */
  readonly help: RuleHelp;
  /** Who can see it. */
  readonly sensors: readonly Exclude<Sensor, 'documents'>[];
  /** The statement that does not hold, as a pointer into the bundled contract. */
  readonly pointsAt: (operation: { readonly pointer: string }, pointer: string) => string;
  /** The change of the contract that `--fix` may apply; absent where a person has to decide. */
  readonly propose?: (evidence: Evidence) => SpecChange | undefined;
}
