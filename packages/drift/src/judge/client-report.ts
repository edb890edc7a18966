import type { Contract, OperationContract } from '../contract/contract.ts';
import { findMember, parentPointer, type SchemaNode, splitPointer } from '../contract/schema-node.ts';
import type { ReportedViolation } from '../traffic/exchange.ts';
import { shownWord } from './deviations.ts';

/** What a client in production reported, by the contract. */
export interface ClientReport {
  readonly rule: ReportedViolation['rule'];
  readonly operation: OperationContract;
  /** With `*` for every index, and no name that could be personal text. */
  readonly pointer: string;
  readonly expected: string;
  /** The type that the client names, or `missing`. */
  readonly type: string;
  /** The word or code that it names. */
  readonly word: string;
  /** Whether it is about what tells success from failure. */
  readonly isOutcome: boolean;
  /** The schema at the place, and at the object around it. */
  readonly node: SchemaNode | undefined;
  readonly parent: SchemaNode | undefined;
}

/**
 * The contract that a report is about. Operations of several generations may have one name: the place in the answer, or
 * else the report, says which it is.
 */
export function findReported<Owner extends { readonly contract: Contract }>(
  { operationId, pointer, generation }: ReportedViolation,
  owners: readonly Owner[],
): Owner | undefined {
  const possible = owners.filter(
    ({ contract }) =>
      contract.byId.has(operationId) && (generation === undefined || contract.generation === generation),
  );
  const [, member = ''] = pointer.split('/');
  const isIn = ({ contract }: Owner) =>
    Object.values(contract.statements.envelope).some((name) => name === member);
  return possible.find(isIn) ?? possible[0];
}

export function readReport(violation: ReportedViolation, operation: OperationContract): ClientReport {
  const { rule, expected, got } = violation;
  const pointer = plainPointer(violation.pointer);
  return {
    rule,
    operation,
    pointer,
    expected,
    type: typeInWords(got),
    word: shownWord(/^"(.*)"$/s.exec(got)?.[1] ?? got),
    isOutcome: pointer === '' || pointer === `/${operation.envelope.code}`,
    node: nodeAt(operation, pointer),
    parent: nodeAt(operation, parentPointer(pointer)),
  };
}

/** The schema at a place of an answer. Where it may be one of several, the one that has fields or items is meant. */
function nodeAt(operation: OperationContract, pointer: string): SchemaNode | undefined {
  let node: SchemaNode | undefined = operation.success.node;
  for (const name of splitPointer(pointer)) {
    const within: SchemaNode | undefined =
      node?.anyOf?.find(({ properties, items }) => properties ?? items) ?? node;
    node = name === '*' ? within?.items : findMember(within, name);
  }
  return node;
}

function plainPointer(pointer: string): string {
  const segments = pointer.split('/').map((segment) => {
    if (/^\d+$/.test(segment)) return '*';
    return segment === '' ? '' : shownWord(segment);
  });
  return segments.join('/');
}

/** `a string` and `an empty array`, as the client words it, are a type; `missing` stays. */
function typeInWords(words: string): string {
  const type = words.replace(/^(an?|another) /, '').replace(/^empty /, '');
  return /^[a-z]{1,10}$/.test(type) ? type : 'unreadable';
}

/** Whether a place is that of the word beside the code. Clients report one that contradicts the code as a mismatch. */
export function isOutcomeWord({ envelope }: OperationContract, pointer: string): boolean {
  return envelope.outcome !== undefined && pointer === `/${envelope.outcome.name}`;
}

/** As the client words it where a time is in milliseconds. */
export function isReportOfMilliseconds({ rule, expected, isOutcome }: ClientReport): boolean {
  return rule === 'range' && expected === 'a time in Unix seconds' && !isOutcome;
}
