import {
  hasCommandForm,
  isRead,
  listHosts,
  noteAddresses,
  noteSentences,
  noteValues,
  noteWords,
  readCodes,
  readNames,
} from './facts-in-text.ts';
import type { PageBlock, PageText } from './page-blocks.ts';
import { type Notes, noteNotFact, noteUnreadable } from './page-facts.ts';
import { type ColumnKind, readRequired, readTypeNames, type Section } from './page-words.ts';
import { type Columns, emptyCell, findCell, type Row, readColumns } from './table-columns.ts';

type Table = Extract<PageBlock, { kind: 'table' }>;

export function noteTable({ rows }: Table, notes: Notes): void {
  const { header, kinds } = readColumns(rows);
  const body = rows.slice(header + 1).filter((row) => row.some(({ text }) => text !== ''));
  const table = {
    kinds,
    body: body.filter((row) => !isSpanned(row, notes) && !isSameRow(row, rows[header])),
  };
  const has = (kind: ColumnKind) => kinds.includes(kind);
  if (has('code')) noteCodes(table, notes);
  else if (has('name') && isAbout(notes.words.parameters, table)) noteParameters(table, notes);
  else if (has('name') && (has('type') || has('required') || isAbout(notes.words.fields, table)))
    noteFields(table, notes);
  else noteOthers(table.body, notes);
}

/** One cell over the whole width is a heading within the table. */
function isSpanned(row: Row, notes: Notes): boolean {
  const [first] = row;
  if (row.length < 2 || !first || !row.every((cell) => cell === first)) return false;
  noteNotFact(notes, 'row', first.text, 'it is a heading within the table');
  noteSpans(row, notes, 'it stands in a heading within a table');
  return true;
}

/** Long tables repeat their headings. */
function isSameRow(row: Row, header: Row = []): boolean {
  return row.every(({ text }, column) => text === header[column]?.text);
}

function noteCodes({ kinds, body }: Columns, notes: Notes): void {
  const column = kinds.indexOf('code');
  const rows = body.map((row) => ({ row, text: row[column]?.text ?? '' }));
  const isOfHttp = rows.flatMap(({ text }) => readCodes(text)).every((code) => code >= 100 && code < 600);
  for (const { row, text } of rows) {
    const read = readCodes(text);
    const codes = isOfHttp ? [] : read;
    for (const code of codes) notes.facts.set(`code/${code}`, '');
    if (codes.length > 0) notes.rows += 1;
    else if (read.length > 0) noteNotFact(notes, 'row', showRow(row), 'it is about a status of HTTP');
    else if (/\d/.test(text)) noteUnreadable(notes, 'code', text);
    else noteNotFact(notes, 'row', showRow(row), 'it stands for the codes that are not listed');
    noteSpans(row, notes, 'it explains a code', (code) => codes.includes(Number(code)));
  }
}

function isAbout(known: ReadonlySet<string>, table: Columns): boolean {
  const names = table.body.flatMap((row) => readNames(findCell(row, table, 'name')));
  return names.filter((name) => known.has(name)).length >= 2;
}

/** Parts of an address that are listed beside its parameters. */
const addressParts = /^(?:https?|x{3,}|\$?\w*name|kind|command|ver|version)$/i;

/** Some rows of such a table are parts of the address, not parameters. */
function noteParameters(table: Columns, notes: Notes): void {
  const { parameters } = notes.words;
  for (const row of table.body) {
    const cell = findCell(row, table, 'name') ?? emptyCell;
    const [name] = /[/.]/.test(cell.text) ? [] : readNames(cell);
    const rest = row.filter((other) => other !== cell);
    const text = rest.map((other) => other.text).join('\n');
    const isParameter = name !== undefined && (parameters.has(name) || !addressParts.test(name));
    if (isParameter) noteParameter(name, cell, { text, codes: rest.flatMap(({ codes }) => codes) }, notes);
    else noteAddressPart(name ?? cell.text, row, text, notes);
  }
}

function noteParameter(name: string, { codes }: PageText, explained: PageText, notes: Notes): void {
  const beside = codes.filter((code) => code !== name);
  for (const code of beside) noteNotFact(notes, 'code', code, 'it stands beside the name of a parameter');
  notes.rows += 1;
  notes.facts.set(`parameter/${name}`, '');
  noteWords('parameter', name, explained, notes);
  noteValues('parameter', name, explained, notes);
}

