import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Contract, readContract } from './contract.ts';
import { addRefusals } from './refusals.ts';

const { document, errors }: Contract = readContract(join(import.meta.dirname, '../..'), 'v1');
const path = '/v1/callback/get';

function makeExamples(table: Contract['errors'], of = document) {
  const { paths, components } = addRefusals(of, table.codes);
  const shown = paths[path]?.post.responses['200']?.content['application/json']?.examples ?? {};
  return { shown, components: components.examples };
}

test('each operation shows a refusal for each of its codes, after what is written by hand', () => {
  const names = Object.keys(makeExamples(errors).shown);
  expect(names[0]).toBe('success');
  const documented = /^error-(?:999|50001|7000[1-59])$/;
  expect(names.filter((name) => documented.test(name))).toEqual([
    ...['error-999', 'error-50001', 'error-70001', 'error-70002'],
    ...['error-70003', 'error-70004', 'error-70005', 'error-70009'],
  ]);
});

test('a refusal has the code and the cause of the table, in the members of the envelope', () => {
  expect(makeExamples(errors).components['error-70003']?.value).toEqual({
    errorCode: 70003,
    errorMessage: 'The lifetime of the UserSig is over.',
    requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
    data: {},
  });
});

test('a code that an operation gains is shown there and nowhere else', () => {
  const [row] = errors.codes.filter(({ code }) => code === 70005);
  if (!row) throw new Error('There is no code 70005 any more: take another.');
  const gained = { ...row, code: 70006, operations: ['getCallback'] };
  const { paths } = addRefusals(document, [...errors.codes, gained]);
  const showing = Object.values(paths)
    .filter(({ post }) => JSON.stringify(post.responses).includes('error-70006'))
    .map(({ post }) => post.operationId);
  expect(showing).toEqual(['getCallback']);
});

test('a document that does not name the members of its answers is refused', () => {
  const { 'x-envelope': _, ...without } = document;
  expect(() => addRefusals(without as typeof document, errors.codes)).toThrow(
    'openapi.yaml states no x-envelope',
  );
});
