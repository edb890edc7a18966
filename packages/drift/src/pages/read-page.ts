import { noteTable } from './facts-in-table.ts';
import { type PageBlock, type PageFormat, pageBlocks, UnreadablePageError } from './page-blocks.ts';
import type { FactWords, PageAnswer, PageReading, PageRequest } from './page-facts.ts';
import { rateIn, readSection, type Section, saysNotFound, updatedIn } from './page-words.ts';
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

/** Takes the facts out of a page: tables, samples and headings; of sentences only addresses, rates and the date. */
export function readPage(page: string, format: PageFormat, words: FactWords): PageReading {
  const blocks = pageBlocks(page, format);
  const facts = new Map<string, string>();
  const headings: { level: number; text: string }[] = [];
  let unreadableSamples = 0;
  const section = (): Section | undefined =>
    headings.toReversed().flatMap(({ text }) => readSection(text) ?? [])[0];
  for (const block of blocks) {
    if (block.kind === 'heading') {
      while ((headings.at(-1)?.level ?? 0) >= block.level) headings.pop();
      headings.push(block);
    }
    for (const text of listTexts(block)) {
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

function listTexts(block: PageBlock): string[] {
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
    const members = listMembers(object);
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

// Bounded, and begun at the beginning of a word only: a long text must not be gone through from each of its places.
const hostPattern = /(?<![\w-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;
const requestLine = /(?:\/[\w$.-]{1,80}){1,12}\?[\w$.%~+&=*-]+/g;

/** Hosts, paths, parameters and accounts in a text, which may be a sample, a cell or a sentence. */
function noteAddresses(text: string, words: FactWords, facts: Map<string, string>): void {
  for (const [host] of text.matchAll(hostPattern)) {
    const known = host.toLowerCase();
    if (words.domains.some((domain) => known === domain || known.endsWith(`.${domain}`)))
      facts.set(`host/${known}`, '');
  }
  for (const prefix of words.pathPrefixes) {
    const paths = new RegExp(`${prefix}[A-Za-z_]\\w*/[A-Za-z_]\\w*`, 'g');
    // The document says `v1/...` as well as `/v1/...`.
    for (const [path] of `/${text}`.replaceAll(/(^|[\s"'`(:])(?=v\d+\/)/g, '$1/').matchAll(paths))
      facts.set(`path/${path}`, '');
  }
  for (const [line] of text.matchAll(requestLine)) noteQuery(line.slice(line.indexOf('?') + 1), words, facts);
}

function noteQuery(query: string, words: FactWords, facts: Map<string, string>): void {
  const pairs = query.split('&').map((pair) => pair.split('='));
  // Only what belongs to a request of this API: another product's sample has other parameters.
  if (pairs.filter(([name = '']) => words.parameters.has(name)).length < 2) return;
  for (const [name = '', value = ''] of pairs) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    facts.set(`parameter/${name}`, '');
    if (name === 'command') facts.set(`command/${value}`, '');
    if (name === 'identifier' && /^[A-Za-z0-9_-]+$/.test(value)) facts.set(`identifier/${value}`, '');
  }
}

/** How often an operation may be called, and when the page was changed. */
function noteSentence(text: string, facts: Map<string, string>): void {
  for (const sentence of text.split('\n')) {
    const rate = rateIn(sentence);
    if (rate !== undefined && !facts.has('rate')) facts.set('rate', String(rate));
    const updated = updatedIn(sentence);
    if (updated !== undefined && !facts.has('updated')) facts.set('updated', updated);
  }
}
