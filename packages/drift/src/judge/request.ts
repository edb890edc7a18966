import { isObject } from '@trtc-call/reporting/values';
import type { Limit, QueryParameter } from '@trtc-call/spec';
import { allowedBy, type Contract, type Mistake, type OperationContract } from '../contract/contract.ts';
import { parseBody } from '../contract/json.ts';
import { findMember } from '../contract/schema-node.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { type Deviation, Deviations } from './deviations.ts';
import type { RequestParts } from './url.ts';

export interface SeenMistake {
  readonly id: string;
  /** `/method`, `/query/random`, `/body/callId` or the like. */
  readonly pointer: string;
}

interface RatedMistake {
  readonly row: Mistake;
  readonly pointer: string;
  readonly level: Mistake['level'];
}

export interface Refusal {
  readonly code: number;
  readonly mistakes: readonly RatedMistake[];
  /** Whether the code may stand for something that no request shows. */
  readonly isForUnseen: boolean;
}

/** Stands where a value was taken out before the file was written. */
const takenOut = '[redacted]';

/** No limit is stated (V1-U-37, V4-U-26). No right request comes near this, and a receiver that takes less is not accused. */
const largeBody = 64 * 1024;

export interface MistakeFinder {
  // Everything about a request that the contract calls a mistake. What lies in the sign, the account or the state of
  // the service cannot be seen from it.
  find(exchange: Exchange, parts: RequestParts, operation: OperationContract): SeenMistake[];
  // Why a request was refused; undefined for a success, for an outcome that cannot be read, for an account of which the
  // contract does not say how it is refused, and for a code that no page lists.
  readRefusal(
    answer: { readonly code: number | undefined },
    mistakes: readonly SeenMistake[],
    parts: RequestParts,
    operation: OperationContract,
  ): Refusal | undefined;
}

export function createMistakeFinder({ statements }: Pick<Contract, 'statements'>): MistakeFinder {
  const ids = new Set(statements.mistakes.map(({ id }) => id));
  const parameters = Object.values(statements.queryParameters).map((parameter) => {
    const { name } = parameter;
    const invalid = `${name}-invalid`;
    return {
      name,
      pointer: `/query/${name}`,
      fits: createCheck(parameter),
      missing: `${name}-missing`,
      // An account that cannot exist is not an administrator, and a sign for it cannot be right: both lie in the service.
      invalid: ids.has(invalid) ? invalid : undefined,
    };
  });
  const limits: readonly Limit[] = Object.values(statements.limits);
  const account = parameters.find(({ invalid }) => invalid === undefined);

  function collectQuery(query: RequestParts['query'], found: SeenMistake[]): void {
    for (const { name, pointer, fits, missing, invalid } of parameters) {
      const values = query.get(name);
      const value = values?.[0];
      if (values === undefined || value === undefined) {
        found.push({ id: missing, pointer });
        if ([...query.keys()].some((other) => other.toLowerCase() === name)) {
          found.push({ id: 'parameter-wrong-case', pointer });
        }
        continue;
      }
      if (values.length > 1) {
        // What was taken out of two places may have been two values.
        const differ = new Set(values).size > 1 || value === takenOut;
        if (differ) found.push({ id: 'parameter-repeated', pointer });
      }
      if (invalid !== undefined && !values.every(fits)) found.push({ id: invalid, pointer });
    }
  }

  return {
    find({ method, requestContentType, requestBody }, { query }, operation) {
      const found: SeenMistake[] = [];
      if (method !== 'POST') found.push({ id: 'method-not-post', pointer: '/method' });
      collectQuery(query, found);
      if (requestContentType === undefined || !/^application\/json\b/i.test(requestContentType)) {
        found.push({ id: 'content-type-wrong', pointer: '/headers/content-type' });
      }
      if (requestBody !== undefined) {
        if (requestBody.length > largeBody) found.push({ id: 'body-too-large', pointer: '/body' });
        collectBody(requestBody, operation, limits, found);
      }
      return found;
    },
    readRefusal({ code }, mistakes, { query }, operation) {
      if (code === undefined || code === 0 || !operation.codes.has(code)) return undefined;
      // Of such an account the contract does not say how it is refused (V1-U-38, V4-U-24).
      if (account && !(query.get(account.name) ?? []).every(account.fits)) return undefined;
      return {
        code,
        mistakes: rateMistakes(mistakes, operation),
        isForUnseen: isIn(code, operation.unseenCodes),
      };
    },
  };
}

