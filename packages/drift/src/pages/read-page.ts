import { isObject } from '@trtc-call/reporting/values';
import { escapeSegment, getJsonType } from '../contract/schema-node.ts';
import { noteTable } from './facts-in-table.ts';
import { hasCommandForm, noteAddresses, noteSentences, noteText } from './facts-in-text.ts';
import { type PageBlock, type PageFormat, pageBlocks, UnreadablePageError } from './page-blocks.ts';
import {
  type FactWords,
  type Notes,
  noteUnreadable,
  type PageAnswer,
  type PageReading,
  type PageRequest,
} from './page-facts.ts';
import { isAboutRate, readSection, type Section, saysNotFound } from './page-words.ts';

/** The longest pages state some hundred. */
const mostFacts = 5000;
/** Of a key with its value. */
const longestFact = 500;

/** The same for an untrusted page: it never throws for what the page holds. */
export function answerPage({ text, format, words }: PageRequest): PageAnswer {
  try {
    const reading = readPage(text, format, words);
    const problem = describeProblem(reading);
    return problem === undefined ? { problem, reading } : { problem };
  } catch (error) {
    if (error instanceof UnreadablePageError) return { problem: error.message };
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' };
    throw error;
  }
}

function describeProblem({ facts }: PageReading): string | undefined {
  if (facts.size > mostFacts) return `it states more than ${mostFacts} fields, words and codes`;
  const isLong = [...facts].some(([key, value]) => key.length + value.length > longestFact);
  return isLong ? `it has a name of more than ${longestFact} characters` : undefined;
}

/** Takes the facts out of a page, and says of every other table row and code span why it is not one. */
export function readPage(page: string, format: PageFormat, words: FactWords): PageReading {
  const blocks = pageBlocks(page, format);
  const notes: Notes = {
    words,
    facts: new Map(),
    notFacts: [],
    rows: 0,
    section: undefined,
    isUnderRate: false,
    rates: [],
  };
  const headings: Heading[] = [];
  const listed = findListedCommands(blocks, words);
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'heading') noteHeading(block, headings, notes);
    else if (block.kind === 'table') noteTable(block, notes);
    else if (block.kind === 'code') noteSample(block.text, notes);
    else {
      const commands = listed.get(at) ?? [];
      for (const word of commands) notes.facts.set(`command/${word}`, '');
      noteText({ ...block, codes: block.codes.filter((code) => !commands.includes(code)) }, notes);
    }
  }
  const titles = blocks.filter((block) => block.kind === 'heading').map(({ text }) => text);
  noteRates(notes, titles.some(isAboutRate));
  const { facts, notFacts, rows } = notes;
  return { facts, notFacts, rows, isMissing: facts.size === 0 && titles.slice(0, 2).some(saysNotFound) };
}

type Heading = Extract<PageBlock, { kind: 'heading' }>;

/** @param headings those that what stands here is under, outermost first */
function noteHeading(heading: Heading, headings: Heading[], notes: Notes): void {
  while ((headings.at(-1)?.level ?? 0) >= heading.level) headings.pop();
  headings.push(heading);
  notes.section = findSection(headings);
  notes.isUnderRate = headings.some(({ text }) => isAboutRate(text));
  noteSentences({ text: heading.text, codes: [] }, notes, heading.level === 1);
}

/** Where a page has a heading about its rate, what it says elsewhere is about other products. */
function noteRates({ rates, facts }: Notes, hasHeading: boolean): void {
  for (const { rate, isTrial } of rates.filter(({ isUnderRate }) => isUnderRate || !hasHeading)) {
    const key = isTrial ? 'rate/trial' : 'rate';
    const known = facts.get(key);
    if (known === undefined) facts.set(key, rate);
    else if (known !== rate) facts.set('rate/other', rate);
  }
}

function findSection(headings: readonly { readonly text: string }[]): Section | undefined {
  return headings.toReversed().flatMap(({ text }) => readSection(text) ?? [])[0];
}

const headers =
  /(?<=[^\s])(?=(?:Host|Date|Connection|Server|Content-Length|Content-Type|User-Agent|Accept):)/g;

/** A URL, a request or an answer; its lines may stand in one. */
function noteSample(text: string, notes: Notes): void {
  const { words, facts, section } = notes;
  const isAddress = noteAddresses(text.replaceAll(headers, '\n'), notes) || /\?\w+=/.test(text);
  const { objects, unreadable } = objectsIn(text);
  for (const object of objects) {
    const members = listMembers(object);
    const isAnswer = section === 'answer' || [...words.envelope].some((name) => members.has(`/${name}`));
    const side = isAnswer ? 'answer' : words.isWebhook ? 'webhook' : 'body';
    for (const [pointer, type] of members) {
      const key = `sample/${side}${pointer}`;
      const types = new Set([...(facts.get(key)?.split('|') ?? []), ...type.split('|')]);
      facts.set(key, [...types].sort().join('|'));
    }
  }
  const isEmpty = text.trim() === '';
  if (unreadable > 0 || (objects.length === 0 && !isAddress && !isEmpty))
    noteUnreadable(notes, 'sample', text);
}

