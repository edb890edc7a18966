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

test('a code or a mistake without its lists is refused by its name', () => {
  const { codes, mistakes } = contract.errors;
  const lacking = (errors: Partial<Contract['errors']>) => () =>
    generatedFiles({ ...contract, errors: { ...contract.errors, ...errors } }, 'v1');
  const without = <T extends object>(rows: readonly T[], key: string) =>
    rows.map((row, at) => (at === 0 ? { ...row, [key]: undefined } : row));
  expect(lacking({ codes: without(codes, 'decision') })).toThrow(
    'v1/errors.yaml: 0 lacks the list `decision`',
  );
  expect(lacking({ mistakes: without(mistakes, 'source') })).toThrow(
    'v1/mistakes.yaml: method-not-post lacks the list `source`',
  );
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
  const citations = JSON.parse(files['v1-citations.gen.json'] ?? '{}');
  const at = '#/components/schemas/SetCallbackSuccess';
  expect(citations[at].source).toEqual([60138, 60134]);
  expect(citations[`${at}/properties/requestId`].source).toEqual([60138, 60134]);
  expect(citations[`${at}/properties/data`].source).toEqual([60134]);
});

test('what is written once stands at each place that it is about, and is found where it is written', () => {
  const { components, webhooks } = JSON.parse(files['v1-openapi.gen.json'] ?? '{}');
  const { SetCallbackSuccess, SetCallbackAnswer, Envelope } = components.schemas;
  expect(Object.keys(SetCallbackSuccess.properties)).toEqual([
    'errorCode',
    'errorMessage',
    'requestId',
    'data',
  ]);
  expect(SetCallbackSuccess.required).toEqual(['errorCode', 'errorMessage', 'requestId', 'data']);
  expect(SetCallbackAnswer.anyOf).toHaveLength(2);
  expect(Envelope).toBeUndefined();
  for (const { post } of Object.values<{ post: Record<string, unknown> }>(webhooks)) {
    expect(post).toMatchObject({
      'x-webhook-retry': { unit: 'seconds' },
      responses: { 200: { content: {} } },
    });
    expect(post.description).toContain('sent again after waits of');
  }
  const { locations } = contract;
  expect(locations['#/components/schemas/SetCallbackSuccess/properties/requestId']).toContain(
    '/Envelope.yaml:',
  );
  expect(locations['#/components/schemas/SetCallbackAnswer']).toContain('/paths/callback/set.yaml:');
  expect(locations['#/webhooks/call_event/post/x-webhook-retry']).toContain('v1/openapi.yaml:');
});

function committed(name: string): string {
  return readFileSync(join(packageFolder, 'src', 'generated', name), 'utf8');
}
