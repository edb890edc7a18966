import type { Mistake } from '@trtc-call/spec/v1';
import { allowedBy, type OperationContract } from '../contract/contract.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { refusedValidBody } from '../rules/refused-valid-body.ts';
import { evidenceOf } from './judge-answer.ts';
import { isBodyHidden, type SeenMistake } from './mistakes.ts';

/**
 * Holds the outcome against the request: a mistake that the contract says is refused, a right request that is refused,
 * or a refusal by another code. A refusal that the contract allows for the mistake is nothing to tell.
 */
export function judgeRefusal(
  code: number,
  exchange: Exchange,
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
  tell: (evidence: Evidence) => void,
): void {
  const rows = rowsOf(mistakes, operation);
  const say = evidenceOf(operation);
  if (code === 0) {
    for (const { row, pointer, level } of rows) {
      if (level === 'MAY') continue;
      const evidence = say('accepted-request', pointer, row.id, '', siteOf(pointer, operation));
      tell({ ...evidence, must: level === 'MUST' });
    }
    return;
  }
  // A code that no page lists is told by a rule of its own.
  if (!operation.codes.has(code)) return;
  const [first] = rows;
  if (isIn(code, operation.unseenCodes)) {
    // A state may be refused by any code there. One for mistakes in the body is news all the same.
    const isNews = !first && operation.bodyCodes.has(code) && !isBodyHidden(exchange);
    const site = refusedValidBody.pointsAt(operation);
    if (isNews) tell(say(refusedValidBody.id, '/body', '', String(code), site));
    return;
  }
  if (!first) {
    if (isBodyHidden(exchange) && operation.requestCodes.has(code)) return;
    tell(say('refused-request', '', '', String(code), operation.pointer));
    return;
  }
  const allowed = allowedBy(rows.map(({ row }) => row));
  if (isIn(code, allowed)) return;
  const before = `${first.row.id}:${allowed === 'any' ? allowed : [...allowed].toSorted().join(',')}`;
  const must = rows.some(({ level }) => level === 'MUST');
  const evidence = say(
    'refused-otherwise',
    first.pointer,
    before,
    String(code),
    siteOf(first.pointer, operation),
  );
  tell({ ...evidence, must });
}

/** Whether one of these mistakes may be refused by this code, so that it says nothing of anything else. */
export function isExplained(
  code: number,
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): boolean {
  return isIn(code, allowedBy(rowsOf(mistakes, operation).map(({ row }) => row)));
}

function rowsOf(mistakes: readonly SeenMistake[], operation: OperationContract) {
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

function isIn(code: number, codes: ReadonlySet<number> | 'any'): boolean {
  return codes === 'any' || codes.has(code);
}

/** Where the contract states what was mistaken: a parameter, a field of the body, or the operation. */
function siteOf(pointer: string, operation: OperationContract): string {
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  if (part !== 'body') return operation.pointer;
  return operation.body.members?.get(name)?.site ?? operation.body.site;
}
