import { type OperationId, operations, queryParameters, servers } from '@trtc-call/spec/v1';
import { isRecord, type Located, located } from './document.ts';
import type { Random } from './random.ts';
import { valueAt } from './values.ts';

/** A request before it is written down, so that mistakes can be made in it. */
export interface RequestDraft {
  readonly operationId: OperationId;
  method: string;
  path: string;
  query: [name: string, value: string][];
  contentType: string | undefined;
  /** The body, as long as it is an object. */
  fields: Record<string, unknown>;
  /** The body as text, where it is something else. */
  text: string | undefined;
}

export type ParameterName = keyof typeof queryParameters;

/** In the order of the contract. */
export const parameterNames: readonly ParameterName[] = Object.values(queryParameters).map(
  ({ name }) => name,
);

/** A request that the contract allows. */
export function rightRequest(operationId: OperationId, random: Random): RequestDraft {
  const fields = valueAt(requestSchemaOf(operationId).pointer, random, 'sometimes');
  return {
    operationId,
    method: 'POST',
    path: operations[operationId].path,
    query: random
      .shuffled(parameterNames.map((name) => [name, parameterValue(name, random)] as const))
      .map(([name, value]) => [name, value]),
    contentType: random.pick([
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON;charset=UTF-8',
    ]),
    fields: isRecord(fields) ? fields : {},
    text: undefined,
  };
}

/** The schema of an operation's request. */
export function requestSchemaOf(operationId: OperationId): Located {
  const path = operations[operationId].path.replaceAll('/', '~1');
  return located(`#/paths/${path}/post/requestBody/content/application~1json/schema`);
}

/** A value that a query parameter may have. */
function parameterValue(name: ParameterName, random: Random): string {
  switch (name) {
    case 'sdkappid':
      return String(1_400_000_000 + random.below(4));
    case 'identifier':
      return random.pick(['administrator', 'ops_2', 'Admin-1']);
    case 'usersig':
      return random.chance(0.5) ? '[redacted]' : 'eJwrzE*KSSxKTVFISc1JLUlNUchMqSwoAQA7iwfB';
    case 'random':
      return String(random.below(2 ** 32));
    case 'contenttype':
      return queryParameters.contenttype.words[0];
  }
}

/** The URL of a request, at one of the vendor's hosts. */
export function urlOf({ path, query }: RequestDraft, random: Random): string {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${random.pick(Object.values(servers))}${path}?${text}`;
}

/** The body of a request as it is sent. */
export function bodyOf({ text, fields }: RequestDraft): string {
  return text ?? JSON.stringify(fields);
}