/** Command words that are listed, each on its own, rather than put into a table; by the place of their block. */
function findListedCommands(
  blocks: readonly PageBlock[],
  words: FactWords,
): ReadonlyMap<number, readonly string[]> {
  const listed = new Map<number, readonly string[]>();
  for (const [at, block] of blocks.entries()) {
    if (block.kind !== 'text') continue;
    const [first = ''] = block.codes;
    const own = first !== '' && block.text.startsWith(first) ? block.codes : block.text.split(' ');
    if (own.every((word) => /^[A-Za-z](?=\w*[._-]\w)\w*(?:[.-]\w+)*$|^[a-z]+$/.test(word)) && own.length > 0)
      listed.set(at, own);
  }
  const known = [...listed.values()].flat().filter((word) => words.commands.has(word));
  if (new Set(known).size < 3 && !words.listsCommands) return new Map();
  const isCommand = (word: string) => words.commands.has(word) || hasCommandForm(word, words);
  return new Map([...listed].map(([at, own]) => [at, own.filter(isCommand)]));
}

/** The JSON objects in a sample, whatever stands around them, and as far as they can be read. */
function objectsIn(sample: string): { readonly objects: unknown[]; readonly unreadable: number } {
  const objects: unknown[] = [];
  let unreadable = 0;
  const text = withFirstBrace(withoutComments(sample));
  for (let start = text.indexOf('{'); start >= 0; ) {
    const end = endOfObject(text, start);
    const part = text.slice(start, end);
    // A template such as {callId} is not a sample.
    if (/["}]/.test(part.slice(1).trimStart().charAt(0))) {
      const object = parseLeniently(part);
      if (object === undefined) unreadable += 1;
      else objects.push(object);
    }
    start = text.indexOf('{', end);
  }
  return { objects, unreadable };
}

/** A sample may lack its first line; what is left of it then closes more objects than it opens. */
function withFirstBrace(text: string): string {
  let depth = 0;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
  }
  const start = text.search(/"\w+"\s*:/);
  return depth === -1 && start >= 0 ? `{${text.slice(start)}` : text;
}

/** Strings and braces; a string that does not end is taken as far as it goes. */
const tokens = /"(?:[^"\\\n]|\\.)*"?|[{}]/g;

/** Every member of an object with its types: pointers, with `*` for every index. */
function listMembers(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (one: unknown, at: string): void => {
    const types = new Set(found.get(at)?.split('|')).add(getJsonType(one));
    if (at !== '') found.set(at, [...types].sort().join('|'));
    if (Array.isArray(one)) for (const item of one) visit(item, `${at}/*`);
    else if (isObject(one))
      for (const [name, member] of Object.entries(one)) visit(member, `${at}/${escapeSegment(name)}`);
  };
  visit(value, '');
  return found;
}

function parseLeniently(text: string): unknown {
  for (const candidate of [text, withCommas(text)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Tried next with what samples are known to lack.
    }
  }
  return undefined;
}

/** Commas that samples lack between members, and those that they have too many of. */
function withCommas(text: string): string {
  return text
    .replaceAll(/(["}\]\d]|\b(?:true|false|null))(\s+)(?=["{[])/g, '$1,$2')
    .replaceAll(/(["}\]\d])(?="[A-Za-z_]\w*"\s*:)/g, '$1,')
    .replaceAll(/,(\s*[}\]])/g, '$1')
    .replaceAll(/([[{:,]\s*),/g, '$1')
    .replaceAll('\u00a0', ' ');
}

// Without `//` and block comments, but for those within strings. A sample may have lost its ends of lines: then a
// comment goes as far as the next member or bracket. A string or a comment that does not end is taken as far as it
// goes: nothing is gone through twice.
function withoutComments(text: string): string {
  return text.replaceAll(/\n/.test(text.trim()) ? comments : commentsInOneLine, (whole, string, at) =>
    string !== undefined || isWithinUrl(text, at) ? whole : '',
  );
}

const comments = /("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;
const commentsInOneLine =
  /("(?:[^"\\]|\\.)*"?)|\/\/(?:(?!"[^"]{0,100}"\s{0,9}[:,\]}])[^{}[\]])*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/g;

function isWithinUrl(text: string, at: number): boolean {
  return /[a-z]:$/.test(text.slice(Math.max(0, at - 2), at));
}

/** Behind the brace that closes the one at `start`, or the end where none does. */
function endOfObject(text: string, start: number): number {
  const token = new RegExp(tokens);
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth += 1;
    if (found[0] === '}') depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}
