import { noteTable } from './facts-in-table.ts';
import { noteAddresses, noteSentence } from './facts-in-text.ts';
import { type PageBlock, type PageFormat, pageBlocks } from './page-blocks.ts';
import type { FactWords, PageReading } from './page-facts.ts';
import { type Section, saysNotFound, sectionOf } from './page-words.ts';
import { membersOf, objectsIn } from './read-sample.ts';

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
