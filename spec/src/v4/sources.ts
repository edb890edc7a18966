import list from '../generated/v4-sources.gen.json' with { type: 'json' };
import type { Sources } from '../sources.ts';

export type { SourcePage, Sources, SourceTable } from '../sources.ts';

/** The vendor's pages that the contract of generation v4 rests on. */
export const sources: Sources = list;
