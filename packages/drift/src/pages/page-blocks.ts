import { marked } from 'marked';
import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type CountIn, createCount, elementsIn, findContent, isAround } from './page-content.ts';
import { isElsewhere } from './page-words.ts';

/** The text of a place on a page, and the pieces of it that are set as code. */
export interface PageText {
  /** Lines are kept, other white space is one blank. */
  readonly text: string;
  readonly codes: readonly string[];
}

/** A part of a page, in the order of reading. */
export type PageBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | ({ readonly kind: 'text' } & PageText)
  /** Every row has as many cells as the widest one; what spans several stands in each of them. */
  | { readonly kind: 'table'; readonly rows: readonly (readonly PageText[])[] };

export type PageFormat = 'html' | 'markdown';

/** A page that asks for more than is spent on one; the message is a part of a sentence. */
export class UnreadablePageError extends Error {
  override readonly name = 'UnreadablePageError';
}

/** Takes a page apart. What every page has around its content is left out where the page tells it apart. @throws UnreadablePageError */
export function pageBlocks(page: string, format: PageFormat): PageBlock[] {
  const html = format === 'markdown' ? marked.parse(page, { async: false, gfm: true }) : page;
  const document = parse(html);
  const reading: Reading = {
    blocks: [],
    cells: 0,
    hasBlock: createCount(ownBlocks),
    hasTitle: createCount(new Set(['h1'])),
  };
  walk(findContent(document), reading);
  return joinWords(withoutElsewhere(reading.blocks));
}

/** Leaves out what stands under a heading such as "Recommended". */
function withoutElsewhere(blocks: readonly PageBlock[]): PageBlock[] {
  let level = 0;
  return blocks.filter((block) => {
    if (block.kind !== 'heading') return level === 0;
    if (level === 0 || block.level <= level) level = isElsewhere(block.text) ? block.level : 0;
    return level === 0;
  });
}

/** A page may have an element for each word: such words in a row are one text. */
function joinWords(blocks: readonly PageBlock[]): PageBlock[] {
  const joined: PageBlock[] = [];
  let words: PageText[] = [];
  const end = () => {
    const text = words.map((word) => word.text).join(' ');
    if (words.length > 0) joined.push({ kind: 'text', text, codes: words.flatMap(({ codes }) => codes) });
    words = [];
  };
  for (const block of blocks) {
    if (block.kind === 'text' && isWord(block.text, block.codes)) words.push(block);
    else {
      end();
      joined.push(block);
    }
  }
  end();
  return joined;
}

function isWord(text: string, codes: readonly string[]): boolean {
  return !/\s/.test(text) || codes.includes(text);
}

interface Reading {
  readonly blocks: PageBlock[];
  /** Of all tables, however many a cell spans. */
  cells: number;
  /** How many elements in a node are blocks of their own. */
  readonly hasBlock: CountIn;
  readonly hasTitle: CountIn;
}

const ignored = new Set('script style noscript template nav header footer aside svg'.split(' '));
const lines = new Set('br p li div tr ul ol dt dd'.split(' '));
const widest = 1000;
/** The largest pages have some thousand. */
const mostCells = 100_000;

function walk(node: Tree.ParentNode, reading: Reading): void {
  for (const child of adapter.getChildNodes(node)) {
    if (adapter.isTextNode(child)) {
      const text = tidy(child.value);
      if (text !== '') reading.blocks.push({ kind: 'text', text, codes: [] });
    } else if (adapter.isElementNode(child)) walkElement(child, reading);
  }
}

function walkElement(element: Tree.Element, reading: Reading): void {
  const { blocks, hasBlock } = reading;
  const name = adapter.getTagName(element);
  if (ignored.has(name) || (isAround(element) && reading.hasTitle(element) === 0)) return;
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined)
    blocks.push({
      kind: 'heading',
      level: Number(level),
      text: readText(element).text.replaceAll('\n', ' '),
    });
  else if (name === 'pre' || name === 'textarea') blocks.push({ kind: 'code', text: rawText(element) });
  else if (name === 'table') walkTable(element, reading);
  else if (hasBlock(element) > 0) walk(element, reading);
  else {
    const text = readText(element);
    if (text.text !== '') blocks.push({ kind: 'text', ...text });
  }
}

const ownBlocks: ReadonlySet<string> = new Set(
  'table pre h1 h2 h3 h4 h5 h6 p ul ol li dl div section article blockquote details nav'.split(' '),
);

