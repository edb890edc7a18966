import { marked } from 'marked';
import { defaultTreeAdapter as adapter, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

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

/** How a page is written. */
export type PageFormat = 'html' | 'markdown';

/** Takes a page apart. What every page has around its content is left out where the page tells it apart. */
export function pageBlocks(page: string, format: PageFormat): PageBlock[] {
  try {
    return blocksOf(page, format);
  } catch (error) {
    // Nested so deeply that no page of documents is: nothing of it can be read.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function blocksOf(page: string, format: PageFormat): PageBlock[] {
  const html = format === 'markdown' ? marked.parse(page, { async: false, gfm: true }) : page;
  const document = parse(html);
  const blocks: PageBlock[] = [];
  walk(contentOf(document), blocks);
  return blocks;
}

const ignored = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'nav',
  'header',
  'footer',
  'aside',
  'svg',
]);
const lines = new Set(['br', 'p', 'li', 'div', 'tr', 'ul', 'ol', 'dt', 'dd']);
const widest = 1000;

function contentOf(document: Tree.Document): Tree.ParentNode {
  const found = ['main', 'article'].flatMap((name) => descendants(document, name));
  return found.find((element) => descendants(element, 'table').length > 0) ?? document;
}

function walk(node: Tree.ParentNode, blocks: PageBlock[]): void {
  for (const child of adapter.getChildNodes(node)) {
    if (adapter.isTextNode(child)) {
      const text = tidy(child.value);
      if (text !== '') blocks.push({ kind: 'text', text, codes: [] });
    } else if (adapter.isElementNode(child)) walkElement(child, blocks);
  }
}

function walkElement(element: Tree.Element, blocks: PageBlock[]): void {
  const name = adapter.getTagName(element);
  if (ignored.has(name)) return;
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) blocks.push({ kind: 'heading', level: Number(level), text: textOf(element).text });
  else if (name === 'pre' || name === 'textarea') blocks.push({ kind: 'code', text: rawText(element) });
  else if (name === 'table') walkTable(element, blocks);
  else if (isLeaf(element)) {
    const text = textOf(element);
    if (text.text !== '') blocks.push({ kind: 'text', ...text });
  } else walk(element, blocks);
}

const ownBlocks = new Set(
  'table pre h1 h2 h3 h4 h5 h6 p ul ol li dl div section article blockquote details nav'.split(' '),
);

function hasBlock(node: Tree.ParentNode): boolean {
  return adapter
    .getChildNodes(node)
    .some(
      (child) =>
        adapter.isElementNode(child) && (ownBlocks.has(adapter.getTagName(child)) || hasBlock(child)),
    );
}

/** Whether nothing in it is a block of its own. */
function isLeaf(element: Tree.Element): boolean {
  return !hasBlock(element);
}

function walkTable(table: Tree.Element, blocks: PageBlock[]): void {
  const grid: PageText[][] = [];
  const inner: Tree.Element[] = [];
  for (const [at, row] of rowsOf(table).entries()) {
    let column = 0;
    for (const cell of cellsOf(row)) {
      while (grid[at]?.[column]) column += 1;
      const text = textOf(cell);
      inner.push(...descendants(cell, 'table'));
      const height = spanOf(cell, 'rowspan');
      const width = spanOf(cell, 'colspan');
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
  const columns = Math.max(0, ...grid.map((row) => row.length));
  const empty: PageText = { text: '', codes: [] };
  const rows = grid.map((row) => Array.from({ length: columns }, (_, column) => row[column] ?? empty));
  blocks.push({ kind: 'table', rows });
  // A table within a table is a table of its own; those within it come with it.
  for (const one of inner.filter((element) => closestTable(element) === table)) walkTable(one, blocks);
}

function closestTable(element: Tree.Element): Tree.Node | null {
  for (let at: Tree.Node | null = element.parentNode; at; at = 'parentNode' in at ? at.parentNode : null) {
    if (adapter.isElementNode(at) && adapter.getTagName(at) === 'table') return at;
  }
  return null;
}

function rowsOf(table: Tree.Element): Tree.Element[] {
  return descendants(table, 'tr').filter((row) => closestTable(row) === table);
}

function cellsOf(row: Tree.Element): Tree.Element[] {
  return adapter
    .getChildNodes(row)
    .filter((node) => adapter.isElementNode(node))
    .filter((node) => ['td', 'th'].includes(adapter.getTagName(node)));
}

function spanOf(cell: Tree.Element, name: string): number {
  const span = Number(adapter.getAttrList(cell).find((attribute) => attribute.name === name)?.value ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, widest) : 1;
}

function descendants(node: Tree.ParentNode, name: string): Tree.Element[] {
  return adapter.getChildNodes(node).flatMap((child) => {
    if (!adapter.isElementNode(child)) return [];
    const within = descendants(child, name);
    return adapter.getTagName(child) === name ? [child, ...within] : within;
  });
}

function textOf(node: Tree.ParentNode): PageText {
  const codes: string[] = [];
  const collect = (parent: Tree.ParentNode): string =>
    adapter
      .getChildNodes(parent)
      .map((child) => {
        if (adapter.isTextNode(child)) return child.value.replaceAll(/\s+/g, ' ');
        if (!adapter.isElementNode(child)) return '';
        const name = adapter.getTagName(child);
        if (name === 'table' || ignored.has(name)) return '';
        if (name === 'code' || name === 'tt' || name === 'kbd') codes.push(tidy(rawText(child)));
        const text = collect(child);
        return lines.has(name) ? `\n${text}\n` : text;
      })
      .join('');
  const text = tidy(collect(node));
  return { text, codes: codes.filter((code) => code !== '') };
}

function rawText(node: Tree.ParentNode): string {
  return adapter
    .getChildNodes(node)
    .map((child) => {
      if (adapter.isTextNode(child)) return child.value;
      if (!adapter.isElementNode(child)) return '';
      return adapter.getTagName(child) === 'br' ? '\n' : rawText(child);
    })
    .join('');
}

/** Blanks of all widths are one, full-width signs are what they stand for, and no line is empty. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}
