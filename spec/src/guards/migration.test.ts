import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OpenApiSchema } from '../open-api-document.ts';
import { contracts } from './each-contract.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/migrate-v1-to-v4.md'), 'utf8');

/** The tables of the page by their headings, each row as its cells. */
const tables = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const rows = section.split('\n').filter((line) => line.startsWith('| '));
      const cells = rows.slice(2).map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
      return [section.split('\n')[0] ?? '', cells];
    }),
);

/** What stands in backquotes in one column of a table. */
function codeSpans(heading: string, column: number): string[] {
  const rows = tables.get(heading) ?? [];
  return rows.flatMap((row) => [...(row[column] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code));
}

type Checked = Pick<(typeof contracts)[number], 'openapi' | 'citations'>;

function schema({ openapi }: Checked, name: string): OpenApiSchema {
  const found = openapi.components.schemas[name];
  if (!found) throw new Error(`there is no schema ${name}`);
  return found;
}

/** What was only seen in answers is on no page of the vendor, and not on this one until a person has read it. */
function isObserved({ citations }: Checked, schemaPart: string): boolean {
  return citations[`#/components/schemas/${schemaPart}`]?.source.includes('observed') ?? false;
}

function words(contract: Checked, ...names: string[]): string[] {
  return names
    .filter((name) => !isObserved(contract, name))
    .flatMap((name) => schema(contract, name).enum as string[]);
}

function members(contract: Checked, name: string): string[] {
  const { properties } = schema(contract, name);
  return Object.keys(properties ?? {}).filter(
    (member) => !isObserved(contract, `${name}/properties/${member}`),
  );
}

const columns = contracts.map((contract, index) => ({ ...contract, index }));

test.each(columns)(
  '$generation: every operation stands in the table with its rate',
  ({ operations, index }) => {
    const rows = tables.get('Operations') ?? [];
    const stated = rows.flatMap((row) => {
      const [path, rate] = row.slice(index * 2, index * 2 + 2);
      return path === '-' ? [] : [`${path?.replaceAll('`', '')} ${rate}`];
    });
    const wanted = Object.values(operations).map(({ path, rateLimit }) => `${path} ${rateLimit.requests}`);
    expect([...new Set(stated)].sort()).toEqual(wanted.sort());
  },
);

test.each(columns)(
  '$generation: the page says which clients place its calls',
  ({ generation, firstClients }) => {
    const [, section = ''] = page.split('## Which generation an app needs\n');
    const said = section.split('\n## ')[0]?.replace(/\s+/g, ' ') ?? '';
    for (const method of firstClients.methods) expect(said).toContain(`\`${method}()\``);
    // Every client that is older than those of v4 places calls of v1.
    if (generation === 'v4') {
      for (const [platform, version] of Object.entries(firstClients.versions)) {
        expect(said).toContain(`${platform} ${version}`);
      }
    }
  },
);

test.each(columns)('$generation: every host stands in the table', ({ servers, index }) => {
  expect(codeSpans('Hosts', index).sort()).toEqual(Object.values(servers).sort());
});

test.each(columns)('$generation: the members of an answer stand in the table', ({ envelope, index }) => {
  const names = [envelope.code, envelope.message, envelope.requestId, envelope.data];
  expect(codeSpans('Answers', index)).toEqual(expect.arrayContaining(names));
});

test.each(columns)(
  '$generation: every member and word of a record stands in the table',
  ({ index, ...contract }) => {
    const listed = codeSpans('Records', index);
    const wanted = [
      ...members(contract, 'CallRecord'),
      ...words(contract, 'MediaType', 'CallType', 'CallResult'),
    ];
    expect(listed).toEqual(expect.arrayContaining(wanted));
    const known = JSON.stringify(contract.openapi.components.schemas);
    expect(listed.filter((name) => !known.includes(`"${name}"`))).toEqual([]);
  },
);

test.each(columns)(
  '$generation: every member of the filter stands in the table',
  ({ index, ...contract }) => {
    const listed = codeSpans('The filter', index);
    expect(listed).toEqual(expect.arrayContaining(members(contract, 'GetRecordsByFilterRequest')));
  },
);

test('the configuration of callbacks has the members of both, and the words of v4', () => {
  const [v1, v4] = contracts;
  if (!v1 || !v4) throw new Error('a generation is missing');
  expect(codeSpans('The callback configuration', 0)).toEqual(members(v1, 'CallbackConfiguration'));
  const configuration = [...members(v4, 'CallbackConfiguration'), ...words(v4, 'CallbackCommand')];
  expect(codeSpans('The callback configuration', 1)).toEqual(configuration);
});

test.each(columns)('$generation: the codes of refusals are codes of the table', ({ errorCodes, index }) => {
  const known: unknown[] = errorCodes.map(({ code }) => code);
  const stated = (tables.get('Refusals') ?? []).flatMap((row) =>
    [...(row[index + 1] ?? '').matchAll(/\b\d{3,6}\b/g)].map(([code]) => Number(code)),
  );
  expect(stated.length).toBeGreaterThan(5);
  expect(stated.filter((code) => !known.includes(code))).toEqual([]);
});

test('every decision that the page names is one of v4', () => {
  const decisions = contracts[1]?.decisions ?? '';
  const named = [...page.matchAll(/V4-(?:U-)?\d+/g)].map(([id]) => id);
  expect(named.filter((id) => !decisions.includes(`\n## ${id} `))).toEqual([]);
});
