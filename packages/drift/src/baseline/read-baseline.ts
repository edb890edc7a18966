import { oneLine, readFaultOf, readTextFile } from '@trtc-call/rendering';
import { isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { findYamlFault, yamlOptions } from '../contract/yaml-bounds.ts';
import type { BaselineEntry } from '../drift-report.ts';
import { BaselineError } from './baseline-error.ts';
import { readEntry } from './read-entry.ts';

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
    const message = `${at(0)}: the baseline is no list: write each accepted finding under a dash`;
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
