import { marked } from 'marked';
import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
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
    for (const cell of adapter.getChildNodes(row)) {
      if (!adapter.isElementNode(cell) || !['td', 'th'].includes(adapter.getTagName(cell))) continue;
      while (grid[at]?.[column]) column += 1;
      const text = readText(cell);
      inner.push(...elementsIn(cell, 'table'));
      const height = readSpan(cell, 'rowspan');
      const width = readSpan(cell, 'colspan');
      countCells(reading, height * width);
      for (let down = 0; down < height; down += 1) {
        grid[at + down] ??= [];
        for (let across = 0; across < width; across += 1) {
          const line = grid[at + down];
          if (line) line[column + across] = text;
        }
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
  const codes: string[] = [];
  const parts: string[] = [];
  let hasLines = false;
  const collect = (parent: Tree.ParentNode, isCode: boolean): void => {
    for (const child of adapter.getChildNodes(parent)) {
      if (adapter.isTextNode(child)) parts.push(child.value.replaceAll(/\s+/g, ' '));
      if (!adapter.isElementNode(child)) continue;
      const name = adapter.getTagName(child);
      if (name === 'table' || ignored.has(name) || struck.has(name)) continue;
      const isOwnCode = !isCode && isCodeElement(child);
      if (isOwnCode) codes.push(tidy(rawText(child)));
      hasLines ||= lines.has(name) && name !== 'div';
      if (lines.has(name)) parts.push('\n');
      collect(child, isCode || isOwnCode);
      if (lines.has(name)) parts.push('\n');
    }
  };
  const isCode = adapter.isElementNode(node) && isCodeElement(node);
  if (isCode) codes.push(tidy(rawText(node)));
  collect(node, isCode);
  const text = tidy(parts.join(''));
  const own = codes.filter((code) => code !== '');
  const isInWords = !hasLines && text.split('\n').every((line) => isWord(line, own));
  return { text: isInWords ? text.replaceAll('\n', ' ') : text, codes: own };
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

/** `main` or `article`; else the narrowest element that holds the title and every table and sample. */
function findContent(document: Tree.Document): Tree.ParentNode {
  const count = createCount(new Set(['table', 'pre']));
  const found = ['main', 'article'].flatMap((name) => elementsIn(document, name));
  const own = found.find((element) => count(element) > 0);
  if (own) return own;
  const all = count(document);
  let content: Tree.ParentNode | null = elementsIn(document, 'h1')[0] ?? null;
  while (content && count(content) < all) content = 'parentNode' in content ? content.parentNode : null;
  return (all > 0 && content) || document;
}

type CountIn = (node: Tree.ParentNode) => number;

/** Counts the elements of some names in a node. Each node is looked at once, however often it is asked. */
function createCount(names: ReadonlySet<string>): CountIn {
  const known = new WeakMap<Tree.ParentNode, number>();
  const count = (node: Tree.ParentNode): number => {
    const before = known.get(node);
    if (before !== undefined) return before;
    let found = 0;
    for (const child of adapter.getChildNodes(node)) {
      if (!adapter.isElementNode(child)) continue;
      found += (names.has(adapter.getTagName(child)) ? 1 : 0) + count(child);
    }
    known.set(node, found);
    return found;
  };
  return count;
}

const around =
  /(?:^|[-_ ])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|banner|footer|recommend(?:ed|ation)?s?|related|toc|feedback|cookies?|ads?|promo(?:tion)?)(?:$|[-_ ])/;
const aroundRoles = new Set(['navigation', 'banner', 'contentinfo', 'complementary', 'search', 'dialog']);

/** What every page of a site has around its content, as classes, ids and roles name it. */
function isAround(element: Tree.Element): boolean {
  return adapter.getAttrList(element).some(({ name, value }) => {
    if (name === 'role') return aroundRoles.has(value);
    if (name !== 'class' && name !== 'id') return false;
    return around.test(
      value
        .slice(0, 500)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-')
        .toLowerCase(),
    );
  });
}

// The elements of a name in a node, in the order of reading. Those within one of them, and within an element of the
// other name, are left out.
function elementsIn(node: Tree.ParentNode, name: string, except = name): Tree.Element[] {
  const found: Tree.Element[] = [];
  const visit = (parent: Tree.ParentNode): void => {
    for (const child of adapter.getChildNodes(parent)) {
      if (!adapter.isElementNode(child)) continue;
      const own = adapter.getTagName(child);
      if (own === name) found.push(child);
      else if (own !== except) visit(child);
    }
  };
  visit(node);
  return found;
}
