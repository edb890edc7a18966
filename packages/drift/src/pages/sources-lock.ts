import {
  describeReadFault,
  describeWriteFault,
  oneLine,
  readTextFile,
  resolveFile,
  writeWhole,
} from '@trtc-call/reporting';
import { isObject } from '@trtc-call/reporting/values';
import { findYamlFault, yamlOptions } from '@trtc-call/reporting/yaml-bounds';
import { parseDocument, stringify } from 'yaml';
import { SourceError, SourcesLockError } from '../errors.ts';
import { readKind } from './fact-keys.ts';
import type { PageFormat } from './page-blocks.ts';
import type { PageFacts, PageOrigin } from './page-facts.ts';

/** What is on record of a page: what it said, what that rests on, and by what a server tells whether it changed. */
export interface LockedPage {
  readonly facts: PageFacts;
  /** The form that was read, and where it came from. Undefined in files of earlier versions. */
  readonly form?: PageFormat | undefined;
  readonly origin?: PageOrigin | undefined;
  /** The day on which it was noted, YYYY-MM-DD. */
  readonly noted?: string | undefined;
  /** Version of the reader that took out the facts: those of another one cannot be compared. */
  readonly reader?: number | undefined;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** The pages by id. */
export type SourcesLock = ReadonlyMap<string, LockedPage>;

const header = `# What the vendor's pages said when they were last looked at: facts as keys and values, no text of theirs.
# Of each page: the form that was read; whether it came from the vendor, was saved, or was rebuilt from a copy that had
# lost its markup; the day on which it was noted; and, as \`updated\`, the day that the page itself states.
# Written by \`trtc-call drift docs --update\`.
`;

/** Some ten thousand facts. */
const mostLockBytes = 1024 * 1024;

export async function readLock(path: string): Promise<SourcesLock> {
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

export async function writeLock(path: string, lock: SourcesLock): Promise<void> {
  const text = renderLock(lock);
  if (Buffer.byteLength(text) > mostLockBytes) {
    throw new SourceError(
      `the pages state more than ${path} can hold (${mostLockBytes} bytes): look at the pages`,
    );
  }
  try {
    await writeWhole(await resolveFile(path), text);
  } catch (error) {
    const message = `cannot write ${path} (${describeWriteFault(error)}): name a file in a folder you may write to`;
    throw new SourceError(message, { cause: error });
  }
}

/** @throws SourcesLockError when the text is not one */
export function parseLock(text: string, name: string): SourcesLock {
  const value = parseYaml(text, name);
  if (value === null) return new Map();
  if (!isObject(value) || !isObject(value.pages)) throw damaged(name, 'no pages');
  return new Map(
    Object.entries(value.pages).map(([id, page]) => {
      if (!isObject(page) || !isObject(page.facts)) throw damaged(name, `page ${id} has no facts`);
      const facts = new Map(Object.entries(page.facts).map(([key, fact]) => [key, String(fact ?? '')]));
      return [id, { ...readBasis(page), facts }];
    }),
  );
}

/** What the facts rest on: members without a value are left out. */
function readBasis(page: Readonly<Record<string, unknown>>): Omit<LockedPage, 'facts'> {
  const { form, origin, noted, reader, etag, lastModified } = page;
  return {
    ...((form === 'markdown' || form === 'html') && { form }),
    ...((origin === 'vendor' || origin === 'saved' || origin === 'rebuilt') && { origin }),
    ...(typeof noted === 'string' && { noted }),
    ...(typeof reader === 'number' && { reader }),
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  };
}

function parseYaml(text: string, name: string): unknown {
  const document = parseDocument(text, yamlOptions);
  const fault = findYamlFault(document);
  if (fault)
    throw damaged(
      name,
      `not YAML: ${oneLine(fault.cause.message)} at character ${fault.offset}`,
      fault.cause,
    );
  try {
    return document.toJS();
  } catch (error) {
    // An alias that leads nowhere.
    if (error instanceof ReferenceError) throw damaged(name, `not YAML: ${oneLine(error.message)}`, error);
    throw error;
  }
}

/** The text of the file: sorted, so that a difference of two is a difference of facts. */
export function renderLock(lock: SourcesLock): string {
  const pages = [...lock]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { facts, ...basis }]) => {
      const sorted = Object.fromEntries([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
      return [id, { ...readBasis(basis), facts: sorted }];
    });
  return header + stringify({ pages: Object.fromEntries(pages) }, { lineWidth: 0 });
}

// Says which facts of a kind became fewer. A page that was renamed or reworded has as many as before; one that is cut,
// or that a site sends in part, has not.
export function describeLoss(before: PageFacts, after: PageFacts): string | undefined {
  const [had, has] = [countKinds(before), countKinds(after)];
  const lost = Object.entries(had).filter(
    ([kind, count]) => kind !== 'unreadable' && (has[kind] ?? 0) < count,
  );
  return lost.length === 0
    ? undefined
    : lost.map(([kind, count]) => `${has[kind] ?? 0} of ${count} ${kind} facts`).join(', ');
}

export function countKinds(facts: PageFacts): Readonly<Record<string, number>> {
  const kinds = Map.groupBy(facts.keys(), readKind);
  return Object.fromEntries([...kinds].map(([kind, keys]): [string, number] => [kind, keys.length]).sort());
}

function damaged(name: string, fault: string, cause?: unknown): SourcesLockError {
  const message = `${name} is damaged (${fault}): restore it, or delete it and run \`trtc-call drift docs --update\``;
  return new SourcesLockError(message, { cause });
}
