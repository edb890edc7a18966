import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeReadFault, readTextFile } from '@trtc-call/reporting';
import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { type Generation, generationSources } from '../contract/generations.ts';
import { SourceError } from '../errors.ts';
import type { PageFormat } from './page-blocks.ts';
import { type PageOrigin, readerVersion } from './page-facts.ts';
import type { LockedPage } from './sources-lock.ts';

/** By what a server tells whether a page changed since the last time. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** What came of asking for a page. */
export type FetchedPage =
  | {
      readonly outcome: 'read';
      readonly text: string;
      readonly format: PageFormat;
      readonly validators: Validators;
      /** Default: `vendor`. */
      readonly origin?: PageOrigin;
    }
  /** It is as it was the last time. */
  | { readonly outcome: 'unchanged' }
  /** There is no such page (HTTP 404, 410). */
  | { readonly outcome: 'missing'; readonly status: number }
  /** It is somewhere else now. */
  | { readonly outcome: 'moved'; readonly to: string }
  /** It could not be looked at, or is not among the saved pages; one line with what to do. */
  | { readonly outcome: 'failed' | 'absent'; readonly reason: string };

/** Fetches pages, one at a time. */
export interface PageFetcher {
  fetch(url: string, validators: Validators): Promise<FetchedPage>;
  close(): Promise<void>;
}

/** As long as a page is that is fetched. */
const mostBytes = 8 * 1024 * 1024;

/** Gives a page, from wherever pages come. */
export type LoadPage = (page: SourcePage, last: LockedPage | undefined) => Promise<FetchedPage>;

// Pages as they are at the vendor's: in Markdown, and in HTML where the site has no Markdown of a page. One that has
// not changed since the last time is not sent again.
export function createVendorLoader(fetcher: PageFetcher, address: (id: number) => string): LoadPage {
  return async ({ id }, last) => {
    const url = address(id);
    const markdown = await fetcher.fetch(`${url}.md`, pickValidators(last, 'markdown'));
    return hasMarkdown(markdown, url) ? markdown : fetcher.fetch(url, pickValidators(last, 'html'));
  };
}

/** A site without Markdown answers 404, sends its HTML, or redirects to it. */
function hasMarkdown(page: FetchedPage, html: string): boolean {
  if (page.outcome === 'read') return page.format === 'markdown';
  return page.outcome !== 'missing' && !(page.outcome === 'moved' && page.to === html);
}

/** They hold for one form of a page, and for facts that this reader took out of it. */
function pickValidators(last: LockedPage | undefined, form: PageFormat): Validators {
  if (last?.form !== form || last.reader !== readerVersion) return {};
  return { etag: last.etag, lastModified: last.lastModified };
}

/** In this order, so that a copy of the vendor's Markdown goes before any other. */
const savedForms: readonly { path: string; format: PageFormat; origin: PageOrigin }[] = [
  { path: '{id}.md', format: 'markdown', origin: 'saved' },
  { path: '{id}.html', format: 'html', origin: 'saved' },
  { path: '{id}.htm', format: 'html', origin: 'saved' },
  { path: 'rebuilt/{id}.md', format: 'markdown', origin: 'rebuilt' },
];

/** Pages saved in a folder: `60138.md` or `60138.html`, or `rebuilt/60138.md`, where markup was put back by hand. */
export async function createFolderLoader(folder: string): Promise<LoadPage> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new SourceError(`${folder} is not a folder: name the one with the saved pages`);
  return async ({ id }) => {
    for (const { path: pattern, format, origin } of savedForms) {
      const path = join(folder, pattern.replace('{id}', String(id)));
      try {
        const text = await readTextFile(path, mostBytes);
        return { outcome: 'read', text, format, origin, validators: {} };
      } catch (error) {
        const fault = describeReadFault(error);
        if (fault !== 'ENOENT') return { outcome: 'failed', reason: `${path} cannot be read (${fault})` };
      }
    }
    return {
      outcome: 'absent',
      reason: `not in ${folder}: save it there as <id>.md or <id>.html, or pass --only with the pages that are there`,
    };
  };
}

export function toAddress(id: number, generation: Generation): string {
  return generationSources[generation].sources.address.replace('{id}', String(id));
}