function noteAddressPart(part: string, row: Row, text: string, notes: Notes): void {
  const { facts, words } = notes;
  const spans = row.flatMap(({ codes }) => codes);
  // A host under any domain counts where hosts are listed.
  const isHostRow =
    !words.isWebhook && (/^x{3,}$/i.test(part) || listHosts(text).some((host) => words.hosts.has(host)));
  // Between spans of code their words are glued to the hosts.
  const between = spans.reduce((left, span) => left.replace(span, ' '), text);
  const hosts = isHostRow ? [...spans, between].flatMap(listHosts) : [];
  for (const host of hosts) facts.set(`host/${host}`, '');
  const version = /^ver(?:sion)?$/i.test(part) ? /\bv\d{1,3}\b/.exec(text)?.[0] : undefined;
  if (version !== undefined) facts.set('version', version);
  const isNoted = noteAddresses(row.map((cell) => cell.text).join('\n'), notes);
  if (isNoted || hosts.length > 0 || version !== undefined) notes.rows += 1;
  else noteNotFact(notes, 'row', showRow(row), 'it is a part of the address');
  const isFact = (code: string) => code === version || hosts.includes(code.toLowerCase());
  noteSpans(row, notes, 'it is a part of the address', isFact);
}

/** The most rows of one name that are told apart. */
const mostRows = 8;

function noteFields(table: Columns, notes: Notes): void {
  const named = table.body.map((row) => ({ row, names: readNames(findCell(row, table, 'name')) }));
  const all = named.flatMap(({ names }) => names);
  const section = findSection(all, table, notes);
  for (const { row, names } of named) {
    const [title] = row;
    if (title && isTitle(title, row, table) && !names.some((name) => notes.words.fields.has(name))) {
      noteNotFact(notes, 'row', title.text, 'it is a heading within the table');
    } else if (names.length === 0) {
      noteUnreadable(notes, 'row', showRow(row));
      noteSpans(row, notes, 'it stands in a row that cannot be read');
    } else {
      notes.rows += 1;
      const stated = {
        forms: readForms(row, names, table, notes),
        explained: row.filter((_, at) => isExplaining(table.kinds[at])),
      };
      for (const name of names) noteField(section, name.replaceAll('.', '/'), stated, notes);
    }
  }
}

/** Nothing else stands in its row. */
function isTitle(title: PageText, row: Row, { kinds }: Columns): boolean {
  const isAlone = row.every((cell) => cell === title || cell.text === '');
  return isAlone && kinds.includes('type') && title.codes.length === 0;
}

/** Type and need of the fields of a row, such as `string required`. */
function readForms(row: Row, [name]: readonly string[], table: Columns, notes: Notes): string[] {
  const typeCell = findCell(row, table, 'type')?.text ?? '';
  const needCell = findCell(row, table, 'required')?.text ?? '';
  const types = readTypeNames(typeCell);
  const required = readRequired(needCell);
  if (types.length === 0 && saysSomething(typeCell)) noteUnreadable(notes, 'type', `${name}: ${typeCell}`);
  if (required === undefined && saysSomething(needCell))
    noteUnreadable(notes, 'need', `${name}: ${needCell}`);
  const need = required === undefined ? '' : required ? 'required' : 'optional';
  return (types.length > 0 ? types : ['']).map((type) => `${type} ${need}`.trim());
}

/** What a row states of its fields. */
interface StatedField {
  readonly forms: readonly string[];
  readonly explained: readonly PageText[];
}

function noteField(section: Section, name: string, { forms, explained }: StatedField, notes: Notes): void {
  const key = `field/${section}/${name}`;
  // One name may be that of a member of several objects.
  const known = notes.facts.get(key)?.split('|') ?? [];
  notes.facts.set(key, [...known, ...forms].slice(0, mostRows).sort().join('|'));
  for (const cell of explained) {
    noteWords(section, name, cell, notes);
    noteValues(section, name, cell, notes);
  }
}

