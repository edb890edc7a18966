import { isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import {
  type AcceptedEntry,
  AcceptedListError,
  type CheckEntry,
  type FingerprintText,
  parts,
} from './acceptance.ts';
import { oneLine } from './sanitize.ts';
import { isObject } from './values.ts';
import { findYamlFault, yamlOptions } from './yaml-bounds.ts';

/**
 * Reads what `readAcceptedList` reads, from the text of a file.
 *
 * @param name of the file, for messages
 * @throws {@link AcceptedListError}
 */
export function parseAcceptedList(text: string, name: string, check?: CheckEntry): AcceptedEntry[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: counter });
  const at = (offset: number) => `${oneLine(name)}:${Math.max(1, counter.linePos(offset).line)}`;
  const unparsable = (offset: number, cause: Error) => {
    const message = `${at(offset)}: the accepted list is neither YAML nor JSON (${oneLine(cause.message)}): repair it`;
    return new AcceptedListError('not-yaml', message, { cause });
  };
  const fault = findYamlFault(document);
  if (fault) throw unparsable(fault.offset, fault.cause);
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  if (!isSeq(contents)) {
    const message = `${at(0)}: the accepted list is not a list: write each entry under a dash`;
    throw new AcceptedListError('not-a-list', message);
  }
  const entries = new Map<string, AcceptedEntry>();
  for (const [index, item] of contents.items.entries()) {
    const offset = Object(item).range?.[0] ?? 0;
    const place = `${at(offset)}: entry ${index + 1} of the accepted list`;
    let value: unknown;
    try {
      value = item.toJS(document);
    } catch (error) {
      // An alias that leads nowhere, or far too many of them.
      if (error instanceof ReferenceError) throw unparsable(offset, error);
      throw error;
    }
    const entry = readEntry(value);
    const problem = typeof entry === 'string' ? entry : check?.(entry);
    if (problem !== undefined || typeof entry === 'string') {
      throw new AcceptedListError('bad-entry', `${place} ${problem}`);
    }
    if (entries.has(entry.id)) {
      throw new AcceptedListError('duplicate', `${place} accepts ${entry.id} again: keep one of the two`);
    }
    entries.set(entry.id, entry);
  }
  return [...entries.values()];
}

const known = ['id', 'reason', 'author', 'expires', 'fingerprint'];

/** Reads one entry strictly: the entry, or in words what is wrong with it and what to do. */
function readEntry(value: unknown): AcceptedEntry | string {
  if (!isObject(value)) return 'is not an entry: write `id`, `reason`, `author` and `expires` under one dash';
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) return `has ${JSON.stringify(stranger)}: an entry has ${known.join(', ')} only`;
  const { id, reason, author, expires, fingerprint } = value;
  if (typeof id !== 'string' || !/^(D-[0-9a-f]{10}|V\d+-[A-Z]+-\d{3,})$/.test(id)) {
    return 'has no `id` such as D-0123456789 or V1-URL-001: copy it from the report';
  }
  if (!isFilled(reason)) return 'has no `reason`: say in a text why it is accepted';
  if (!isFilled(author)) return 'has no `author`: say in a text who accepts it';
  if (!isDay(expires)) return 'has no `expires` such as 2026-12-31: give the last day on which it holds';
  if (fingerprint === undefined) return { id, reason, author, expires };
  if (!isFingerprint(fingerprint)) {
    return `has a \`fingerprint\` without all of ${parts.join(', ')}: copy it whole, or delete it`;
  }
  return { id, reason, author, expires, fingerprint };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isFingerprint(value: unknown): value is FingerprintText {
  if (!isObject(value) || Object.keys(value).length !== parts.length) return false;
  return parts.every((part) => typeof value[part] === 'string');
}

/** Whether it is a day of the calendar as YYYY-MM-DD. */
function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
