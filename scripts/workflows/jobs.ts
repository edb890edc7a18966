import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toRecord, toRecords } from '../testing/records.ts';

/** The folder of the workflows. */
export const folder = join(import.meta.dirname, '../../.github/workflows');

export const readText = (file: string) => readFileSync(join(folder, file), 'utf8');

/** The workflow for others to copy. */
export const reconcileExample = '../../examples/reconcile/reconcile.yml';

interface Job {
  name: string;
  needs: unknown;
  environment: unknown;
  container: unknown;
  permissions: Record<string, unknown>;
  steps: Record<string, unknown>[];
}

export function readJobs(text: string): Job[] {
  const workflow = toRecord(parse(text));
  return Object.entries(toRecord(workflow.jobs)).map(([name, job]) => ({
    name,
    needs: toRecord(job).needs,
    environment: toRecord(job).environment,
    container: toRecord(job).container,
    permissions: toRecord(toRecord(job).permissions ?? workflow.permissions),
    steps: toRecords(toRecord(job).steps),
  }));
}
