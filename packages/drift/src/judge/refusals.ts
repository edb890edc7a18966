import type { Mistake } from '@trtc-call/spec/v1';
import { allowedBy, type OperationContract } from '../contract/contract.ts';
import type { Answer, RatedMistake, Refusal, SeenMistake } from './judged-exchange.ts';
import { hasOddIdentifier } from './mistakes.ts';
import type { RequestParts } from './request-parts.ts';

/**
 * Why a request was refused; undefined for a success, for an outcome that cannot be read, for an account of which the
 * contract does not say how it is refused, and for a code that no page lists.
 */
export function readRefusal(
  { code }: Answer,
  mistakes: readonly SeenMistake[],
  parts: RequestParts,
  operation: OperationContract,
): Refusal | undefined {
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
function levelAt({ level, levels }: Mistake, pointer: string): Mistake['level'] {
  if (!levels) return level;
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
