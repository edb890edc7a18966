import { oneLine, readFaultOf, readTextFile } from '@trtc-call/reporting';
import { isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { isObject } from '../contract/json.ts';
import { findYamlFault, yamlOptions } from '../contract/yaml-bounds.ts';
import type { BaselineEntry } from '../drift-report.ts';
import { ruleIds } from '../rules/rules.ts';
import { type Fingerprint, findingId } from './finding.ts';

/** What is wrong with a baseline file. */
export type BaselineErrorCode = 'unreadable' | 'not-yaml' | 'not-a-list' | 'bad-entry' | 'duplicate';

/** The list of accepted findings cannot be used; the message is one line with the place and the remedy. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
  readonly code: BaselineErrorCode;

  constructor(code: BaselineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Some thousand accepted findings. */
const mostBytes = 1024 * 1024;

/**
 * Reads the list of accepted findings, YAML or JSON: `- { id, reason, author, expires, fingerprint? }`. A file
 * without any entry is an empty list.
 *
 * @throws {@link BaselineError} when the file cannot be read, is no such list, or an entry is wrong or double
 */
export async function readBaseline(path: string): Promise<readonly BaselineEntry[]> {
  let text: string;
  try {
    text = await readTextFile(path, mostBytes);
  } catch (error) {
    const message = `cannot read the baseline ${oneLine(path)} (${readFaultOf(error)}): name a file that exists and may be read`;
    throw new BaselineError('unreadable', message, { cause: error });
  }
  return parseBaseline(text, path);
}

/**
 * The same from the text of a file.
 *
 * @param name of the file, for messages
 * @throws {@link BaselineError}
 */
export function parseBaseline(text: string, name: string): readonly BaselineEntry[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter: counter });
  const at = (offset: number) => `${oneLine(name)}:${Math.max(1, counter.linePos(offset).line)}`;
  const unparsable = (offset: number, cause: Error) => {
    const message = `${at(offset)}: the baseline is neither YAML nor JSON (${oneLine(cause.message)}): repair it`;
    return new BaselineError('not-yaml', message, { cause });
  };
  const fault = findYamlFault(document);
  if (fault) throw unparsable(fault.offset, fault.cause);
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return [];
  if (!isSeq(contents)) {
    const message = `${at(0)}: the baseline is not a list: write each accepted finding under a dash`;
    throw new BaselineError('not-a-list', message);
  }
  const entries: BaselineEntry[] = [];
  for (const [index, item] of contents.items.entries()) {
    const offset = item.range[0];
    const place = `${at(offset)}: entry ${index + 1} of the baseline`;
    let value: unknown;
    try {
      value = item.toJS(document);
    } catch (error) {
      // An alias that leads nowhere, or far too many of them.
      if (error instanceof ReferenceError) throw unparsable(offset, error);
      throw error;
    }
    const entry = readEntry(value);
    if (typeof entry === 'string') throw new BaselineError('bad-entry', `${place} ${entry}`);
    if (entries.some(({ id }) => id === entry.id)) {
      throw new BaselineError('duplicate', `${place} accepts ${entry.id} again: keep one of the two`);
    }
    entries.push(entry);
  }
  return entries;
}

const known = ['id', 'reason', 'author', 'expires', 'fingerprint'];
const parts = ['rule', 'subject', 'pointer', 'before', 'after'] as const;

/**
 * Reads one entry strictly.
 *
 * @returns the entry, or in words what is wrong with it and what to do
 */
function readEntry(value: unknown): BaselineEntry | string {
  if (!isObject(value)) return 'is not an entry: write `id`, `reason`, `author` and `expires` under one dash';
  const stranger = Object.keys(value).find((key) => !known.includes(key));
  if (stranger !== undefined) return `has ${JSON.stringify(stranger)}: an entry has ${known.join(', ')} only`;
  const { id, reason, author, expires } = value;
  if (typeof id !== 'string' || !/^D-[0-9a-f]{10}$/.test(id)) {
    return 'has no `id` such as D-0123456789: copy it from the report';
  }
  if (!isFilled(reason)) return 'has no `reason`: say in a text why it is accepted';
  if (!isFilled(author)) return 'has no `author`: say in a text who accepts it';
  if (!isDay(expires)) return 'has no `expires` such as 2026-12-31: give the last day on which it holds';
  if (value.fingerprint === undefined) return { id, reason, author, expires };
  const fingerprint = readFingerprint(value.fingerprint);
  if (!fingerprint)
    return `has a \`fingerprint\` without all of ${parts.join(', ')}: copy it whole, or delete it`;
  const owner = findingId(fingerprint);
  if (owner !== id) return `has the fingerprint of ${owner}: copy id and fingerprint of the same finding`;
  return { id, reason, author, expires, fingerprint };
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function readFingerprint(value: unknown): Fingerprint | undefined {
  if (!isObject(value) || Object.keys(value).length !== parts.length) return undefined;
  const { subject, pointer, before, after } = value;
  const rule = ruleIds.find((id) => id === value.rule);
  if (rule === undefined || typeof subject !== 'string' || typeof pointer !== 'string') return undefined;
  if (typeof before !== 'string' || typeof after !== 'string') return undefined;
  return { rule, subject, pointer, before, after };
}

/** Whether it is a day of the calendar as YYYY-MM-DD. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
