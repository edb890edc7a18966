import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFaultOf, readTextFile } from '@trtc-call/rendering';
import type { SourcePage } from '@trtc-call/spec/v1/sources';
import { SourceError } from '../check-sources.ts';
import type { FetchedPage, PageFetcher } from './fetched-page.ts';
import { addressOf } from './page-address.ts';
import type { LockedPage } from './sources-lock.ts';

/** As long as a page is that is fetched. */
const mostBytes = 8 * 1024 * 1024;

/** Gives a page, from wherever pages come. */
export type LoadPage = (page: SourcePage, last: LockedPage | undefined) => Promise<FetchedPage>;

/** Pages as they are at the vendor's; one that has not changed since the last time is not sent again. */
export function pagesOfVendor(fetcher: PageFetcher, address = addressOf): LoadPage {
  return ({ id }, last) => {
    const { etag, lastModified } = last ?? {};
    return fetcher.fetch(address(id), {
      ...(etag !== undefined && { etag }),
      ...(lastModified !== undefined && { lastModified }),
    });
  };
}

/**
 * Pages that somebody saved: `60138.html` or `60138.md`.
 *
 * @throws SourceError when there is no such folder
 */
export async function savedPages(folder: string): Promise<LoadPage> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw new SourceError(`${folder} is no folder: name the one with the saved pages`);
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
        const fault = readFaultOf(error);
        if (fault !== 'ENOENT') return { outcome: 'failed', reason: `${path} cannot be read (${fault})` };
      }
    }
    return { outcome: 'failed', reason: `not in ${folder}: save it there as <id>.html or <id>.md` };
  };
}
