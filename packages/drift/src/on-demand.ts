import type { DocumentsResult } from './drift-report.ts';
import type { FixOptions, FixResult } from './fix/apply-fixes.ts';
import { type OptionNames, refuseUnknownOptions } from './options.ts';
import type { DocumentsFlags } from './pages/documents.ts';
import type { FetchOptions } from './pages/fetch-page.ts';
import type { PageFetcher } from './pages/load-page.ts';

// What a check of files does not need, and would load before it begins.

/**
 * Compares the vendor's pages, and notes what they say if that is wanted.
 *
 * @throws DriftOptionError for an unknown option or value; SourceError, SourcesLockError when a page is not watched, or
 *   the folder or the file cannot be used; the reason of the signal when it is aborted
 */
export async function compareDocuments(flags: DocumentsFlags): Promise<DocumentsResult> {
  const documents = await import('./pages/documents.ts');
  return documents.compareDocuments(flags);
}

const fetchOptionNames: OptionNames<FetchOptions> = {
  timeoutMilliseconds: true,
  pauseMilliseconds: true,
  maxBytes: true,
  userAgent: true,
  environment: true,
  wait: true,
  signal: true,
};

/**
 * Fetches pages politely: one at a time with a pause between, only if they changed, as robots.txt allows, and by the
 * proxy that the environment names. A failed connection and an error of the server are tried once more.
 */
export function createPageFetcher(options: FetchOptions = {}): PageFetcher {
  refuseUnknownOptions('createPageFetcher', options, fetchOptionNames);
  let opened: Promise<PageFetcher> | undefined;
  const open = async () => (await import('./pages/fetch-page.ts')).openFetcher(options);
  return {
    async fetch(url, validators) {
      opened ??= open();
      return (await opened).fetch(url, validators);
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

/**
 * Makes the changes of the contract that are safe, generates what follows from it, and writes a changeset for each
 * generation. Either all of that happens or nothing does. Files keep everything else as it was.
 *
 * @throws {@link FixError} when there is no checkout, or it cannot be written to or generated from
 */
export async function applyFixes(options: FixOptions): Promise<FixResult> {
  const fixes = await import('./fix/apply-fixes.ts');
  return fixes.applyFixes(options);
}
