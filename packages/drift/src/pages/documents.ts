import { generations } from '@trtc-call/spec';
import { type Generation, generationSources } from '../contract/generations.ts';
import type { DocumentsResult } from '../drift-report.ts';
import { SourceError } from '../errors.ts';
import { compareFindings } from '../findings/finding.ts';
import { type OptionNames, refuseUnknownOptions, requireWord } from '../options.ts';
import { checkDocuments } from './check-documents.ts';
import {
  createFolderLoader,
  createVendorLoader,
  type LoadPage,
  type PageFetcher,
  toAddress,
} from './load-page.ts';
import { createPageReader } from './page-reader.ts';
import { describeLoss, type LockedPage, readLock, type SourcesLock, writeLock } from './sources-lock.ts';

/** Which pages are compared, where they come from, and where it is kept what they said. */
export interface DocumentsFlags {
  /** Whose pages. Default: `both`. */
  readonly generation?: Generation | 'both' | undefined;
  /** Ids of the pages that are compared, such as `60138`. Default: every page that the contract rests on. */
  readonly only?: readonly string[] | undefined;
  /** A folder with saved pages. Default: they are fetched. */
  readonly from?: string | undefined;
  /** Makes what fetches them. */
  readonly fetcher: () => PageFetcher;
  /** YAML file of what they said the last time: one for all, or one for each generation. Default: nothing is known of it. */
  readonly lockFile?: string | Readonly<Record<Generation, string>> | undefined;
  /** Whether what they say now is written there. Default: `false`. */
  readonly update?: boolean | undefined;
  /** Whether a page that states fewer facts than before is noted, too. Default: `false`. */
  readonly acceptLoss?: boolean | undefined;
  /** Ends the reading of pages, which then rejects with the signal's reason, and nothing is noted. Default: it runs to its end. */
  readonly signal?: AbortSignal | undefined;
  /** Where a page is. Default: where sources.yaml has it. */
  readonly address?: ((id: number) => string) | undefined;
  /** The clock, in milliseconds. Default: `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const flagNames: OptionNames<DocumentsFlags> = {
  generation: true,
  only: true,
  from: true,
  fetcher: true,
  lockFile: true,
  update: true,
  acceptLoss: true,
  signal: true,
  address: true,
  now: true,
};

export async function compareDocuments(flags: DocumentsFlags): Promise<DocumentsResult> {
  refuseUnknownOptions('compareDocuments', flags, flagNames);
  const { from, lockFile, update = false, acceptLoss = false, generation = 'both', signal, now } = flags;
  requireWord('generation', generation, [...generations, 'both']);
  const wanted = selectPages(generation === 'both' ? generations : [generation], flags.only);
  if (update && lockFile === undefined) {
    throw new SourceError('the file for the facts of the pages is missing: name one with --lock');
  }
  const locks = openLocks(lockFile);
  const fetcher = from === undefined ? flags.fetcher() : undefined;
  const reader = createPageReader({ signal });
  const unreadable: string[] = [];
  try {
    const checks: DocumentsResult[] = [];
    for (const [name, pages] of wanted) {
      const last = await locks.read(name);
      const load = await createLoader(name, fetcher, flags);
      const { read } = reader;
      const checked = await checkDocuments({ generation: name, pages, load, lock: last, read, now, signal });
      checks.push(checked);
      unreadable.push(...checked.unreadable);
      const lost = update && !acceptLoss ? listLosses(last, checked.lock) : [];
      unreadable.push(...lost.map(describeNotNoted));
      locks.note(name, new Map([...checked.lock, ...lost.map(({ id, before }) => [id, before] as const)]));
    }
    if (update) await locks.write();
    return {
      findings: checks.flatMap(({ findings }) => findings).toSorted(compareFindings),
      inputs: checks.flatMap(({ inputs }) => inputs),
      pages: checks.flatMap(({ pages }) => pages),
      unreadable,
    };
  } finally {
    await reader.close();
    await fetcher?.close();
  }
}

/** The files of facts: two generations may have the same one. */
function openLocks(lockFile: DocumentsFlags['lockFile']) {
  const noted = new Map<string, SourcesLock>();
  const findFile = (generation: Generation) =>
    typeof lockFile === 'object' ? lockFile[generation] : lockFile;
  return {
    async read(generation: Generation): Promise<SourcesLock> {
      const file = findFile(generation);
      return file === undefined ? new Map() : (noted.get(file) ?? readLock(file));
    },
    note(generation: Generation, lock: SourcesLock): void {
      const file = findFile(generation);
      if (file !== undefined) noted.set(file, lock);
    },
    async write(): Promise<void> {
      for (const [file, lock] of noted) await writeLock(file, lock);
    },
  };
}

async function createLoader(
  generation: Generation,
  fetcher: PageFetcher | undefined,
  { from = '', address = (id) => toAddress(id, generation) }: DocumentsFlags,
): Promise<LoadPage> {
  return fetcher ? createVendorLoader(fetcher, address) : createFolderLoader(from);
}

/** A page that states fewer facts than before. */
interface Loss {
  readonly id: string;
  readonly before: LockedPage;
  readonly loss: string;
}

function listLosses(last: SourcesLock, lock: SourcesLock): Loss[] {
  return [...last].flatMap(([id, before]) => {
    const loss = describeLoss(before.facts, lock.get(id)?.facts ?? before.facts);
    return loss === undefined ? [] : [{ id, before, loss }];
  });
}

function describeNotNoted({ id, loss }: Loss): string {
  return `page ${id} is not noted, since it has ${loss}: read it, and if that is right, pass --accept-loss with --update`;
}

/** @throws SourceError for an id that no generation has */
function selectPages(wanted: readonly Generation[], only: readonly string[] | undefined) {
  const all = wanted.map((generation) => [generation, generationSources[generation].sources.pages] as const);
  if (only === undefined) return all;
  const known = all.flatMap(([, pages]) => pages.map(({ id }) => String(id)));
  const unknown = only.find((id) => !known.includes(id));
  if (unknown !== undefined || only.length === 0) {
    throw new SourceError(`no page ${unknown ?? ''} is watched: choose from ${known.join(', ')}`);
  }
  return all
    .map(([generation, pages]) => [generation, pages.filter(({ id }) => only.includes(String(id)))] as const)
    .filter(([, pages]) => pages.length > 0);
}