/** Anything but a dash or another sign of punctuation. */
function saysSomething(cell: string): boolean {
  return /[^\s\p{P}]/u.test(cell);
}

function isExplaining(kind: ColumnKind | undefined): boolean {
  return kind === 'description' || kind === undefined;
}

function findSection(names: readonly string[], { kinds }: Columns, notes: Notes): Section {
  const { words, section } = notes;
  if (names.some((name) => words.envelope.has(name)) || section === 'answer') return 'answer';
  if (words.isWebhook) return 'webhook';
  return section ?? (kinds.includes('required') ? 'request' : 'answer');
}

/** Tables without fields: command words, operations, versions of clients, rates. */
function noteOthers(rows: readonly Row[], notes: Notes): void {
  const { facts, words } = notes;
  const known = rows.flatMap((row) => row.flatMap(listCommands)).filter((word) => words.commands.has(word));
  const isOfCommands = new Set(known).size >= 2;
  // Beside a column of command words, or of hosts, another one explains them.
  const columnsWith = (isKnown: (cell: PageText) => boolean) =>
    (rows[0] ?? []).map((_, column) => rows.some((row) => row[column] && isKnown(row[column])));
  const columns = columnsWith((cell) => listCommands(cell).some((word) => words.commands.has(word)));
  const hostColumns = columnsWith(({ text }) => listHosts(text).some((host) => words.hosts.has(host)));
  const commandsIn = (row: Row) =>
    row.flatMap((cell, column) =>
      listCommands(cell).filter(
        (word) => (isOfCommands && columns[column]) || (words.listsCommands && hasCommandForm(word, words)),
      ),
    );
  const why = 'its table is about nothing that the contract has';
  for (const row of rows) {
    const before = facts.size + notes.rates.length;
    const commands = commandsIn(row);
    for (const word of commands) facts.set(`command/${word}`, '');
    const hosts = row.flatMap(({ text }, column) => (hostColumns[column] ? listHosts(text) : []));
    for (const host of hosts) facts.set(`host/${host}`, '');
    const isAddress = noteAddresses(row.map(({ text }) => text).join('\n'), notes);
    const isVersion = noteVersion(row, notes);
    for (const cell of new Set(row)) noteSentences(cell, notes);
    const isFact = isAddress || isVersion || facts.size + notes.rates.length > before;
    if (commands.length + hosts.length > 0 || isFact) notes.rows += 1;
    else noteNotFact(notes, 'row', showRow(row), why);
    const isNoted = (code: string) => commands.includes(code) || hosts.includes(code.toLowerCase());
    noteSpans(row, notes, why, isNoted);
  }
}

/** Set as code, however much explains it, or alone in its cell. */
function listCommands({ text, codes }: PageText): string[] {
  const words = codes.length > 0 ? codes : text.split('\n');
  return words.map((word) => word.trim()).filter((word) => /^[A-Za-z]\w*(?:[.-]\w+)*$/.test(word));
}

const firstVersion =
  /^\D{0,12}(\d{1,4}(?:\.\d{1,9}){1,4})(?:\s?(?:\+|(?:or|and) (?:later|above|higher|newer)|及?以上|以降|и выше))?$/i;

function noteVersion(row: Row, { facts }: Notes): boolean {
  const [platform = '', ...rest] = row.map(({ text }) => text);
  const version = firstVersion.exec(rest.at(-1) ?? '')?.[1];
  if (version === undefined) return false;
  const isNative = /android|ios/i.test(platform);
  const own = isNative ? 'native' : platform.replaceAll(/\s+/g, ' ').slice(0, 40);
  const name = /mini ?program|小程序|ミニプログラム|мини/i.test(platform) ? 'WeChat Mini Program' : own;
  facts.set(`client/${name}`, version);
  return true;
}

/** Says of the code spans of a row why they are not facts, but for those that are. */
function noteSpans(
  row: Row,
  notes: Notes,
  why: string,
  isFact: (code: string) => boolean = () => false,
): void {
  for (const cell of new Set(row)) {
    for (const code of cell.codes)
      if (!isFact(code) && !isRead(code, notes)) noteNotFact(notes, 'code', code, why);
  }
}

function showRow(row: Row): string {
  return [...new Set(row)].map(({ text }) => text).join(' | ');
}
