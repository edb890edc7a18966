import type { PageFormat } from './page-blocks.ts';

/** By what a server tells whether a page changed since the last time. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

/** What came of asking for a page. */
export type FetchedPage =
  | {
      readonly outcome: 'read';
      readonly text: string;
      readonly format: PageFormat;
      readonly validators: Validators;
    }
  /** It is as it was the last time. */
  | { readonly outcome: 'unchanged' }
  /** There is no such page (HTTP 404, 410). */
  | { readonly outcome: 'missing'; readonly status: number }
  /** It is somewhere else now. */
  | { readonly outcome: 'moved'; readonly to: string }
  /** It could not be looked at; one line with what to do. */
  | { readonly outcome: 'failed'; readonly reason: string };

/** Fetches pages, one at a time. */
export interface PageFetcher {
  fetch(url: string, validators: Validators): Promise<FetchedPage>;
  close(): Promise<void>;
}
