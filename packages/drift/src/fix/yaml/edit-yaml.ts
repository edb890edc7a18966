import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { Undecidable } from '../undecidable.ts';
import { blockSplices } from './block-splices.ts';
import { changedData, type YamlData } from './change-data.ts';
import { flowSplices } from './flow-splices.ts';
import { collectionAt } from './members.ts';
import type { Splice, YamlEdit } from './yaml-edit.ts';

/**
 * The text with an edit made, and every other line as it was. It is given back only when it says what it said before,
 * the edit apart.
 *
 * @throws Undecidable when the text is no YAML, or the place is written in a way that this does not know
 */
export function editYaml(text: string, edit: YamlEdit): string {
  const document = documentOf(text);
  const collection = collectionAt(document.contents, edit.at);
  const splices = collection.flow
    ? flowSplices(text, collection, edit)
    : blockSplices(text, collection, edit);
  const edited = spliced(text, splices);
  if (!isSame(readYaml(edited), changedData(readYaml(text), edit))) {
    throw new Undecidable(
      `the text at ${edit.at.join(' > ') || 'the top'} cannot be edited without changing more`,
    );
  }
  return edited;
}

/**
 * Reads YAML; maps become `Map`s, so that any key is kept, and their order.
 *
 * @throws Undecidable when it is no YAML
 */
export function readYaml(text: string): YamlData {
  const document = documentOf(text);
  try {
    return document.toJS({ mapAsMap: true });
  } catch {
    throw new Undecidable('the file has an alias that leads nowhere, or too many of them');
  }
}

function documentOf(text: string) {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Undecidable(`the file is no YAML (${error.message.split('\n')[0]})`);
  return document;
}

function spliced(text: string, splices: readonly Splice[]): string {
  const lastFirst = splices.toSorted((a, b) => b.from - a.from);
  return lastFirst.reduce(
    (result, { from, to, text: put }) => result.slice(0, from) + put + result.slice(to),
    text,
  );
}

/** Alike in the order of keys too. */
function isSame(a: YamlData, b: YamlData): boolean {
  return isDeepStrictEqual(ordered(a), ordered(b));
}

function ordered(data: YamlData): unknown {
  if (data instanceof Map) return { map: [...data].map(([key, value]) => [key, ordered(value)]) };
  return Array.isArray(data) ? data.map(ordered) : data;
}
