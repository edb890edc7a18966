import { isMap, isPair, isScalar, isSeq, type YAMLMap, type YAMLSeq } from 'yaml';
import { Undecidable } from '../undecidable.ts';
import { contentEnd, isNode } from './text-lines.ts';
import type { YamlPath } from './yaml-edit.ts';

/** Where a member of a map, or an item of a list, stands in the text. */
export interface Member {
  readonly start: number;
  readonly end: number;
}

/** The map or list at a path of a document. */
export function collectionAt(root: unknown, path: YamlPath): YAMLMap | YAMLSeq {
  let node = root;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
      node = pair?.value;
    } else node = isSeq(node) ? node.items[Number(segment)] : undefined;
  }
  if (isMap(node) || isSeq(node)) return node;
  throw new Undecidable(`nothing can be put at ${path.join(' > ')}, which is no map and no list`);
}

/** The members of a collection. */
export function membersOf(text: string, collection: YAMLMap | YAMLSeq): Member[] {
  return collection.items.map((item): Member => {
    const first = isPair(item) ? item.key : item;
    const last = isPair(item) ? (item.value ?? item.key) : item;
    if (!isNode(first) || !isNode(last)) throw new Undecidable('a member of the list or map is empty');
    return { start: first.range?.[0] ?? 0, end: contentEnd(text, last) };
  });
}
