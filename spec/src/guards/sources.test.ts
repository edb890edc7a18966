import { describe, expect, test } from 'vitest';
import { contracts, valueAt } from './each-contract.ts';

type Checked = (typeof contracts)[number];

/** Every page that something in the contract cites. */
function citedPages({ errorCodes, mistakes, citations }: Checked): Set<unknown> {
  const rows = [...errorCodes, ...mistakes, ...Object.values(citations)];
  return new Set<unknown>(rows.flatMap(({ source }): unknown[] => [...source]));
}

/** The pages that are cited and stand nowhere in sources.yaml. */
function findUnlisted(contract: Checked): unknown[] {
  const { pages, excluded } = contract.sources;
  const listed = new Set<unknown>([
    ...pages.map(({ id }) => id),
    ...excluded.flatMap(({ ids }): unknown[] => [...ids]),
  ]);
  return [...citedPages(contract)].filter((id) => !listed.has(id));
}

function standsAt({ openapi }: Checked, pointer: string): boolean {
  return valueAt(openapi, pointer) !== undefined;
}

describe.each(contracts)('$generation', (contract) => {
  const { generation, sources, decisions } = contract;

  test('every page that the contract cites is watched, or there is a reason why not', () => {
    const remedy = `add the pages to spec/${generation}/sources.yaml, or correct their numbers`;
    expect(findUnlisted(contract), remedy).toEqual([]);
    const mistyped = { ...contract.citations, '#/info': { source: [60318], decision: [] } };
    expect(findUnlisted({ ...contract, citations: mistyped })).toEqual([60318]);
  });

  test('every watched page is cited, so that it is watched for something', () => {
    const cited = citedPages(contract);
    expect(sources.pages.filter(({ id }) => !cited.has(id)).map(({ id }) => id)).toEqual([]);
  });

  test('every pointer of a page stands in the contract', () => {
    const pointers = sources.pages.flatMap(({ parameters, path, rate, commands, tables, samples }) => [
      ...[parameters, path, rate, samples].filter((pointer) => pointer !== undefined),
      ...(commands ?? []),
      ...Object.values(tables ?? {}).flatMap((list) => list.map(({ schema }) => schema)),
    ]);
    expect(
      pointers.filter((pointer) => !standsAt(contract, pointer)),
      `mend spec/${generation}/sources.yaml`,
    ).toEqual([]);
    expect(standsAt(contract, '#/components/schemas/Nothing'), 'this test finds anything').toBe(false);
  });

  test('every region and tag of a page stands in the contract', () => {
    const regions = contract.openapi.servers.map((server) => server['x-region']);
    const tags = Object.values(contract.openapi.paths).flatMap(({ post }) => post.tags);
    const wrong = sources.pages.flatMap(({ id, hosts = [], lists }) => [
      ...hosts.filter((region) => !regions.includes(region)).map((region) => `${id}: ${region}`),
      ...(lists === undefined || tags.includes(lists) ? [] : [`${id}: ${lists}`]),
    ]);
    expect(wrong, `mend spec/${generation}/sources.yaml`).toEqual([]);
  });

  test('every citation is about something in the published contract', () => {
    const pointers = Object.keys(contract.citations).filter((pointer) => !pointer.startsWith('#/x-envelope'));
    expect(pointers.filter((pointer) => !standsAt(contract, pointer))).toEqual([]);
  });

  test('the published contract holds no bookkeeping', () => {
    const keys = JSON.stringify(contract.openapi).match(
      /"(?:x-source|x-decision|x-envelope|source|decision)":/g,
    );
    expect(keys).toBeNull();
  });

  test('what a page says otherwise is settled by an entry of the decisions', () => {
    const unsettled = sources.pages
      .flatMap(({ known = [], capitals }) =>
        [...known.map(({ decision }) => decision), capitals ?? []].flat(),
      )
      .filter((decision) => !decisions.includes(`\n## ${decision} `));
    expect(unsettled).toEqual([]);
  });
});
