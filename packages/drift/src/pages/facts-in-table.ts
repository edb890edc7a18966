import type { PageBlock, PageText } from './page-blocks.ts';
import type { FactWords } from './page-facts.ts';
import { type ColumnKind, readColumnKind, readRequired, readTypeName, type Section } from './page-words.ts';

type Table = Extract<PageBlock, { kind: 'table' }>;

/** Fields, parameters, codes and command words of a table. */
export function noteTable(
  { rows }: Table,
  heading: Section | undefined,
  words: FactWords,
  facts: Map<string, string>,
): void {
  noteCommands(rows, words, facts);
  const at = rows.findIndex(isHeader);
  const header = rows[at];
  if (!header) return;
  const kinds = header.map(({ text }) => readColumnKind(text));
  const body = rows.slice(at + 1).filter((row) => row.some(({ text }) => text !== ''));
  const column = (kind: ColumnKind) => kinds.indexOf(kind);
  if (column('code') >= 0) noteCodes(body, column('code'), facts);
  else if (column('name') >= 0) noteFields(body, kinds, heading, words, facts);
}

/** At least two columns are known, and they are not the same cell spanning both. */
function isHeader(row: readonly PageText[]): boolean {
  const known = row.filter(({ text }) => readColumnKind(text) !== undefined);
  return new Set(known).size >= 2;
}

function noteCodes(rows: readonly (readonly PageText[])[], column: number, facts: Map<string, string>): void {
  for (const row of rows) {
    const code = /^-?\d+$/.exec(row[column]?.text ?? '')?.[0];
    if (code !== undefined) facts.set(`code/${Number(code)}`, '');
  }
}

function noteFields(
  rows: readonly (readonly PageText[])[],
  kinds: readonly (ColumnKind | undefined)[],
  heading: Section | undefined,
  words: FactWords,
  facts: Map<string, string>,
): void {
  const cell = (row: readonly PageText[], kind: ColumnKind) => row[kinds.indexOf(kind)];
  const named = rows.flatMap((row) => {
    const name = nameIn(cell(row, 'name'));
    return name === undefined ? [] : [{ row, name }];
  });
  const names = named.map(({ name }) => name);
  if (names.filter((name) => words.parameters.has(name)).length >= 2) {
    noteParameters(named, words, facts);
    return;
  }
  const section = sectionOfTable(names, kinds, heading, words);
  for (const { row, name } of named) {
    const type = readTypeName(cell(row, 'type')?.text ?? '') ?? '';
    const required = readRequired(cell(row, 'required')?.text ?? '');
    const need = required === undefined ? '' : required ? 'required' : 'optional';
    facts.set(`field/${section}/${name}`, [type, need].filter((part) => part !== '').join(' '));
    for (const word of wordsIn(cell(row, 'description'))) facts.set(`word/${section}/${name}/${word}`, '');
  }
}

/** Some rows of such a table are parts of the address, not parameters. */
function noteParameters(
  named: readonly { name: string }[],
  words: FactWords,
  facts: Map<string, string>,
): void {
  const first = named.findIndex(({ name }) => words.parameters.has(name));
  for (const { name } of named.slice(first)) facts.set(`parameter/${name}`, '');
}

function sectionOfTable(
  names: readonly string[],
  kinds: readonly (ColumnKind | undefined)[],
  heading: Section | undefined,
  words: FactWords,
): Section {
  if (names.some((name) => words.envelope.has(name))) return 'answer';
  return heading ?? (kinds.includes('required') ? 'request' : 'answer');
}

/** A name may stand in a code span with blanks around it, and a note may follow it. */
function nameIn(cell: PageText | undefined): string | undefined {
  const [line = ''] = (cell?.codes[0] ?? cell?.text ?? '').split('\n');
  return /^[A-Za-z_]\w*$/.exec(line.trim())?.[0];
}

/** A column of which three cells are known command words is one of command words. */
function noteCommands(
  rows: readonly (readonly PageText[])[],
  words: FactWords,
  facts: Map<string, string>,
): void {
  const width = rows[0]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    const cells = rows.flatMap((row) => nameIn(row[column]) ?? []);
    if (cells.filter((word) => words.commands.has(word)).length < 3) continue;
    for (const word of cells) if (/^[a-z]+(_[a-z]+)*$/.test(word)) facts.set(`command/${word}`, '');
  }
}

const word = /^[A-Za-z]\w*$/;
/** With the signs around it. */
const longestWord = 200;

/**
 * The values that a cell lists: set as code, one in each line, with or without their meaning, or separated by commas.
 * In lower case, since the English tables capitalise what is sent in lower case (V1-23).
 */
function wordsIn(cell: PageText | undefined): Set<string> {
  const found = new Set<string>();
  const note = (text: string) => {
    if (text.length > longestWord) return;
    const trimmed = text.trim().replaceAll(/^["'“”]+|["'“”.]+$/g, '');
    if (word.test(trimmed)) found.add(trimmed.toLowerCase());
  };
  if (!cell) return found;
  for (const code of cell.codes) for (const part of code.split(/[,、/|]/)) note(part);
  for (const line of cell.text.split('\n')) {
    const explained = /^[-•*·\s]*["'“]?([A-Za-z]\w*)["'”]?\s*(?:[:=]|\s-\s|\()/.exec(line)?.[1];
    if (explained !== undefined) note(explained);
    const list = /(?:^|[:=]\s*)(["'“]?[A-Za-z]\w*["'”]?(?:\s*[,、/|;]\s*["'“]?[A-Za-z]\w*["'”]?)+)\.?$/.exec(
      line,
    )?.[1];
    for (const part of list?.split(/[,、/|;]/) ?? []) note(part);
    if (word.test(line) && cell.text.includes('\n')) note(line);
  }
  return found;
}
