import type { SchemaNode } from '../contract/schema-node.ts';
import type { RuleId } from '../findings/finding.ts';

/** One place where a value is not what the contract says. Nothing in it is the value itself, but for a plain word. */
export interface Deviation {
  readonly rule: Extract<
    RuleId,
    'undocumented-field' | 'missing-field' | 'type-changed' | 'unlisted-word' | 'out-of-range'
  >;
  /** JSON Pointer into the value, with `*` for every index. */
  readonly pointer: string;
  /** The schema that it is held against; of the object, where a field is undocumented or missing. */
  readonly node: SchemaNode;
  readonly before: string;
  readonly after: string;
  /** What stands there, for a proposal to look at; never shown. */
  readonly value: unknown;
}

/** A word that may be shown and told apart by; anything longer could be somebody's text. */
export const plainWord = /^[\w.-]{1,40}$/;

/** A name or word as a fingerprint holds it. */
export function shownWord(text: string): string {
  return plainWord.test(text) ? text : '(not a plain word)';
}
