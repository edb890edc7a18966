import type { PageFormat } from './page-blocks.ts';
import type { Rate, Section } from './page-words.ts';

/** What a page states: keys as fact-keys.ts has them, with values. A fact that consists in being there has an empty one. */
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
