import type { MutantRequest, Mutate } from './mutant.ts';
import { type Members, type Mutations, withQuery } from './mutations.ts';
import type { MutantApp } from './run-mutant.ts';

/** A service that reads the documents as they may be read. No MUST may fail there. */
export interface LegalVendor {
  /** What it does, as the end of a sentence. */
  readonly title: string;
  /** The decisions that allow it. */
  readonly decisions?: readonly string[];
  readonly mutate: Mutate;
  /** Default quiet. */
  readonly app?: MutantApp;
}

/** Applies both. */
export function both(first: Mutate, second: Mutate): Mutate {
  return (request, forward, tools) => first(request, (changed) => second(changed, forward, tools), tools);
}

/** Changes every record, asked for by itself or listed. */
export function changeRecords(m: Mutations, change: (record: Members) => Members): Mutate {
  return both(
    m.changeRecord(change),
    m.changeListing((listing) => ({ ...listing, records: listing.records.map(change) })),
  );
}

/** Answers as if the URL had these parameters too; null takes one out. */
export function setQuery(
  request: MutantRequest,
  change: Readonly<Record<string, string | null>>,
): MutantRequest {
  const isKept = ([name]: [string, string]) => !(name.toLowerCase() in change);
  const added = Object.entries(change).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  return withQuery(request, [...[...request.url.searchParams].filter(isKept), ...added]);
}
