import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ContractChange, contractChanges } from './contract-change.ts';
import type { Repository } from './repository.ts';

const contract = 'spec/src/generated/v1-openapi.gen.json';
const errors = 'spec/v1/errors.yaml';
const before = Object.fromEntries(
  [contract, errors].map((path) => [path, readFileSync(join(import.meta.dirname, '../..', path), 'utf8')]),
);

/** The real contract as the base, and on disk what `change` makes of the file. */
function changeOf(path: string, change: (text: string) => string): ContractChange | undefined {
  const after = { ...before, [path]: change(before[path] ?? '') };
  expect(after, 'the case changed nothing').not.toEqual(before);
  const repository: Repository = {
    root: '',
    git: () => undefined,
    read: (file, revision) => (revision === undefined ? after : before)[file],
    list: () => ['v1-openapi.gen.json'],
    changedSince: () => [path],
  };
  return contractChanges(repository, 'base').get('v1');
}

interface Contract {
  info: { description: string; version: string };
  webhooks: Record<string, unknown>;
  paths: Record<string, unknown>;
}

const edit = (change: (contract: Contract) => void) => (text: string) => {
  const parsed: Contract = JSON.parse(text);
  change(parsed);
  return JSON.stringify(parsed, null, 2);
};
const swap = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

test.each<[what: string, path: string, impact: string, change: (text: string) => string]>([
  ['a description', contract, 'patch', edit(({ info }) => Object.assign(info, { description: 'Short.' }))],
  ['its version alone', contract, 'none', edit(({ info }) => Object.assign(info, { version: '9.0.0' }))],
  ['a rate limit', contract, 'minor', swap(/("x-rate-limit": \{\s*"requests": )\d+/, '$13')],
  [
    'whether a call may be repeated',
    contract,
    'minor',
    swap('"x-idempotent": true', '"x-idempotent": false'),
  ],
  [
    'a new webhook',
    contract,
    'minor',
    edit(({ webhooks }) => Object.assign(webhooks, { new: webhooks.call_event })),
  ],
  ['a webhook renamed', contract, 'major', swap('"call_status": {', '"call_ended": {')],
  ['a webhook removed', contract, 'major', edit(({ webhooks }) => delete webhooks.call_status)],
  ['an operation removed', contract, 'major', edit(({ paths }) => delete paths['/v1/callback/get'])],
  [
    'an operation renamed',
    contract,
    'major',
    swap('"operationId": "getCallback"', '"operationId": "readCallback"'),
  ],
  ['a schema renamed', contract, 'major', (text) => text.replaceAll(/\bCallRecord(?=")/g, 'Call')],
  ['a member of an enum', contract, 'major', swap(/"enum": \[\s*"cancel",/, '"enum": ["lost", "cancel",')],
  ['a new error code', errors, 'minor', swap(/^codes:/m, 'codes:\n  - { code: 70010, name: Odd }')],
  ['an error code gone', errors, 'major', swap(/code: 70005$/m, 'code: 70006')],
  ['an error code renamed', errors, 'major', swap('name: Success', 'name: Fine')],
  ['an error code that may be retried', errors, 'minor', swap('retryable: false', 'retryable: true')],
  ['the remedy of an error code', errors, 'patch', swap(/remedy: .*/, 'remedy: None.')],
])('%s', (_what, path, impact, change) => {
  const changed = changeOf(path, change);
  expect(changed?.impact, changed?.reasons.join('\n')).toBe(impact);
  expect(changed?.reasons.length, 'a reason for each impact').toBeGreaterThan(impact === 'none' ? -1 : 0);
});
