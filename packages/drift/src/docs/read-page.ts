import { noteTable } from './facts-in-table.ts';
import { noteAddresses, noteSentence } from './facts-in-text.ts';
import { type PageBlock, type PageFormat, pageBlocks, UnreadablePageError } from './page-blocks.ts';
import type { FactWords, PageAnswer, PageReading, PageRequest } from './page-facts.ts';
import { type Section, saysNotFound, sectionOf } from './page-words.ts';
import { membersOf, objectsIn } from './read-sample.ts';

/** The longest pages state some hundred. */
const mostFacts = 5000;
/** Of a key with its value. */
const longestFact = 500;

/** The same for a page of which nobody knows who wrote it: it never throws for what the page holds. */
export function answerPage({ text, format, words }: PageRequest): PageAnswer {
  try {
    const reading = readPage(text, format, words);
    const problem = problemOf(reading);
    return problem === undefined ? { problem, reading } : { problem };
  } catch (error) {
    if (error instanceof UnreadablePageError) return { problem: error.message };
    if (error instanceof RangeError) return { problem: 'it is nested too deeply' };
    throw error;
  }
}

function problemOf({ facts }: PageReading): string | undefined {
  if (facts.size > mostFacts) return `it states more than ${mostFacts} fields, words and codes`;
  const isLong = [...facts].some(([key, value]) => key.length + value.length > longestFact);
  return isLong ? `it has a name of more than ${longestFact} characters` : undefined;
}

/** Takes the facts out of a page: tables, samples and headings; of sentences only addresses, rates and the date. */
export function readPage(page: string, format: PageFormat, words: FactWords): PageReading {
  const blocks = pageBlocks(page, format);
  const facts = new Map<string, string>();
  const headings: { level: number; text: string }[] = [];
  let unreadableSamples = 0;
  const section = (): Section | undefined =>
    headings.toReversed().flatMap(({ text }) => sectionOf(text) ?? [])[0];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while ((headings.at(-1)?.level ?? 0) >= block.level) headings.pop();
      headings.push(block);
    }
    for (const text of textsOf(block)) {
      noteAddresses(text, words, facts);
      if (block.kind !== 'code') noteSentence(text, facts);
    }
    if (block.kind === 'table') noteTable(block, section(), words, facts);
    if (block.kind === 'code') unreadableSamples += noteSample(block.text, section(), words, facts);
  }
  noteListedCommands(blocks, words, facts);
  const top = blocks.filter(({ kind }) => kind === 'heading').slice(0, 2);
  const isMissing =
    facts.size === 0 && top.some((block) => block.kind === 'heading' && saysNotFound(block.text));
  return { facts, isMissing, unreadableSamples };
}

function textsOf(block: PageBlock): string[] {
  if (block.kind === 'table') return block.rows.flatMap((row) => [...new Set(row)].map(({ text }) => text));
  return [block.text];
}

/** @returns how many objects in it cannot be read */
function noteSample(
  text: string,
  section: Section | undefined,
  words: FactWords,
  facts: Map<string, string>,
): number {
  const { objects, unreadable } = objectsIn(text);
  for (const object of objects) {
    const members = membersOf(object);
    const isAnswer = [...words.envelope].some((name) => members.has(`/${name}`));
    const side = isAnswer ? 'answer' : section === 'webhook' ? 'webhook' : 'body';
    for (const [pointer, type] of members) facts.set(`sample/${side}${pointer}`, type);
  }
  return unreadable;
}

/** Command words that are listed, each on its own, rather than put into a table. */
function noteListedCommands(
  blocks: readonly PageBlock[],
  words: FactWords,
  facts: Map<string, string>,
): void {
  const listed = blocks.flatMap((block) => {
    if (block.kind !== 'text') return [];
    const [first = block.text] = block.codes;
    return /^[a-z]+(_[a-z]+)*$/.test(first.trim()) ? [first.trim()] : [];
  });
  if (listed.filter((word) => words.commands.has(word)).length < 3) return;
  for (const word of listed)
    if (words.commands.has(word) || word.includes('_')) facts.set(`command/${word}`, '');
}
