import type { Mistake } from '@trtc-call/spec/v1';
import { allowedBy, type OperationContract } from '../contract/contract.ts';
import type { JudgedExchange, SeenMistake } from './judged-exchange.ts';
import { hasOddIdentifier } from './mistakes.ts';

/** A mistake in a request, with what the contract says of it. */
export interface RatedMistake {
  readonly row: Mistake;
  readonly pointer: string;
  readonly level: Mistake['level'];
}

/** Why a request was refused, as far as its code and its mistakes tell. */
export interface Refusal {
  readonly code: number;
  readonly mistakes: readonly RatedMistake[];
  /** Whether the code may stand for something that no request shows. */
  readonly isForUnseen: boolean;
}

/**
 * The refusal of a request; undefined for a success, for an outcome that cannot be read, for an account of which the
 * contract does not say how it is refused, and for a code that no page lists.
 */
export function readRefusal(judged: JudgedExchange): Refusal | undefined {
  const { answer, operation, parts, mistakes } = judged;
  const { code } = answer;
  if (code === undefined || code === 0 || !operation.codes.has(code) || hasOddIdentifier(parts)) return;
  return {
    code,
    mistakes: rateMistakes(mistakes, operation),
    isForUnseen: isIn(code, operation.unseenCodes),
  };
}

/** The mistakes that the contract knows of an operation, each with its level. */
export function rateMistakes(
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): readonly RatedMistake[] {
  return mistakes.flatMap(({ id, pointer }) => {
    const row = operation.mistakes.get(id);
    return row ? [{ row, pointer, level: levelAt(row, pointer) }] : [];
  });
}

/** What the pages promise of one parameter may be more than what they promise of another. */
function levelAt({ level, levels = {} }: Mistake, pointer: string): Mistake['level'] {
  const [, part, name = ''] = pointer.split('/');
  return (part === 'query' ? levels[name] : undefined) ?? level;
}

/** Whether one of these mistakes may be refused by this code, so that it says nothing of anything else. */
export function isExplained(
  code: number,
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): boolean {
  return isIn(code, allowedBy(rateMistakes(mistakes, operation).map(({ row }) => row)));
}

export function isIn(code: number, codes: ReadonlySet<number> | 'any'): boolean {
  return codes === 'any' || codes.has(code);
}

/** Where the contract states what was mistaken: a parameter, a field of the body, or the operation. */
export function findStatement(pointer: string, operation: OperationContract): string {
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  if (part !== 'body') return operation.pointer;
  return operation.body.members?.get(name)?.site ?? operation.body.site;
}
