import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listCodes, readErrorTable } from './error-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'error-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

function readTable(text: string, mistakes = '[]') {
  writeFileSync(join(folder, 'errors.yaml'), text);
  writeFileSync(join(folder, 'mistakes.yaml'), mistakes);
  return readErrorTable(join(folder, 'openapi.yaml'));
}

test('an operation has the codes that name it and those of all operations, in the order of the table', () => {
  const table = readTable(`codes:
  - { code: 999, operations: [deleteCallback] }
  - { code: 70001, operations: [all] }
  - { code: 70005, operations: [setCallback] }
`);
  expect(listCodes(table, 'deleteCallback')).toEqual([999, 70001]);
  expect(listCodes(table, 'setCallback')).toEqual([70001, 70005]);
});

test.each([
  { name: 'an empty file', text: '', message: 'it has no list `codes`' },
  { name: 'codes by name', text: 'codes: { 999: {} }', message: 'it has no list `codes`' },
  {
    name: 'a code as text',
    text: 'codes: [{ code: "999", operations: [] }]',
    message: 'codes[0] lacks a number',
  },
  {
    name: 'no operations',
    text: 'codes: [{ code: 999 }]',
    message: 'codes[0] lacks a number `code` or a list',
  },
])('$name is refused with what it lacks', ({ text, message }) => {
  expect(() => readTable(text)).toThrow(message);
});

test('each code and each mistake is a statement with its source and decision', () => {
  const table = readTable(
    'codes: [{ code: 999, operations: [all], source: [60132], decision: [V1-20] }]',
    '[{ id: body-empty, source: [60138], decision: [] }]',
  );
  expect(table.statements).toEqual([
    { name: 'code 999', source: [60132], decision: ['V1-20'] },
    { name: 'mistake body-empty', source: [60138], decision: [] },
  ]);
});
