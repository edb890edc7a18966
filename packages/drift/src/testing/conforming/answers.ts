import { errorCodes, type Mistake, type MistakeId, mistakes, type OperationId } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import type { Random } from './random.ts';
import { valueAt } from './values.ts';

/** The body of a success. */
export function successBody(operationId: OperationId, random: Random): unknown {
  return withOwnId(valueAt(successPointer(operationId), random), random);
}

/** The body of a refusal. */
export function refusalBody(code: number, random: Random): unknown {
  const body = valueAt('#/components/schemas/Failure', random);
  return withOwnId({ ...Object(body), errorCode: random.chance(0.8) ? code : String(code) }, random);
}

/** No two answers have the same id. */
function withOwnId(body: unknown, random: Random): unknown {
  const part = () =>
    random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const requestId = random.chance(0.8)
    ? [part(), part(), part(), part()].join('')
    : random.below(2 ** 31) * 2 ** 21 + random.below(2 ** 21);
  return { ...Object(body), requestId };
}

/** Where the contract describes what an operation answers when it was carried out. */
export function successPointer(operationId: OperationId): string {
  const name = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Success`;
  const pointer = `#/components/schemas/${name}`;
  if (!Object.hasOwn(openapi.components.schemas, name))
    throw new TypeError(`The contract has no ${pointer}.`);
  return pointer;
}

/** The codes, other than 0, that an operation is documented to refuse with. */
export function documentedCodes(operationId: OperationId): number[] {
  const rows: readonly { code: number; operations: readonly OperationId[] }[] = errorCodes;
  return rows.flatMap(({ code, operations }) =>
    code !== 0 && operations.includes(operationId) ? [code] : [],
  );
}

/** The mistakes that an operation is documented to refuse. */
export function mistakesOf(operationId: OperationId): Mistake[] {
  const rows: readonly Mistake[] = mistakes;
  return rows.filter(({ operations }) => operations.includes(operationId));
}

/** The codes by which an operation may refuse a request with any of these mistakes. */
export function codesFor(ids: readonly MistakeId[], operationId: OperationId): number[] {
  const rows = mistakesOf(operationId).filter(({ id }) => ids.includes(id));
  const codes = new Set<number>();
  for (const { allowed } of rows) {
    for (const code of allowed === 'any' ? documentedCodes(operationId) : allowed) codes.add(code);
  }
  return [...codes];
}
