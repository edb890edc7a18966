import type { Exchange } from '../../exchanges/exchange.ts';
import { isRecord } from '../conforming/document.ts';

/** Changes the object or list that holds a place; the name is the member's, or the index. */
export type ChangeHolder = (holder: Record<string, unknown>, name: string) => void;

/** Whether an exchange's answer is a success. */
export function isSuccess({ answerBody }: Exchange): boolean {
  return Number(Object(JSON.parse(answerBody ?? 'null')).errorCode) === 0;
}

/** The exchange with its answer changed wherever the place is in it; the same exchange where it is not. */
export function changeAt(exchange: Exchange, path: readonly string[], change: ChangeHolder): Exchange {
  const body: unknown = JSON.parse(exchange.answerBody ?? 'null');
  let changes = 0;
  visit(body, path, (holder, name) => {
    changes += 1;
    change(holder, name);
  });
  if (changes === 0) return exchange;
  const answerBody = JSON.stringify(body);
  return answerBody === JSON.stringify(JSON.parse(exchange.answerBody ?? 'null'))
    ? exchange
    : { ...exchange, answerBody };
}

function visit(value: unknown, [name, ...rest]: readonly string[], change: ChangeHolder): void {
  if (name === undefined) return;
  if (name === '*') {
    if (!Array.isArray(value)) return;
    const items = Object.assign<Record<string, unknown>, unknown>({}, value);
    for (const index of value.keys()) {
      if (rest.length === 0) change(items, String(index));
      else visit(value[index], rest, change);
    }
    if (rest.length === 0) value.splice(0, value.length, ...Object.values(items));
    return;
  }
  if (!isRecord(value) || !Object.hasOwn(value, name)) return;
  if (rest.length === 0) change(value, name);
  else visit(value[name], rest, change);
}
