import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Contract, readContract } from './contract.ts';
import { generatedFiles } from './generate.ts';

const packageFolder = join(import.meta.dirname, '..', '..');
let contract: Contract;
let files: Record<string, string>;

beforeAll(() => {
  contract = readContract(packageFolder, 'v1');
  files = generatedFiles(contract, 'v1');
});

test('bundling twice gives the same bytes', () => {
  expect(generatedFiles(readContract(packageFolder, 'v1'), 'v1')).toEqual(files);
});

test('the committed files are those that the contract gives', () => {
  expect(Object.keys(files).filter((name) => files[name] !== committed(name))).toEqual([]);
});

test('a changed fact changes the files, so that stale ones are noticed', () => {
  const changed = { ...contract, errors: { ...contract.errors, codes: contract.errors.codes.slice(1) } };
  const stale = Object.entries(generatedFiles(changed, 'v1')).filter(
    ([name, text]) => text !== committed(name),
  );
  expect(stale.map(([name]) => name)).toEqual(['v1-errors.gen.ts']);
});

test('no generated file names the machine that made it', () => {
  expect(Object.values(files).filter((text) => text.includes(packageFolder))).toEqual([]);
});

test('components are listed by name', () => {
  const { components } = JSON.parse(files['v1-openapi.gen.json'] ?? '{}');
  const names = Object.keys(components.schemas);
  expect(names).toEqual([...names].sort());
});

test('a property that names no page has those of its schema, one that names its own keeps them', () => {
  const { SetCallbackSuccess } = contract.document.components.schemas;
  expect(SetCallbackSuccess).toMatchObject({
    'x-source': [60138, 60134],
    properties: { requestId: { 'x-source': [60138, 60134] }, data: { 'x-source': [60134] } },
  });
});

function committed(name: string): string {
  return readFileSync(join(packageFolder, 'src', 'generated', name), 'utf8');
}
