import { expect, test } from 'vitest';
import { openapi } from '../v1/openapi.ts';
import { operationsStated } from './operations-stated.ts';
import { withValue } from './with-value.ts';

const set = ['paths', '/v1/callback/set', 'post'];
const hook = ['webhooks', 'call_status', 'post'];

test('every operation states source, rate and idempotence, and its words agree with its figures', () => {
  expect(operationsStated(openapi)).toEqual([]);
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
    name: 'an operation without a source',
    path: [...set, 'x-source'],
    value: undefined,
    says: 'names no source',
  },
  {
    name: 'a webhook without a source',
    path: [...hook, 'x-source'],
    value: undefined,
    says: 'callStatus names no source',
  },
  {
    name: 'a wait other than that in words',
    path: [...hook, 'x-webhook-retry', 'waits', 0],
    value: 4,
    says: 'says 4,1,1,2,3,5',
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
