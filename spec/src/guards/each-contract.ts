import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callFlows } from '../generated/v1-call-flows.gen.ts';
import { v1, v4 } from '../index.ts';
import { toPointer } from '../open-api-document.ts';
import { openapi as v1Document } from '../v1/openapi.ts';
import * as v1Sources from '../v1/sources.ts';
import { openapi as v4Document } from '../v4/openapi.ts';
import * as v4Sources from '../v4/sources.ts';

/** What the guards look at, for each generation. */
export const contracts = [
  { ...v1, generation: 'v1', ...v1Sources, openapi: v1Document, callFlows },
  { ...v4, generation: 'v4', ...v4Sources, openapi: v4Document, callFlows: undefined },
].map((contract) => ({
  ...contract,
  decisions: readFileSync(join(import.meta.dirname, '..', '..', contract.generation, 'decisions.md'), 'utf8'),
}));

/** What stands at a JSON Pointer; undefined where nothing does. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value;
}

/**
 * A deep copy of `data` in which the value at `path` is another, or absent when it is undefined. A guard is proved by
 * such a copy: it must speak of the one thing that was broken.
 */
export function withValue<T>(data: T, path: readonly (string | number)[], value: unknown): T {
  const copy = structuredClone(data);
  const owner = valueAt(copy, toPointer(path.slice(0, -1)));
  const last = path.at(-1) ?? '';
  if (typeof owner !== 'object' || owner === null || (value === undefined && !(last in owner))) {
    throw new Error(
      `There is nothing at ${path.join(' > ')}; the proof of a guard has to follow the contract.`,
    );
  }
  if (value === undefined) Reflect.deleteProperty(owner, last);
  else Reflect.set(owner, last, value);
  return copy;
}
