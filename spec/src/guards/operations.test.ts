import { expect, test } from 'vitest';
import type { OpenApiDocument, OpenApiOperation, OpenApiSchema } from '../open-api-document.ts';
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

test.each(contracts)('$generation: the query parameters are those of its introduction', (contract) => {
  const names = ['sdkappid', 'identifier', 'usersig', 'random', 'contenttype'];
  expect(Object.keys(contract.queryParameters)).toEqual(names);
  expect(contract.queryParameters.random).toMatchObject({ minimum: 0, maximum: 2 ** 32 - 1 });
});

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
    says: 'says 7 days, and nothing else does',
  },
  {
    name: 'a time in words that no limit has',
    path: [...set, 'description'],
    value: 'The service gives up after 4 seconds. At most 10 requests a second.',
    says: 'says 4 seconds, and nothing else does',
  },
  {
    name: 'a range other than that in words',
    path: ['components', 'parameters', 'random', 'schema', 'maximum'],
    value: 65535,
    says: 'random says from 0 to 4294967295',
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
    ...figures(document),
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

/** Figures in words that match no limit, wait, form or range of the contract. */
function figures(document: OpenApiDocument): string[] {
  const limits = Object.values(document['x-limits'] as Record<string, { value: number; unit: string }>);
  const repeated = Object.values(document.webhooks).flatMap(
    ({ post }) => (post['x-webhook-retry'] as { waits: number[] } | undefined)?.waits ?? [],
  );
  const text = JSON.stringify(document);
  const [, longest] = /"x-documented-form":{"pattern":"[^"]*{1,(\d+)}/.exec(text) ?? [];
  const known = [
    ...limits.map(({ value, unit }) => `${value} ${unit}`),
    ...repeated.map((wait) => `${wait} seconds`),
    `${longest} bytes`,
  ];
  const inWords = [...text.matchAll(/\d+ (?:days|seconds|bytes)\b/g)].map(([figure]) => figure);
  return [
    ...inWords
      .filter((figure) => !known.includes(figure))
      .map((figure) => `a description says ${figure}, and nothing else does`),
    ...ranged(document)
      .filter(({ words, minimum, maximum }) => words !== `from ${minimum} to ${maximum}`)
      .map(({ name, words }) => `the description of ${name} says ${words}, its schema does not`),
  ];
}

/** Parameters and properties whose description states a range. */
function ranged({ components }: OpenApiDocument) {
  const parameters = Object.entries(components.parameters).map(
    ([name, { description, schema }]) => [name, { ...Object(schema), description }] as const,
  );
  const properties = Object.values(components.schemas).flatMap((schema) =>
    Object.entries<OpenApiSchema>(Object(schema.properties)),
  );
  return [...parameters, ...properties].flatMap(([name, { description, minimum, maximum }]) => {
    const [words] = /from \d+ to \d+/.exec(String(description)) ?? [];
    return words === undefined ? [] : [{ name, words, minimum, maximum }];
  });
}

function waits({ operationId, description, 'x-webhook-retry': retry }: OpenApiOperation): string[] {
  const stated = (retry as { waits?: number[] } | undefined)?.waits?.join();
  const inWords = /after waits of ([\d, and]+) seconds/.exec(description)?.[1]?.match(/\d+/g)?.join();
  return stated === inWords
    ? []
    : [`${operationId}: x-webhook-retry says ${stated}, its description ${inWords}`];
}
