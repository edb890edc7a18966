import type { FindingClass } from '../../findings/difference.ts';
import type { RuleId } from '../../rules/rules.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import type { Operation } from '../conforming/document.ts';

export interface Expected {
  readonly rule: RuleId;
  readonly subject: string;
  readonly pointer: string;
  /** Default that of the rule. */
  readonly class?: FindingClass;
  /** The statements of the contract that it may be held against, as pointers into the bundled document. */
  readonly sites: readonly string[];
}

/** One exchange with the vendor that keeps the contract, and the same with the one that changed. */
export interface Pair {
  readonly twin: Exchange;
  /** The same object where the change does not show. */
  readonly mutated: Exchange;
}

export interface Mutant {
  readonly operation: Operation;
  /** What was done, such as `rename`. */
  readonly operator: string;
  readonly place: string;
  readonly detail: string;
  readonly pairs: () => readonly Pair[];
  /** Empty for one that conforms all the same. */
  readonly expected: readonly Expected[];
  /** What lies below is not seen any more, and that may be a finding too. */
  readonly hides?: string;
  /** Decisions of the contract by which it conforms, where it does. */
  readonly decisions?: readonly string[];
}

/** The class of each rule, for the users of the client: something stops working, is new, or is good to know. */
export const ruleClasses: Readonly<Partial<Record<RuleId, FindingClass>>> = {
  'undocumented-field': 'additive',
  'missing-field': 'breaking',
  'never-seen': 'informational',
  'type-changed': 'breaking',
  'unlisted-word': 'additive',
  'out-of-range': 'breaking',
  'new-error-code': 'additive',
  'status-changed': 'breaking',
  'content-type-changed': 'informational',
  'envelope-broken': 'breaking',
  'undocumented-operation': 'additive',
  'accepted-request': 'informational',
  'refused-request': 'breaking',
  'refused-otherwise': 'breaking',
  'refused-valid-body': 'additive',
  'announced-end': 'additive',
  mismatch: 'breaking',
  'time-in-milliseconds': 'breaking',
  'times-out-of-order': 'informational',
  'configuration-not-kept': 'breaking',
  'request-id-repeated': 'informational',
  'rate-limit-lower': 'breaking',
  'slow-answer': 'informational',
};

export function describeMutant({ operation, operator, place, detail }: Mutant): string {
  return [operation.subject, operator, place, detail].filter((part) => part !== '').join(' ');
}

export function expectAt(
  operation: Operation,
  rule: RuleId,
  pointer: string,
  ...sites: readonly string[]
): Expected {
  return { rule, subject: operation.subject, pointer, sites };
}
