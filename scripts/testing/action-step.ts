import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { toRecord, toRecords } from './records.ts';
import type { StubbedShell } from './stubbed-shell.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'action.yml'), 'utf8');
export const action = toRecord(parse(text));
export const inputs = toRecord(action.inputs);
export const steps = toRecords(toRecord(action.runs).steps);
export const step = steps.find(({ id }) => id === 'check') ?? {};
/** The step's script with the inputs as GitHub would give them. */
export function runStep(shell: StubbedShell, given: Record<string, string> = {}) {
  for (const name of Object.keys(given)) expect(Object.keys(inputs), 'no such input').toContain(name);
  const env = Object.entries(toRecord(step.env)).map(([name, expression]): [string, string] => {
    const [, input = ''] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(String(expression)) ?? [];
    return [name, given[input] ?? String(toRecord(inputs[input]).default)];
  });
  return shell.run(String(step.run), { ...Object.fromEntries(env), GITHUB_ACTION_PATH: root });
}
