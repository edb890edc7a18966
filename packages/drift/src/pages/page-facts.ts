import type { PageFormat } from './page-blocks.ts';
import type { Rate, Section } from './page-words.ts';

/**
 * What a page states, as keys with values. A fact that consists in being there has an empty value. `section` is
 * `request`, `answer` or `webhook`, or `parameter` for what goes into the query.
 *
 * - `host/<host>`, `path/<path>` (without its first slash), `parameter/<name>`, `identifier/<account>`, `command/<word>`, `code/<number>`
 * - `version`: `v1`
 * - `field/<section>/<name>`: type as JSON Schema names it, or the page's own word for it in lower case; then `required`
 *   or `optional` where the page says so; one for each row, joined by `|`. A name that is printed with its
 *   parents has slashes: `data/region`.
 * - `word/<section>/<name>/<word>`: a value that the field may have
 * - `default/<section>/<name>`: `10`, `7 days`, `now`, `all` or a word
 * - `bound/<section>/<name>`: `10000..600000`, `..1000 bytes`
 * - `sample/<side><pointer>`: types of a member, joined by `|`; the side is `body`, `answer` or `webhook`
 * - `rate`, `rate/trial` (of trial apps), `rate/other` (a second one): requests a second, or within some
 *   seconds: `600/60`
 * - `limit/<name>`: one of `x-limits`, such as `7 days`
 * - `retry`: the waits before another attempt in seconds, such as `0 1 1 2 3 5`
 * - `client/<platform>`: the first version of a client, `1.7.1`
 * - `end`: the day on which the interface of the page ends, or nothing where no day is given
 * - `updated`: the day of the page
 * - `unreadable/<part>/<text>`: something that should be a fact and cannot be read
 */
export type PageFacts = ReadonlyMap<string, string>;

/** Something on a page that looks like a fact and is not one. */
export interface NotFact {
  readonly part: 'row' | 'code' | 'sample';
  readonly text: string;
  /** A part of a sentence. */
  readonly why: string;
}

export type PageOrigin = 'vendor' | 'saved' | 'rebuilt';

/** What came of reading a page. */
export interface PageReading {
  readonly facts: PageFacts;
  /** The rows and code spans that are not facts. */
  readonly notFacts: readonly NotFact[];
  /** How many rows of tables hold facts. */
  readonly rows: number;
  /** Whether it says of itself that it is not there. */
  readonly isMissing: boolean;
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
export const readerVersion = 4;

/** The kind of a fact: what stands before the first slash of its key. */
export function readKind(key: string): string {
  return key.split('/', 1)[0] ?? '';
}

interface FactKind {
  readonly noun: string;
  /** Whether facts of the kind stand together; of others a page has one or few. */
  readonly isGrouped?: boolean;
  /** How many parts of a key tell which facts are found together. Default: 1. */
  readonly depth?: number;
  /** Whether it is news by its value, not by being there. */
  readonly isValued?: boolean;
  /** Whether it has no name of its own. */
  readonly isAlone?: boolean;
}

const factKinds: ReadonlyMap<string, FactKind> = new Map(
  Object.entries({
    host: { noun: 'the host' },
    path: { noun: 'the path' },
    version: { noun: 'the version', isAlone: true },
    parameter: { noun: 'the query parameter', isGrouped: true },
    identifier: { noun: 'the account' },
    command: { noun: 'the command word', isGrouped: true },
    code: { noun: 'the error code', isGrouped: true },
    field: { noun: 'the field', depth: 2, isGrouped: true },
    sample: { noun: 'the field', depth: 2, isGrouped: true },
    word: { noun: 'the word', depth: 3 },
    default: { noun: 'the default', isValued: true },
    bound: { noun: 'the bounds', isValued: true },
    rate: { noun: 'the rate limit', isGrouped: true, isValued: true, isAlone: true },
    limit: { noun: 'the limit', isValued: true },
    retry: { noun: 'the waits before another attempt', isValued: true, isAlone: true },
    client: { noun: 'the first version of the client', isValued: true },
    end: { noun: 'that its interface ends', isValued: true, isAlone: true },
    updated: { noun: 'the day of its last change', isAlone: true },
    unreadable: { noun: 'the fact' },
  }),
);

/** What is known of the kind of a fact; one that is not known comes from a file of another version. */
export function readFactKind(key: string): FactKind {
  return factKinds.get(readKind(key)) ?? { noun: 'the fact', isGrouped: true };
}

/** What must be known of the API to find its facts among the rest of a page. */
export interface FactWords {
  /** Whether the page is about what the vendor sends: its request is a webhook. */
  readonly isWebhook: boolean;
  readonly hosts: ReadonlySet<string>;
  /** Query parameters of what the page is about. */
  readonly parameters: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  /** Whether the page is the one that lists them: then a word in their form is one, wherever it stands. */
  readonly listsCommands: boolean;
  /** Members of requests, answers and webhooks. */
  readonly fields: ReadonlySet<string>;
  /** Fields and parameters that take words of a list, with the section of each: `answer/mediaType`. */
  readonly lists: ReadonlySet<string>;
  /** Fields that stand around the data of an answer. */
  readonly envelope: ReadonlySet<string>;
}

export interface Notes {
  readonly words: FactWords;
  readonly facts: Map<string, string>;
  readonly notFacts: NotFact[];
  rows: number;
  /** The side that the nearest heading speaks of. */
  section: Section | undefined;
  /** Whether what follows stands under a heading about rates. */
  isUnderRate: boolean;
  readonly rates: (Rate & { readonly isUnderRate: boolean })[];
}

/** The longest text of the page that is shown or kept as a name. */
const longestText = 60;

export function noteUnreadable({ facts }: Notes, part: string, text: string): void {
  facts.set(`unreadable/${part}/${clipText(text)}`, '');
}

export function noteNotFact({ notFacts }: Notes, part: NotFact['part'], text: string, why: string): void {
  notFacts.push({ part, text: clipText(text), why });
}

function clipText(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, longestText);
}
