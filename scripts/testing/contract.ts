import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ContractChange, contractChanges } from '../release/contract-change.ts';

export const contract = 'spec/src/generated/v1-openapi.gen.json';
export const errors = 'spec/v1/errors.yaml';
export const mistakes = 'spec/v1/mistakes.yaml';
export const flows = 'spec/v1/call-flows.yaml';
export const citations = 'spec/src/generated/v1-citations.gen.json';
export const real = Object.fromEntries(
  [contract, errors, mistakes, flows, citations].map((path) => [
    path,
    readFileSync(join(import.meta.dirname, '../..', path), 'utf8'),
  ]),
);

/** The real contract as the base, or another one, and on disk what `change` makes of the file. */
export function readChange(path: string, change: (text: string) => string, before = real): ContractChange {
  const after = { ...before, [path]: change(before[path] ?? '') };
  expect(after, 'the case changed nothing').not.toEqual(before);
  const [was, is] = [before, after].map((files: Partial<typeof real>) => ({
    read: (file: string) => files[file],
    list: () => ['v1-openapi.gen.json'],
  }));
  const found = was && is && contractChanges(was, is).get('v1');
  if (!found) throw new Error('there is no contract v1 to compare');
  return found;
}

export interface Schema {
  type?: unknown;
  required: string[];
  properties: Record<string, Schema>;
  enum: string[];
  anyOf: Schema[];
  [keyword: string]: unknown;
}

export interface Operation {
  operationId: string;
  parameters: object[];
  requestBody: { required: boolean };
  responses: Record<string, { content: Record<string, { examples: Record<string, object> }> }>;
  [member: string]: unknown;
}

export interface Contract {
  info: { description: string; version: string };
  servers: Record<string, unknown>[];
  security: unknown[];
  webhooks: Record<string, { post: Operation }>;
  paths: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema>; parameters: Record<string, Record<string, unknown>> };
  'x-limits': Record<string, Record<string, unknown>>;
}

export type Edit = (contract: Contract) => unknown;
export const edit = (change: Edit) => (text: string) => {
  const parsed: Contract = JSON.parse(text);
  change(parsed);
  return JSON.stringify(parsed, null, 2);
};
export const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