function walkTable(table: Tree.Element, reading: Reading): void {
  const grid: PageText[][] = [];
  const inner: Tree.Element[] = [];
  for (const [at, row] of elementsIn(table, 'tr', 'table').entries()) {
    let column = 0;
    for (const cell of listCells(row)) {
      while (grid[at]?.[column]) column += 1;
      inner.push(...elementsIn(cell, 'table'));
      const height = readSpan(cell, 'rowspan');
      const width = readSpan(cell, 'colspan');
      countCells(reading, height * width);
      const text = readText(cell);
      for (let down = 0; down < height; down += 1) {
        const line = grid[at + down] ?? [];
        grid[at + down] = line;
        for (let across = 0; across < width; across += 1) line[column + across] = text;
      }
      column += width;
    }
  }
  const columns = grid.reduce((most, row) => Math.max(most, row.length), 0);
  countCells(reading, columns * grid.length);
  const empty: PageText = { text: '', codes: [] };
  const rows = grid.map((row) => Array.from({ length: columns }, (_, column) => row[column] ?? empty));
  reading.blocks.push({ kind: 'table', rows });
  // A table within a table is a table of its own; those within it come with it.
  for (const within of inner) walkTable(within, reading);
}

function listCells(row: Tree.Element): Tree.Element[] {
  return adapter
    .getChildNodes(row)
    .filter((node) => adapter.isElementNode(node))
    .filter((element) => ['td', 'th'].includes(adapter.getTagName(element)));
}

function countCells(reading: Reading, count: number): void {
  reading.cells += count;
  if (reading.cells <= mostCells) return;
  throw new UnreadablePageError(`its tables have more than ${mostCells} cells`);
}

function readSpan(cell: Tree.Element, name: string): number {
  const span = Number(adapter.getAttrList(cell).find((attribute) => attribute.name === name)?.value ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, widest) : 1;
}

const inCode = new Set(['code', 'tt', 'kbd', 'samp', 'var']);

function isCodeElement(element: Tree.Element): boolean {
  const classes = adapter.getAttrList(element).find(({ name }) => name === 'class')?.value ?? '';
  const name = adapter.getTagName(element);
  return inCode.has(name) || (name === 'span' && /^(?:inline-?)?code$/i.test(classes.trim()));
}

/** What is struck through is not stated any more. */
const struck = new Set(['del', 's', 'strike']);

function readText(node: Tree.ParentNode): PageText {
  const read: Collected = { parts: [], codes: [], hasLines: false };
  const isCode = adapter.isElementNode(node) && isCodeElement(node);
  if (isCode) read.codes.push(tidy(rawText(node)));
  collectText(node, isCode, read);
  const text = tidy(read.parts.join(''));
  const codes = read.codes.filter((code) => code !== '');
  const isInWords = !read.hasLines && text.split('\n').every((line) => isWord(line, codes));
  return { text: isInWords ? text.replaceAll('\n', ' ') : text, codes };
}

interface Collected {
  readonly parts: string[];
  readonly codes: string[];
  /** Whether it has lines that are more than a wrapper around a word. */
  hasLines: boolean;
}

function collectText(parent: Tree.ParentNode, isCode: boolean, read: Collected): void {
  for (const child of adapter.getChildNodes(parent)) {
    if (adapter.isTextNode(child)) read.parts.push(child.value.replaceAll(/\s+/g, ' '));
    else if (adapter.isElementNode(child)) collectElement(child, isCode, read);
  }
}

function collectElement(element: Tree.Element, isCode: boolean, read: Collected): void {
  const name = adapter.getTagName(element);
  if (name === 'table' || ignored.has(name) || struck.has(name)) return;
  const isOwnCode = !isCode && isCodeElement(element);
  if (isOwnCode) read.codes.push(tidy(rawText(element)));
  read.hasLines ||= lines.has(name) && name !== 'div';
  if (lines.has(name)) read.parts.push('\n');
  collectText(element, isCode || isOwnCode, read);
  if (lines.has(name)) read.parts.push('\n');
}

function rawText(node: Tree.ParentNode): string {
  const parts: string[] = [];
  const collect = (parent: Tree.ParentNode): void => {
    for (const child of adapter.getChildNodes(parent)) {
      if (adapter.isTextNode(child)) parts.push(child.value);
      if (!adapter.isElementNode(child)) continue;
      if (adapter.getTagName(child) === 'br') parts.push('\n');
      else collect(child);
    }
  };
  collect(node);
  return withoutUnseen(parts.join(''));
}

/** Without signs that are not seen, such as those that let a line break within a name. */
function withoutUnseen(text: string): string {
  return text.replaceAll(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
}

/** Blanks of all widths are one, full-width signs are what they stand for, and no line is empty. */
function tidy(text: string): string {
  return withoutUnseen(text)
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
