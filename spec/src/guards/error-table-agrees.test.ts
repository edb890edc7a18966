import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ErrorTable } from '../generate/contract.ts';
import { operations, queryParameters } from '../v1/index.ts';
import { errorTableAgrees } from './error-table-agrees.ts';
import { withValue } from './with-value.ts';

const file = join(import.meta.dirname, '..', '..', 'v1', 'errors.yaml');
const table: ErrorTable = parse(readFileSync(file, 'utf8'));
const operationIds = Object.keys(operations);
const code = (number: number) => ['codes', table.codes.findIndex((row) => row.code === number)];
const mistake = (id: string) => ['mistakes', table.mistakes.findIndex((row) => row.id === id)];

test('codes, mistakes and operations agree with each other', () => {
  expect(errorTableAgrees(table, operationIds)).toEqual([]);
});

test('a code that was only seen needs no mistake that provokes it', () => {
  const row = table.codes.find((each) => each.code === 70003);
  if (!row) throw new Error('There is no code 70003 any more: take another.');
  const seen = { ...row, code: 70099, name: 'Code70099', mistakes: [], source: ['observed'] };
  expect(errorTableAgrees({ ...table, codes: [...table.codes, seen] }, operationIds)).toEqual([]);
});

test('where a mistake has levels of its own for parameters, they are parameters of the contract', () => {
  const named = table.mistakes.flatMap(({ levels = {} }) => Object.keys(levels));
  expect(Object.keys(queryParameters)).toEqual(expect.arrayContaining(named));
  expect(table.mistakes.filter(({ place, levels }) => levels && place !== 'query')).toEqual([]);
});

test('what lies in the state of the service or in the rate is hidden, and what lies elsewhere in a request is not', () => {
  const hidden = table.mistakes.filter((row) => row.hidden).map(({ id }) => id);
  const elsewhere = table.mistakes.filter(({ place }) => place === 'state' || place === 'rate');
  expect(hidden).toEqual(expect.arrayContaining(elsewhere.map(({ id }) => id)));
  const others = table.mistakes.filter((row) => row.hidden && !elsewhere.includes(row));
  expect(others.map(({ id }) => id)).toEqual([
    'usersig-invalid',
    'usersig-wrong-key',
    'usersig-other-app',
    'usersig-other-identifier',
    'usersig-expired',
    'usersig-not-yet-valid',
    'not-administrator',
  ]);
});

const broken = [
  { name: 'a code twice', path: [...code(70003), 'code'], value: 70002, says: 'code 70002 stands twice' },
  {
    name: 'a name twice',
    path: [...code(70003), 'name'],
    value: 'UserSigInvalid',
    says: 'the name UserSigInvalid',
  },
  {
    name: 'a mistake twice',
    path: [...mistake('body-empty'), 'id'],
    value: 'body-malformed',
    says: 'stands twice',
  },
  {
    name: 'a code without a source',
    path: [...code(70003), 'source'],
    value: [],
    says: 'code 70003 names no source',
  },
  {
    name: 'an operation that does not exist',
    path: [...mistake('body-empty'), 'operations'],
    value: ['getRecord'],
    says: 'the operation getRecord, which does not exist',
  },
  {
    name: 'a code that no mistake provokes',
    path: [...code(70003), 'mistakes'],
    value: [],
    says: 'code 70003 names no mistake',
  },
  {
    name: 'a mistake that does not exist',
    path: [...code(70003), 'mistakes'],
    value: ['usersig-expired', 'usersig-stale'],
    says: 'the mistake usersig-stale, which does not exist',
  },
  {
    name: 'an allowed code that does not exist',
    path: [...mistake('usersig-expired'), 'allowed'],
    value: [70003, 70013],
    says: 'allows 70013',
  },
  {
    name: 'success as an allowed answer to a mistake',
    path: [...mistake('usersig-expired'), 'allowed'],
    value: [70003, 0],
    says: 'allows 0',
  },
  {
    name: 'an answer that is not allowed',
    path: [...mistake('usersig-expired'), 'allowed'],
    value: [70002],
    says: 'answered by 70003, which it does not allow',
  },
  {
    name: 'a mistake under a code that is not its answer',
    path: [...mistake('record-not-found'), 'answer'],
    value: 70009,
    says: 'belongs to that code and not to 70001',
  },
  {
    name: 'an answer that the operation does not return',
    path: [...mistake('callback-absent'), 'operations'],
    value: ['setCallback'],
    says: 'which setCallback does not return',
  },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  expect(errorTableAgrees(withValue(table, path, value), operationIds)).toContainEqual(
    expect.stringContaining(says),
  );
});
