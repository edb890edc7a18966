import { isObject } from '@trtc-call/reporting/values';
import type { Generation } from '../contract/generations.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { everyOperation, specs } from './conforming/document.ts';

interface SampleChanges extends Partial<Omit<Exchange, 'url' | 'requestBody' | 'answerBody'>> {
  readonly generation?: Generation;
  readonly path?: string;
  /** Parameters that differ; undefined leaves one out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly extraQuery?: string;
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

export function sampleExchange(operationId: string, changes: SampleChanges = {}): Exchange {
  const { generation = 'v1', path, query, extraQuery = '', body, answer, ...rest } = changes;
  const { operations, servers } = specs[generation].statements;
  const parameters = Object.entries({ ...rightQuery, ...query }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  const [server = ''] = Object.values(servers);
  const url = `${server}${path ?? operations[operationId]?.path}`;
  const request = findPost(operationId, generation)?.requestBody.content['application/json']?.examples;
  const given = 'answer' in changes ? answer : sampleAnswer(operationId, generation);
  return {
    sensor: 'probes',
    startedAt: sampleTime,
    milliseconds: 20,
    method: 'POST',
    url: `${url}?${parameters.join('&')}${extraQuery}`,
    requestContentType: 'application/json',
    requestBody: toText('body' in changes ? body : request?.default?.value),
    status: 200,
    contentType: 'application/json; charset=utf-8',
    answerBody: toText(withOwnId(given)),
    ...rest,
  };
}

let ids = 0;

/** The samples of the contract have one id; no two answers do. */
function withOwnId(answer: unknown): unknown {
  if (!isObject(answer)) return answer;
  const name = Object.keys(answer).find((member) => sampleIds.has(answer[member])) ?? '';
  if (name === '') return answer;
  ids += 1;
  return { ...answer, [name]: ids.toString(16).padStart(32, '0') };
}

export function sampleAnswer(
  operationId: string,
  generation: Generation = 'v1',
): { data: unknown; [member: string]: unknown } {
  const examples = findPost(operationId, generation)?.responses[200]?.content['application/json']?.examples;
  return JSON.parse(JSON.stringify(examples?.success?.value));
}

const refusalId = '0123456789abcdef0123456789abcdef';

export function sampleRefusal(code: number | string, generation: Generation = 'v1'): unknown {
  const { code: name, message, requestId, outcome } = specs[generation].statements.envelope;
  return {
    ...(outcome && { [outcome.name]: outcome.failure }),
    [name]: code,
    [message]: 'Refused.',
    [requestId]: refusalId,
  };
}

const sampleIds = new Set<unknown>([
  refusalId,
  ...everyOperation.map(
    ({ operationId, spec: { generation, statements } }) =>
      sampleAnswer(operationId, generation)[statements.envelope.requestId],
  ),
]);

function findPost(operationId: string, generation: Generation) {
  const { operations } = specs[generation].statements;
  return specs[generation].openapi.paths[operations[operationId]?.path ?? '']?.post;
}

function toText(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
