import type { PageFormat } from './page-blocks.ts';

/**
 * What a page states, as keys with values. A fact that consists in being there has an empty value.
 *
 * `host/<host>`, `path/<path>`, `parameter/<name>`, `identifier/<account>`, `rate`, `code/<number>`, `command/<word>`,
 * `field/<section>/<name>` (type, then `required` or `optional` where the page says so), `word/<section>/<field>/<word>`,
 * `sample/<side><pointer>` (type), `updated`.
 */
export type PageFacts = ReadonlyMap<string, string>;

/** Where the text of a page comes from; `rebuilt` is a saved copy whose markup was put back by hand. */
export type PageOrigin = 'vendor' | 'saved' | 'rebuilt';

/** What came of reading a page. */
export interface PageReading {
  readonly facts: PageFacts;
  /** Whether it says of itself that it is not there. */
  readonly isMissing: boolean;
  /** Samples that cannot be read. */
  readonly unreadableSamples: number;
}

/** A page that is to be read, with what must be known of the API for it. */
export interface PageRequest {
  readonly text: string;
  readonly format: PageFormat;
  readonly words: FactWords;
}

/** What came of reading a page within bounds: what it states, or why it cannot be read, as a part of a sentence. */
export type PageAnswer =
  | { readonly problem: undefined; readonly reading: PageReading }
  | { readonly problem: string };

/** Raised whenever the reader takes other facts out of the same page: facts of another version are not compared. */
export const readerVersion = 2;

/** The kind of a fact: what stands before the first slash of its key. */
export function readKind(key: string): string {
  return key.split('/', 1)[0] ?? '';
}

/** What must be known of the API to find its facts among the rest of a page. */
export interface FactWords {
  /** Ends of hosts, such as `tencent-cloud.com`. */
  readonly domains: readonly string[];
  /** Query parameters of every operation. */
  readonly parameters: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  /** Beginnings of paths, such as `/v1/`. */
  readonly pathPrefixes: readonly string[];
  /** Fields that stand around the data of an answer. */
  readonly envelope: ReadonlySet<string>;
}
