import { type OperationId, operations, servers } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { isObject } from '../contract/json-type.ts';
import type { Exchange } from '../traffic/exchange.ts';

/** What differs from a right request and its documented answer. */
export interface SampleChanges extends Partial<Omit<Exchange, 'url' | 'requestBody' | 'answerBody'>> {
  readonly path?: string;
  /** Parameters that differ; undefined leaves one out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly extraQuery?: string;
  /** Written as JSON; text as it is. */
  readonly body?: unknown;
  readonly answer?: unknown;
}

/** 2026-01-02T03:04:05Z */
export const sampleTime = Date.UTC(2026, 0, 2, 3, 4, 5);

const rightQuery = {
  // The app of the records in the samples.
  sdkappid: '88888888',
  identifier: 'administrator',
  usersig: '[redacted]',
  random: '7',
  contenttype: 'json',
};

/** A right request with the answer that the contract shows for it, and what a test changes of them. */
export function sampleExchange(operationId: OperationId, changes: SampleChanges = {}): Exchange {
  const { path = operations[operationId].path, query, extraQuery = '', body, answer, ...rest } = changes;
  const parameters = Object.entries({ ...rightQuery, ...query }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return {
    sensor: 'probes',
    startedAt: sampleTime,
    milliseconds: 20,
    method: 'POST',
    url: `${servers.intl}${path}?${parameters.join('&')}${extraQuery}`,
    requestContentType: 'application/json',
    requestBody: toText('body' in changes ? body : sampleRequest(operationId)),
    status: 200,
    contentType: 'application/json; charset=utf-8',
    answerBody: toText(withOwnId('answer' in changes ? answer : sampleAnswer(operationId))),
    ...rest,
  };
}

let ids = 0;

/** The samples of the contract have one id; no two answers do. */
function withOwnId(answer: unknown): unknown {
  if (!isObject(answer) || !sampleIds.has(answer.requestId)) return answer;
  ids += 1;
  return { ...answer, requestId: ids.toString(16).padStart(32, '0') };
}

/** The request that the contract shows. */
function sampleRequest(operationId: OperationId): unknown {
  return findPost(operationId).requestBody.content['application/json']?.examples?.default?.value;
}

/** A fresh copy of the success that the contract shows. */
export function sampleAnswer(operationId: OperationId): { data: unknown; [member: string]: unknown } {
  const examples = findPost(operationId).responses[200]?.content['application/json']?.examples;
  return JSON.parse(JSON.stringify(examples?.success?.value));
}

const refusalId = '0123456789abcdef0123456789abcdef';

/** A refusal in the form of the contract. */
export function sampleRefusal(code: number | string): unknown {
  return { errorCode: code, errorMessage: 'Refused.', requestId: refusalId };
}

const sampleIds = new Set<unknown>([
  refusalId,
  ...Object.values(operations).map(({ operationId }) => sampleAnswer(operationId).requestId),
]);

function findPost(operationId: OperationId) {
  const item = openapi.paths[operations[operationId].path];
  if (!item) throw new TypeError(`The contract has no path for ${operationId}.`);
  return item.post;
}

function toText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