function createCheck(parameter: QueryParameter): (value: string) => boolean {
  const { type, words, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = parameter;
  const form = parameter.pattern ?? parameter.documentedPattern;
  const pattern = form === undefined ? undefined : new RegExp(form);
  return (value) => {
    if (value === takenOut) return true;
    if (type === 'integer')
      return /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
    return words ? words.includes(value) : (pattern?.test(value) ?? true);
  };
}

/** Whether the body cannot be checked for mistakes: the file does not hold it, or it is too large to read. */
export function isBodyHidden({ requestBody }: Exchange): boolean {
  return requestBody === undefined || parseBody(requestBody).problem === 'too large';
}

function collectBody(
  text: string,
  operation: OperationContract,
  limits: readonly Limit[],
  found: SeenMistake[],
): void {
  const parsed = text.trim() === '' ? undefined : parseBody(text);
  if (parsed?.problem === 'too large') return;
  if (parsed?.problem !== undefined || !isObject(parsed?.value)) {
    const id = !parsed ? 'body-empty' : parsed.problem ? 'body-malformed' : 'body-not-object';
    found.push({ id, pointer: '/body' });
    return;
  }
  const known = [...operation.mistakes.keys()];
  const note = (kinds: readonly string[], pointer: string) => {
    // The contract may name them for the operations apart, such as `record-field-missing`.
    const ids = kinds.flatMap((kind) => known.find((id) => id === kind || id.endsWith(`-${kind}`)) ?? []);
    found.push({ id: ids[0] ?? kinds.join(), pointer });
  };
  const deviations = new Deviations();
  operation.body.validator.visit(parsed.value, deviations);
  for (const one of deviations.list) {
    for (const kinds of describeFieldMistakes(one)) note(kinds, one.pointer);
  }
  for (const { field = '', value: most } of limits) {
    const text = findMember(operation.body.node, field) && parsed.value[field];
    if (typeof text === 'string' && Buffer.byteLength(text) > most) note(['field-range'], `/body/${field}`);
  }
}

function describeFieldMistakes({ kind, node, value }: Deviation): string[][] {
  switch (kind) {
    case 'required':
      return [['field-missing']];
    case 'type':
      return [value === null ? ['field-null', 'field-type'] : ['field-type']];
    case 'unlisted-word':
    case 'range':
      // The one pattern in a request is that of an address, whose mistake has its own name.
      return node.pattern ? [['scheme'], ['field-range']] : [['field-range']];
    // Further members are allowed (V1-U-36).
    case 'undocumented-field':
      return [];
  }
}

export function rateMistakes(
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): readonly RatedMistake[] {
  return mistakes.flatMap(({ id, pointer }) => {
    const row = operation.mistakes.get(id);
    return row ? [{ row, pointer, level: levelAt(row, pointer) }] : [];
  });
}

/** What the pages promise of one parameter or field may be more than what they promise of another. */
export function levelAt({ level, levels }: Mistake, pointer: string): Mistake['level'] {
  if (!levels) return level;
  const [, part, name = ''] = pointer.split('/');
  return (part === 'query' || part === 'body' ? levels[name] : undefined) ?? level;
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

export function findStatement(pointer: string, { pointer: whole, body }: OperationContract): string {
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  if (part !== 'body') return whole;
  return findMember(body.node, name)?.site ?? body.node.site;
}
