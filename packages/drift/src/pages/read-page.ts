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
import { readSection, type Section, saysNotFound } from './page-words.ts';
import { listMembers, objectsIn } from './read-sample.ts';

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

/** Takes the facts out of a page, and says of every table row and code span that is none why. */
export function readPage(page: string, format: PageFormat, words: FactWords): PageReading {
  const blocks = pageBlocks(page, format);
  const notes: Notes = { words, facts: new Map(), notFacts: [], rows: 0, section: undefined };
  const headings: { level: number; text: string }[] = [];
  const listed = findListedCommands(blocks, words);
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      while ((headings.at(-1)?.level ?? 0) >= block.level) headings.pop();
      headings.push(block);
      notes.section = findSection(headings);
      noteSentences({ text: block.text, codes: [] }, notes, block.level === 1);
    } else if (block.kind === 'table') noteTable(block, notes);
    else if (block.kind === 'code') noteSample(block.text, notes);
    else {
      const commands = listed.get(at) ?? [];
      for (const word of commands) notes.facts.set(`command/${word}`, '');
      noteText({ ...block, codes: block.codes.filter((code) => !commands.includes(code)) }, notes);
    }
  }
  const { facts, notFacts, rows } = notes;
  const top = blocks.filter(({ kind }) => kind === 'heading').slice(0, 2);
  const isMissing =
    facts.size === 0 && top.some((block) => block.kind === 'heading' && saysNotFound(block.text));
  return { facts, notFacts, rows, isMissing };
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
    if (own.every((word) => /^[A-Za-z]\w*(?:[._-]\w+)+$|^[a-z]+$/.test(word)) && own.length > 0)
      listed.set(at, own);
  }
  const known = [...listed.values()].flat().filter((word) => words.commands.has(word));
  if (new Set(known).size < 3 && !words.listsCommands) return new Map();
  const isCommand = (word: string) => words.commands.has(word) || hasCommandForm(word, words);
  return new Map([...listed].map(([at, own]) => [at, own.filter(isCommand)]));
}
