import { oneLine } from '@trtc-call/reporting';
import { isObject } from '@trtc-call/reporting/values';
import { findYamlFault, yamlOptions } from '@trtc-call/reporting/yaml-bounds';
import { parseDocument, stringify } from 'yaml';
import { SourcesLockError } from '../check-drift.ts';
import type { PageFacts } from './page-facts.ts';

/** What is on record of a page: what it said, and by what a server tells whether it changed. */
export interface LockedPage {
  readonly facts: PageFacts;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

/** The pages by id. */
export type SourcesLock = ReadonlyMap<string, LockedPage>;

const header = `# What the vendor's pages said when they were last looked at: facts as keys and values, no text of theirs.
# Written by \`trtc-call drift docs --update\`.
`;

/** @throws SourcesLockError when it is no such file */
export function parseLock(text: string, name: string): SourcesLock {
  const value = parseYaml(text, name);
  if (value === null) return new Map();
  if (!isObject(value) || !isObject(value.pages)) throw damaged(name, 'no pages');
  return new Map(
    Object.entries(value.pages).map(([id, page]) => {
      if (!isObject(page) || !isObject(page.facts)) throw damaged(name, `page ${id} has no facts`);
      const facts = new Map(Object.entries(page.facts).map(([key, fact]) => [key, String(fact ?? '')]));
      return [id, { facts, etag: readText(page.etag), lastModified: readText(page.lastModified) }];
    }),
  );
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
    .map(([id, { facts, etag, lastModified }]) => {
      const sorted = Object.fromEntries([...facts].sort(([a], [b]) => (a < b ? -1 : 1)));
      return [
        id,
        {
          ...(etag !== undefined && { etag }),
          ...(lastModified !== undefined && { lastModified }),
          facts: sorted,
        },
      ];
    });
  return header + stringify({ pages: Object.fromEntries(pages) }, { lineWidth: 0 });
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function damaged(name: string, fault: string, cause?: unknown): SourcesLockError {
  const message = `${name} is damaged (${fault}): restore it, or delete it and run \`trtc-call drift docs --update\``;
  return new SourcesLockError(message, { cause });
}
