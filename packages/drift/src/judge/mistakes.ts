import { type MistakeId, queryParameters } from '@trtc-call/spec/v1';
import type { OperationContract } from '../contract/contract.ts';
import { isObject } from '../contract/json-type.ts';
import { parseBody } from '../contract/parse-body.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { compare } from './compare.ts';
import { type Deviation, Deviations } from './deviations.ts';
import type { SeenMistake } from './judged-exchange.ts';
import type { RequestParts } from './request-parts.ts';

/** What stands where something was taken out before it was written down: there was a value, and nobody knows which. */
const takenOut = '[redacted]';

/** No limit is stated (V1-U-37). No right request comes near this, and a receiver that takes less is not accused. */
const largeBody = 64 * 1024;

/**
 * Everything about a request that the contract calls a mistake. What lies in the sign, the account or the state of
 * the service cannot be seen from it.
 */
export function findMistakes(
  { method, requestContentType, requestBody }: Exchange,
  { query }: RequestParts,
  operation: OperationContract,
): SeenMistake[] {
  const found: SeenMistake[] = [];
  if (method !== 'POST') found.push({ id: 'method-not-post', pointer: '/method' });
  collectQuery(query, found);
  if (requestContentType === undefined || !/^application\/json\b/i.test(requestContentType)) {
    found.push({ id: 'content-type-wrong', pointer: '/headers/content-type' });
  }
  if (requestBody !== undefined) {
    if (requestBody.length > largeBody) found.push({ id: 'body-too-large', pointer: '/body' });
    collectBody(requestBody, operation, found);
  }
  return found;
}

const missing = {
  sdkappid: 'sdkappid-missing',
  identifier: 'identifier-missing',
  usersig: 'usersig-missing',
  random: 'random-missing',
  contenttype: 'contenttype-missing',
} as const satisfies Record<keyof typeof queryParameters, MistakeId>;

const invalid = {
  sdkappid: 'sdkappid-invalid',
  // An account that cannot exist is not an administrator, and a sign for it cannot be right: both lie in the service.
  identifier: undefined,
  usersig: 'usersig-invalid',
  random: 'random-invalid',
  contenttype: 'contenttype-invalid',
} as const satisfies Record<keyof typeof queryParameters, MistakeId | undefined>;

const parameters = Object.values(queryParameters).map((facts) => {
  const { name, type }: { name: keyof typeof queryParameters; type: string } = facts;
  const form =
    'pattern' in facts ? facts.pattern : 'documentedPattern' in facts ? facts.documentedPattern : undefined;
  const pattern = form === undefined ? undefined : new RegExp(form);
  const words: readonly string[] | undefined = 'words' in facts ? facts.words : undefined;
  const minimum = 'minimum' in facts ? facts.minimum : 0;
  const maximum = 'maximum' in facts ? facts.maximum : Number.MAX_SAFE_INTEGER;
  const fits = (value: string) => {
    if (value === takenOut) return true;
    if (type === 'integer')
      return /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
    return words ? words.includes(value) : (pattern?.test(value) ?? true);
  };
  return { name, pointer: `/query/${name}`, fits };
});

function collectQuery(query: RequestParts['query'], found: SeenMistake[]): void {
  for (const { name, pointer, fits } of parameters) {
    const values = query.get(name);
    const value = values?.[0];
    if (values === undefined || value === undefined) {
      found.push({ id: missing[name], pointer });
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
    const id = invalid[name];
    if (id !== undefined && !values.every(fits)) found.push({ id, pointer });
  }
}

/** Whether the account that calls is one of which the contract does not say how it is refused (V1-U-38). */
export function hasOddIdentifier({ query }: RequestParts): boolean {
  const identifier = parameters.find(({ name }) => name === 'identifier');
  return !(query.get('identifier') ?? []).every((value) => identifier?.fits(value) ?? true);
}

/** Whether nobody knows if there is a mistake in the body: the file does not hold it, or it is too much to read. */
export function isBodyHidden({ requestBody }: Exchange): boolean {
  return requestBody === undefined || parseBody(requestBody).problem === 'too large';
}

function collectBody(text: string, operation: OperationContract, found: SeenMistake[]): void {
  if (text.trim() === '') {
    found.push({ id: 'body-empty', pointer: '/body' });
    return;
  }
  const parsed = parseBody(text);
  if (parsed.problem !== undefined) {
    if (parsed.problem === 'not JSON') found.push({ id: 'body-malformed', pointer: '/body' });
    return;
  }
  const body = parsed.value;
  if (!isObject(body)) {
    found.push({ id: 'body-not-object', pointer: '/body' });
    return;
  }
  const deviations = new Deviations();
  compare(body, operation.body, deviations);
  for (const one of deviations.list) {
    for (const id of mistakesInField(one)) found.push({ id, pointer: one.pointer });
  }
}

function mistakesInField({ kind, node, value }: Deviation): MistakeId[] {
  switch (kind) {
    case 'missing field':
      return ['field-missing'];
    case 'type':
      return [value === null ? 'field-null' : 'field-type'];
    case 'word':
    case 'range':
      // The one pattern in a request is that of an address, which has a mistake of its own.
      return node.pattern ? ['address-scheme', 'field-range'] : ['field-range'];
    // Further members are allowed (V1-U-36).
    case 'unknown field':
      return [];
  }
}
