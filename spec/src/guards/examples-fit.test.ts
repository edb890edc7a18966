import { expect, test } from 'vitest';
import { openapi } from '../v1/openapi.ts';
import { exampleSites } from './example-sites.ts';
import { examplesFit } from './examples-fit.ts';
import { withValue } from './with-value.ts';

test('every example of every request, answer, webhook and parameter fits its schema', () => {
  expect(examplesFit(openapi)).toEqual([]);
});

test('every operation and webhook has examples of its request and of its answer', () => {
  const kinds = exampleSites(openapi).map(({ operationId, kind }) => `${operationId} ${kind}`);
  const posts = [...Object.values(openapi.paths), ...Object.values(openapi.webhooks)];
  const wanted = posts.flatMap(({ post }) => [`${post.operationId} request`, `${post.operationId} response`]);
  expect(wanted.filter((kind) => !kinds.includes(kind))).toEqual([]);
});

const record = ['paths', '/v1/records/get_record_by_callId', 'post'];
const success = [
  ...record,
  'responses',
  '200',
  'content',
  'application/json',
  'examples',
  'success',
  'value',
];
const broken = [
  {
    name: 'a record without its caller',
    path: [...success, 'data', 'caller'],
    value: undefined,
    says: 'success',
  },
  { name: 'a time as text', path: [...success, 'data', 'startCallTs'], value: '1688705638', says: 'success' },
  { name: 'an answer without requestId', path: [...success, 'requestId'], value: undefined, says: 'success' },
  { name: 'a code that is no number', path: [...success, 'errorCode'], value: 'zero', says: 'success' },
  {
    name: 'a refusal without a message',
    path: ['components', 'examples', 'error-70001', 'value', 'errorMessage'],
    value: undefined,
    says: 'error-70001',
  },
  {
    name: 'a request of the wrong type',
    path: [...record, 'requestBody', 'content', 'application/json', 'examples', 'default', 'value', 'callId'],
    value: 7,
    says: 'request default',
  },
  {
    name: 'a webhook whose participants are text',
    path: [
      ...['webhooks', 'call_event', 'post', 'requestBody', 'content'],
      ...['application/json', 'examples', 'default', 'value', 'TotalNum'],
    ],
    value: 'two',
    says: 'callEvent, request default',
  },
  {
    name: 'a random beyond 32 bits',
    path: ['components', 'parameters', 'random', 'example'],
    value: 4294967296,
    says: 'parameter random',
  },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  const problems = examplesFit(withValue(openapi, path, value));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter((problem) => !problem.includes(says))).toEqual([]);
});
