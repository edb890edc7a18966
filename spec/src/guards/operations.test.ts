import { expect, test } from 'vitest';
import type { OpenApiDocument, OpenApiOperation } from '../open-api-document.ts';
import { openapi } from '../v1/openapi.ts';
import { contracts, withValue } from './each-contract.ts';

const set = ['paths', '/v1/callback/set', 'post'];
const hook = ['webhooks', 'call_status', 'post'];

test.each(contracts)(
  '$generation: every operation states rate and idempotence, and its words agree with its figures',
  (contract) => {
    expect(operationsStated(contract.openapi)).toEqual([]);
  },
);

const broken = [
  {
    name: 'an operation without a rate',
    path: [...set, 'x-rate-limit'],
    value: undefined,
    says: 'setCallback',
  },
  {
    name: 'a rate other than that in words',
    path: [...set, 'x-rate-limit', 'requests'],
    value: 20,
    says: 'says 20',
  },
  {
    name: 'an operation without x-idempotent',
    path: [...set, 'x-idempotent'],
    value: undefined,
    says: 'lacks x-idempotent',
  },
  {
    name: 'a wait other than that in words',
    path: [...hook, 'x-webhook-retry', 'waits', 0],
    value: 4,
    says: 'says 4,1,1,2,3,5',
  },
  {
    name: 'waits in words alone',
    path: [...hook, 'x-webhook-retry'],
    value: undefined,
    says: 'says undefined, its description 0,1,1,2,3,5',
  },
  {
    name: 'a window other than that in words',
    path: ['x-limits', 'dataWindow', 'value'],
    value: 30,
    says: 'says 30 days',
  },
  { name: 'another order of keys', path: set, value: reordered(), says: 'another order' },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  expect(operationsStated(withValue(openapi, path, value))).toContainEqual(expect.stringContaining(says));
});

function reordered(): unknown {
  const { tags, ...rest } = openapi.paths['/v1/callback/set']?.post ?? {};
  return { ...rest, tags };
}

const keyOrder = ['operationId', 'summary', 'description', 'tags', 'parameters', 'requestBody', 'responses'];

/** Operations that do not state what every operation states, or whose words contradict their figures. */
function operationsStated(document: OpenApiDocument): string[] {
  return [
    ...Object.values(document.paths).flatMap(({ post }) => [...common(post), ...rates(post)]),
    ...Object.values(document.webhooks).flatMap(({ post }) => [...common(post), ...waits(post)]),
    ...days(document),
  ];
}

function common(operation: OpenApiOperation): string[] {
  const keys = Object.keys(operation).filter((key) => !key.startsWith('x-') && key !== 'security');
  return keys.join() === keyOrder.join()
    ? []
    : [`${operation.operationId} has its keys in another order than ${keyOrder.join(', ')}`];
}

function rates(operation: OpenApiOperation): string[] {
  const rate = operation['x-rate-limit'] as { requests?: number; perSeconds?: number } | undefined;
  const inWords = Number(/At most (\d+) requests a second\./.exec(operation.description)?.[1]);
  return [
    ...(rate?.requests && rate.perSeconds === 1 && rate.requests === inWords
      ? []
      : [
          `${operation.operationId}: x-rate-limit says ${rate?.requests}, its description ${inWords} a second`,
        ]),
    ...(typeof operation['x-idempotent'] === 'boolean'
      ? []
      : [`${operation.operationId} lacks x-idempotent`]),
  ];
}

function days(document: OpenApiDocument): string[] {
  const { dataWindow } = document['x-limits'] as { dataWindow: { value: number } };
  const inWords = [...JSON.stringify(document).matchAll(/(\d+) days/g)].map(([, number]) => Number(number));
  return inWords
    .filter((number) => number !== dataWindow.value)
    .map((number) => `x-limits says ${dataWindow.value} days, a description ${number} days`);
}

function waits({ operationId, description, 'x-webhook-retry': retry }: OpenApiOperation): string[] {
  const stated = (retry as { waits?: number[] } | undefined)?.waits?.join();
  const inWords = /after waits of ([\d, and]+) seconds/.exec(description)?.[1]?.match(/\d+/g)?.join();
  return stated === inWords
    ? []
    : [`${operationId}: x-webhook-retry says ${stated}, its description ${inWords}`];
}
