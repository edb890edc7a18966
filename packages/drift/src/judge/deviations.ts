import type { SchemaNode } from '../contract/schema-node.ts';

/** One place where a value is not what its schema says. Nothing in it is the value itself, but for a plain word. */
export interface Deviation {
  readonly kind: 'unknown field' | 'missing field' | 'type' | 'word' | 'range';
  /** JSON Pointer into the value, with `*` for every index. */
  readonly pointer: string;
  /** The schema that it is held against; of the object, where a field is unknown or missing. */
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
  /** What stands there, for a proposal to look at; never shown. */
  readonly value: unknown;
}

/** So often one difference of one body is kept: what an unknown field looks like is known by then. */
const mostAlike = 100;
/** So many names or words in one place are told apart; what has more is a list of data. */
export const mostApart = 200;
/** Stands for all those that are not told apart any more. */
export const others = '(others)';

/** What differs in one body: however long its lists are, and however many names it has, no more than can be told. */
export class Deviations {
  readonly list: Deviation[] = [];
  readonly #counts = new Map<SchemaNode, Map<string, number>>();

  /**
   * Keeps a difference, unless enough are known that are like it.
   *
   * @param what tells apart what may differ in one place of the schema
   * @param make from `what`, or from what stands for it where too much is told apart already
   */
  note(node: SchemaNode, what: string, make: (what: string) => Deviation): void {
    let counts = this.#counts.get(node);
    if (!counts) {
      counts = new Map();
      this.#counts.set(node, counts);
    }
    const known = counts.size < mostApart || counts.has(what) ? what : others;
    const count = counts.get(known) ?? 0;
    if (count >= mostAlike) return;
    counts.set(known, count + 1);
    this.list.push(make(known));
  }
}

/** A word that may be shown and told apart by; anything longer could be somebody's text. */
export const plainWord = /^[\w.-]{1,40}$/;

/** A name or word as a fingerprint holds it. */
export function shownWord(text: string): string {
  return plainWord.test(text) ? text : '(not a plain word)';
}

/** A name that every object of JavaScript has already: tools that read a contract take such a field for something else. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}
