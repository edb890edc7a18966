import type { Citation, Sources } from '../contract.ts';
import statements from '../generated/v1-citations.gen.json' with { type: 'json' };
import pages from '../generated/v1-sources.gen.json' with { type: 'json' };

export type { Citation, SourcePage, Sources, SourceTable } from '../contract.ts';

/** The vendor's pages that the contract of generation v1 rests on. */
export const sources: Sources = pages;

/**
 * What each statement rests on, by its JSON Pointer in the bundled document: the pages that state it, and the decisions of
 * decisions.md where they disagree or are silent. A pointer that is absent rests on what the nearest one around it does.
 */
export const citations: Readonly<Record<string, Citation>> = statements;
