import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeReadFault, readTextFile } from '@trtc-call/reporting';
import { type SourcePage, sources } from '@trtc-call/spec/v1/sources';
import { SourceError } from '../check-drift.ts';
import type { PageFormat } from './page-blocks.ts';
import type { LockedPage } from './sources-lock.ts';

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

/** As long as a page is that is fetched. */
const mostBytes = 8 * 1024 * 1024;

/** Gives a page, from wherever pages come. */
export type LoadPage = (page: SourcePage, last: LockedPage | undefined) => Promise<FetchedPage>;

/** Pages as they are at the vendor's; one that has not changed since the last time is not sent again. */
export function pagesOfVendor(fetcher: PageFetcher, address = buildAddress): LoadPage {
  return ({ id }, last) => {
    const { etag, lastModified } = last ?? {};
    return fetcher.fetch(address(id), {
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    });
  };
}

/**
 * Pages saved in a folder: `60138.html` or `60138.md`.
 *
 * @throws SourceError when there is no such folder
 */
export async function savedPages(folder: string): Promise<LoadPage> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new SourceError(`${folder} is not a folder: name the one with the saved pages`);
  return async ({ id }) => {
    for (const [extension, format] of [
      ['html', 'html'],
      ['htm', 'html'],
      ['md', 'markdown'],
    ] as const) {
      const path = join(folder, `${id}.${extension}`);
      try {
        return { outcome: 'read', text: await readTextFile(path, mostBytes), format, validators: {} };
      } catch (error) {
        const fault = describeReadFault(error);
        if (fault !== 'ENOENT') return { outcome: 'failed', reason: `${path} cannot be read (${fault})` };
      }
    }
    return { outcome: 'failed', reason: `not in ${folder}: save it there as <id>.html or <id>.md` };
  };
}

/** Where the vendor has a page. */
export function buildAddress(id: number): string {
  return sources.address.replace('{id}', String(id));
}
