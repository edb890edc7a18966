import {
  describeReadFault,
  describeWriteFault,
  readTextFile,
  resolveFile,
  writeWhole,
} from '@trtc-call/reporting';
import { SourceError, SourcesLockError } from '../check-drift.ts';
import type { DocumentsResult } from '../drift-report.ts';
import { type OptionNames, refuseUnknownOptions } from '../options.ts';
import type { PageFetcher } from './load-page.ts';
import type { SourcesLock } from './sources-lock.ts';

/** Some ten thousand facts. */
const mostLockBytes = 1024 * 1024;

/** Where the pages come from, and where it is kept what they said. */
export interface DocumentsFlags {
  /** A folder with saved pages. Default: they are fetched. */
  readonly from?: string | undefined;
  /** Makes what fetches them. */
  readonly fetcher: () => PageFetcher;
  /** YAML file of what they said the last time. Default: nothing is known of it. */
  readonly lockFile?: string | undefined;
  /** Whether what they say now is written there. Default: `false`. */
  readonly update?: boolean | undefined;
  /** Ends the reading of pages, which then rejects with the signal's reason, and nothing is noted. Default: it runs to its end. */
  readonly signal?: AbortSignal | undefined;
  /** Where a page is. Default: where sources.yaml has it. */
  readonly address?: ((id: number) => string) | undefined;
}

const flagNames: OptionNames<DocumentsFlags> = {
  from: true,
  fetcher: true,
  lockFile: true,
  update: true,
  signal: true,
  address: true,
};

/**
 * Compares the vendor's pages, and notes what they say if that is wanted.
 *
 * @throws SourceError, SourcesLockError when the folder or the file cannot be used; the reason of the signal when it is
 *   aborted
 */
export async function compareDocuments(flags: DocumentsFlags): Promise<DocumentsResult> {
  refuseUnknownOptions('compareDocuments', flags, flagNames);
  const { from, lockFile, update = false } = flags;
  // Loaded here: a check of files needs nothing of pages.
  const { checkDocuments } = await import('./check-documents.ts');
  const { pagesOfVendor, savedPages } = await import('./load-page.ts');
  const { createPageReader } = await import('./page-reader.ts');
  const { parseLock, renderLock } = await import('./sources-lock.ts');
  if (update && lockFile === undefined) {
    throw new SourceError('the file for the facts of the pages is missing: name one with --lock');
  }
  const lock = lockFile === undefined ? new Map() : await readLock(lockFile, parseLock);
  const fetcher = from === undefined ? flags.fetcher() : undefined;
  const reader = createPageReader({ signal: flags.signal });
  try {
    const load = fetcher ? pagesOfVendor(fetcher, flags.address) : await savedPages(from ?? '');
    const checked = await checkDocuments({ load, lock, read: reader.read, signal: flags.signal });
    if (update && lockFile !== undefined) await writeLock(lockFile, renderLock(checked.lock));
    const { findings, generation, input, unreadable } = checked;
    return { findings, generation, input, unreadable };
  } finally {
    await reader.close();
    await fetcher?.close();
  }
}

async function readLock(
  path: string,
  parseLock: (text: string, name: string) => SourcesLock,
): Promise<SourcesLock> {
  try {
    return parseLock(await readTextFile(await resolveFile(path), mostLockBytes), path);
  } catch (error) {
    if (error instanceof SourcesLockError) throw error;
    const fault = describeReadFault(error);
    if (fault === 'ENOENT') return new Map();
    throw new SourceError(`${path} cannot be read (${fault}): name a file that may be read`, {
      cause: error,
    });
  }
}

async function writeLock(path: string, text: string): Promise<void> {
  if (Buffer.byteLength(text) > mostLockBytes) {
    throw new SourceError(
      `the pages state more than ${path} can hold (${mostLockBytes} bytes): look at the pages`,
    );
  }
  try {
    await writeWhole(await resolveFile(path), text);
  } catch (error) {
    throw new SourceError(
      `cannot write ${path} (${describeWriteFault(error)}): name a file in a folder you may write to`,
      {
        cause: error,
      },
    );
  }
}
