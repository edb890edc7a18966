import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from '../v1/index.ts';
import { openapi } from '../v1/openapi.ts';
import { sources } from '../v1/sources.ts';

const decisions = readFileSync(join(import.meta.dirname, '..', '..', 'v1', 'decisions.md'), 'utf8');

/** Every page that something in the contract cites. */
function citedPages(): Set<unknown> {
  const cited = new Set<unknown>(errorCodes.flatMap(({ source }): unknown[] => [...source]));
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if ((key === 'x-source' || key === 'source') && Array.isArray(member))
        member.forEach((id) => void cited.add(id));
      else visit(member);
    }
  };
  visit(openapi);
  return cited;
}

function standsAt(pointer: string): boolean {
  let value: unknown = openapi;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return false;
    value = Reflect.get(value, segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return value !== undefined;
}

test('every page that the contract cites is watched, or there is a reason why not', () => {
  const listed = new Set<unknown>([
    ...sources.pages.map(({ id }) => id),
    ...sources.excluded.flatMap(({ ids }): unknown[] => [...ids]),
  ]);
  const missing = [...citedPages()].filter((id) => !listed.has(id));
  expect(missing, 'add the pages to spec/v1/sources.yaml').toEqual([]);
});

test('every watched page is cited, so that it is watched for something', () => {
  const cited = citedPages();
  expect(sources.pages.filter(({ id }) => !cited.has(id)).map(({ id }) => id)).toEqual([]);
});

test('every pointer of a page stands in the contract', () => {
  const pointers = sources.pages.flatMap(({ host, parameters, path, rate, commands, tables, samples }) => [
    ...[host, parameters, path, rate, samples].filter((pointer) => pointer !== undefined),
    ...(commands ?? []),
    ...Object.values(tables ?? {}).flatMap((list) => list.map(({ schema }) => schema)),
  ]);
  expect(
    pointers.filter((pointer) => !standsAt(pointer)),
    'mend spec/v1/sources.yaml',
  ).toEqual([]);
  expect(standsAt('#/components/schemas/Nothing'), 'this test finds anything').toBe(false);
});

test('what a page says otherwise is settled by an entry of the decisions', () => {
  const unsettled = sources.pages.flatMap(({ known = [] }) =>
    known.filter(({ decision }) => !decisions.includes(`\n## ${decision} `)),
  );
  expect(unsettled).toEqual([]);
});
