import { expect, test } from 'vitest';
import type { ErrorEntry, MistakeEntry } from '../contract.ts';
import type { OpenApiDocument } from '../open-api-document.ts';
import { errorCodes, mistakes, operations } from '../v1/index.ts';
import { contracts, withValue } from './each-contract.ts';

interface Tables {
  readonly codes: readonly ErrorEntry[];
  readonly mistakes: readonly MistakeEntry[];
}

const table: Tables = { codes: errorCodes, mistakes };
const operationIds = Object.keys(operations);
const code = (number: number) => ['codes', table.codes.findIndex((row) => row.code === number)];
const mistake = (id: string) => ['mistakes', table.mistakes.findIndex((row) => row.id === id)];

test.each(contracts)('$generation: codes, mistakes and operations agree with each other', (contract) => {
  const tables = { codes: contract.errorCodes, mistakes: contract.mistakes };
  expect(errorTableAgrees(tables, Object.keys(contract.operations))).toEqual([]);
});

test('a code that was only seen needs no mistake that provokes it', () => {
  const row = table.codes.find((each) => each.code === 70003);
  if (!row) throw new Error('There is no code 70003 any more: take another.');
  const seen = { ...row, code: 70099, name: 'Code70099', mistakes: [], source: ['observed'] };
  expect(errorTableAgrees({ ...table, codes: [...table.codes, seen] }, operationIds)).toEqual([]);
});

test('a code that no mistake provokes says why', () => {
  const row = table.codes.find((each) => each.code === 70003);
  if (!row) throw new Error('There is no code 70003 any more: take another.');
  const internal = { ...row, code: 70099, name: 'Code70099', mistakes: [], unprovoked: 'it fails by itself' };
  expect(errorTableAgrees({ ...table, codes: [...table.codes, internal] }, operationIds)).toEqual([]);
});

test.each(contracts)(
  '$generation: where a mistake has levels of its own, they are of parameters or fields of the contract',
  (contract) => {
    const rows: readonly MistakeEntry[] = contract.mistakes;
    const known = { query: Object.keys(contract.queryParameters), body: fieldNames(contract.openapi) };
    for (const { id, place, levels } of rows.filter((row) => row.levels)) {
      const names = place === 'query' || place === 'body' ? known[place] : [];
      expect(names, id).toEqual(expect.arrayContaining(Object.keys(levels ?? {})));
    }
  },
);

test.each(contracts)(
  '$generation: what lies in the state of the service or in the rate is hidden, elsewhere only what the signature hides',
  (contract) => {
    const rows: readonly MistakeEntry[] = contract.mistakes;
    const elsewhere = rows.filter(({ place }) => place === 'state' || place === 'rate');
    expect(elsewhere.filter(({ hidden }) => !hidden)).toEqual([]);
    const others = rows.filter((row) => row.hidden && !elsewhere.includes(row));
    expect(others.map(({ id }) => id).sort()).toEqual([
      'not-administrator',
      'usersig-expired',
      'usersig-invalid',
      'usersig-not-yet-valid',
      'usersig-other-app',
      'usersig-other-identifier',
      'usersig-wrong-key',
    ]);
  },
);

function fieldNames(document: OpenApiDocument): string[] {
  const schemas: { properties?: object }[] = Object.values(document.components.schemas);
  return schemas.flatMap(({ properties = {} }) => Object.keys(properties));
}

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
  {
    name: 'a code that only another operation returns as an allowed answer',
    path: [...mistake('callback-not-configured'), 'operations'],
    value: ['updateCallback', 'setCallback'],
    says: 'allows codes of single operations, and none of setCallback',
  },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  expect(errorTableAgrees(withValue(table, path, value), operationIds)).toContainEqual(
    expect.stringContaining(says),
  );
});

/** What does not agree inside the table of error codes, or between it and the operations. */
function errorTableAgrees({ codes, mistakes }: Tables, operationIds: readonly string[]): string[] {
  const codeNumbers = codes.map(({ code }) => code);
  const mistakeIds = mistakes.map(({ id }) => id);
  const known = [...operationIds, 'all'];
  return [
    ...repeated(codeNumbers).map((code) => `code ${code} stands twice`),
    ...repeated(codes.map(({ name }) => name)).map((name) => `the name ${name} stands twice`),
    ...repeated(mistakeIds).map((id) => `mistake ${id} stands twice`),
    ...[
      ...codes.map(({ code, ...row }) => ({ what: `code ${code}`, ...row })),
      ...mistakes.map(named),
    ].flatMap(({ what, operations, source }) => [
      ...operations
        .filter((id) => !known.includes(id))
        .map((id) => `${what} names the operation ${id}, which does not exist`),
      ...(operations.length === 0 ? [`${what} names no operation`] : []),
      ...(source.length === 0 ? [`${what} names no source`] : []),
    ]),
    ...codes.flatMap(({ code, source, unprovoked, mistakes: provoked }) => [
      ...provoked
        .filter((id) => !mistakeIds.includes(id))
        .map((id) => `code ${code} names the mistake ${id}, which does not exist`),
      // What provokes a code that was only seen is not known.
      ...(code !== 0 && provoked.length === 0 && !source.includes('observed') && unprovoked === undefined
        ? [`code ${code} names no mistake that provokes it; say why under \`unprovoked\``]
        : []),
      ...(provoked.length > 0 && unprovoked !== undefined
        ? [`code ${code} names mistakes, so take its \`unprovoked\` away`]
        : []),
    ]),
    ...mistakes.flatMap(({ id, allowed, answer }) => [
      ...(allowed === 'any' ? [] : allowed)
        .filter((code) => !codeNumbers.includes(code) || code === 0)
        .map((code) => `mistake ${id} allows ${code}, which is not a code of a refusal`),
      ...(codeNumbers.includes(answer) && answer !== 0 && (allowed === 'any' || allowed.includes(answer))
        ? []
        : [`mistake ${id} is answered by ${answer}, which it does not allow`]),
      ...codes
        .filter(({ code, mistakes: provoked }) => provoked.includes(id) !== (code === answer))
        .map(
          ({ code }) =>
            `mistake ${id} is answered by ${answer}, so it belongs to that code and not to ${code}`,
        ),
    ]),
    ...mistakes.flatMap(({ id, operations, allowed }) => {
      const named = codes.filter(({ code }) => allowed !== 'any' && allowed.includes(code));
      const own = named.filter(
        (row) => !operationIds.every((operation) => row.operations.includes(operation)),
      );
      return own.length === 0
        ? []
        : operations
            .filter((operation) => !own.some((row) => row.operations.includes(operation)))
            .map((operation) => `mistake ${id} allows codes of single operations, and none of ${operation}`);
    }),
    ...mistakes.flatMap(({ id, operations, answer }) => {
      const returning = codes.find(({ code }) => code === answer)?.operations ?? [];
      return returning.includes('all')
        ? []
        : operations
            .filter((operation) => !returning.includes(operation))
            .map((operation) => `mistake ${id} is answered by ${answer}, which ${operation} does not return`);
    }),
  ];
}

function named<T extends { readonly id: string }>(mistake: T): T & { readonly what: string } {
  return { what: `mistake ${mistake.id}`, ...mistake };
}

function repeated<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
