import type { PageText } from './page-blocks.ts';
import { type FactWords, type Notes, noteNotFact } from './page-facts.ts';
import {
  findEnd,
  quantity,
  readDate,
  readQuantity,
  readRates,
  readUpdated,
  readWaits,
  type Section,
} from './page-words.ts';

// Bounded, and begun at the beginning of a word only: a long text must not be gone through from each of its places.
const hostPattern = /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;
const pathPattern =
  /(?<=^|[\s"'`(:])v\d{1,3}(?:\/[A-Za-z_][\w-]{0,80}){2,5}|\/v\d{1,3}(?:\/[A-Za-z_][\w-]{0,80}){2,5}/g;
const urlPattern = /https?:\/\/([a-z0-9.-]{3,253})\/(?=v\d{1,3}\/[a-z_])/gi;
const queryPattern = /\?(\w{1,40}=[^\s?"'<>]{0,2000})/g;

export function listHosts(text: string): string[] {
  return [...text.matchAll(hostPattern)].map(([host]) => host.toLowerCase());
}

/** Hosts, paths, parameters and accounts in a text, which may be a sample, a cell or a sentence. @returns whether it has any */
export function noteAddresses(text: string, { words, facts }: Notes): boolean {
  const before = facts.size;
  const known = listHosts(text).filter((host) => isVendorHost(host, words.hosts));
  // The host of an operation's URL counts wherever it is; `xxxxxx` stands for one.
  const called = [...text.matchAll(urlPattern)].map(([, host = '']) => host.toLowerCase());
  const hosts = [...known, ...called.filter((host) => host.includes('.'))];
  for (const host of hosts) facts.set(`host/${host}`, '');
  const paths = [...text.matchAll(pathPattern)].map(([path]) => path.replace(/^\//, ''));
  for (const path of paths) facts.set(`path/${path}`, '');
  for (const [, query = ''] of text.matchAll(queryPattern)) noteQuery(query, words.parameters, facts);
  return facts.size > before || hosts.length > 0 || paths.length > 0;
}

/** One that is known, or another one under the same domain. */
function isVendorHost(host: string, hosts: ReadonlySet<string>): boolean {
  return [...hosts].some((known) => {
    const domain = known.split('.').slice(-2).join('.');
    return host === known || host.endsWith(`.${domain}`);
  });
}

function noteQuery(query: string, parameters: ReadonlySet<string>, facts: Map<string, string>): void {
  const pairs = query.split('&').map((pair) => pair.split('='));
  // Only what belongs to this API: another product's sample has other parameters.
  if (pairs.filter(([name = '']) => parameters.has(name)).length < 2) return;
  for (const [name = '', value = ''] of pairs) {
    if (!/^[A-Za-z_]\w*$/.test(name)) continue;
    facts.set(`parameter/${name}`, '');
    // `$command` stands for a word.
    const word = /^[\w.-]{1,80}(?=\W*$)/.exec(value)?.[0];
    if (word !== undefined && /command$/i.test(name)) facts.set(`command/${word}`, '');
    if (word !== undefined && name === 'identifier') facts.set(`identifier/${word}`, '');
  }
}

const limits = [
  [
    'dataWindow',
    `(?:past|last|recent|within(?: the)?(?: (?:last|past))?|最近|过去|近|直近|過去|последн\\p{L}+|за)\\s*${quantity}`,
  ],
  [
    'backendTimeout',
    `(?:time-?out|times? out|超时|タイムアウト|тайм-?аут|время ожидания)[^.。\\d]{0,40}${quantity}`,
  ],
  ['backendTimeout', `${quantity}[^.。\\d]{0,10}タイムアウト`],
  [
    'recordDelay',
    `${quantity}\\s*(?:after the (?:call|end)|后|後|после)[^.。]{0,60}(?:quer|record|查询|记录|記録|запис)`,
  ],
  ['recordDelay', `(?:quer|record|查询|запис)[^.。\\d]{0,60}${quantity}\\s*(?:after|后|後|после)`],
].map(([name = '', pattern = '']) => ({ name, pattern: new RegExp(pattern, 'iu') }));

export function noteSentences({ text }: PageText, notes: Notes, isHeading = false): void {
  const { facts } = notes;
  // The list may stand in a line of its own.
  if (/retr|重试|リトライ|再試行|повтор/i.test(text)) {
    for (const waits of readWaits(text.replaceAll('\n', ' '))) facts.set('retry', waits);
  }
  for (const line of text.split('\n').map(inDays)) {
    notes.rates.push(...readRates(line).map((rate) => ({ ...rate, isUnderRate: notes.isUnderRate })));
    for (const { name, pattern } of limits) {
      const { n = '', u } = pattern.exec(line)?.groups ?? {};
      const value = readQuantity(n, u);
      if (isOfLimit(name, value) && !facts.has(`limit/${name}`)) facts.set(`limit/${name}`, value);
    }
    noteEnd(line, facts, isHeading);
    const updated = readUpdated(line);
    if (updated !== undefined && !facts.has('updated')) facts.set('updated', updated);
  }
}

/** A line with its weeks in days. */
function inDays(line: string): string {
  return line
    .replaceAll(/\b(?:(\d{1,3}|a|one) )?weeks?\b/gi, (_, count) => `${7 * (Number(count) || 1)} days`)
    .replaceAll(
      /(?<=最近|过去|近|直近|過去)(\d{1,3}|一)?\s?(?:周|週間?)/g,
      (_, count) => `${7 * (Number(count) || 1)}天`,
    )
    .replaceAll(/(?<=последн\p{L}+ )недел\p{L}+/giu, '7 дней');
}

/** An abbreviation ends no sentence: behind it no capital stands. */
const sentenceEnds = /(?<=[.!?])\s*(?=\p{Lu})|(?<=[。！？])/u;

/** The day that belongs to the end stands behind what says so, else before it, else in what follows. */
function noteEnd(line: string, facts: Map<string, string>, isHeading: boolean): void {
  const sentences = line.split(sentenceEnds);
  for (const [at, sentence] of sentences.entries()) {
    const end = findEnd(sentence, isHeading);
    if (end === undefined) continue;
    const rest = sentences.slice(at + 1).join(' ');
    const day = readDate(sentence.slice(end)) ?? readDate(sentence) ?? readDate(rest);
    facts.set('end', day ?? facts.get('end') ?? '');
  }
}

/** Records go back for days; what is waited for takes seconds. */
function isOfLimit(name: string, value: string): boolean {
  return name === 'dataWindow' ? /(?:days|hours)$/.test(value) : / (?:milli)?seconds$/.test(value);
}

export function noteText(block: PageText, notes: Notes): void {
  const { facts } = notes;
  noteSentences(block, notes);
  noteAddresses(block.text, notes);
  const isAboutAccount = block.codes.includes('identifier');
  for (const code of block.codes) {
    const isAccount = isAboutAccount && code !== 'identifier' && /^\w+$/.test(code);
    if (isAccount) facts.set(`identifier/${code}`, '');
    else if (notes.words.listsCommands && hasCommandForm(code, notes.words)) facts.set(`command/${code}`, '');
    else if (!isRead(code, notes)) noteNotFact(notes, 'code', code, 'it stands in a sentence');
  }
}

const longestCommand = 80;

// Whether a word is written as command words are: in several parts, which are parted by a dot only behind a known one,
// and by a dash only in small letters, as no header of HTTP is.
export function hasCommandForm(word: string, { commands, fields, parameters }: FactWords): boolean {
  if (word.length > longestCommand || !/^(?:[A-Za-z]\w*[._]\w[\w.]*|[a-z]+(?:[_-][a-z\d]+)+)$/.test(word))
    return false;
  const [group = '', ...rest] = word.split('.');
  const isGrouped = rest.length === 0 || [...commands].some((known) => known.startsWith(`${group}.`));
  return isGrouped && !fields.has(word) && !parameters.has(word);
}

/** Whether a code span is read by what is in it: an address, or waits. */
export function isRead(code: string, notes: Notes): boolean {
  const own = { ...notes, facts: new Map<string, string>() };
  return noteAddresses(code, own) || (readWaits(code).length > 0 && notes.facts.has('retry'));
}

type Side = Section | 'parameter';

/** With the signs around it. */
const longestWord = 200;
const word = /^(?:[A-Za-z]\w*(?:[.-]\w+)*|\d\w*(?:\.\w+)*)$/;
/** What is set as code may be two words. */
const coded = /^(?:[A-Za-z]\w*(?:[.-]\w+)*|\d\w*(?:\.\w+)*)(?: \w+){0,2}$/;
const defaults = /default|默认|デフォルト|既定|省略時|по умолчанию/i;

// The values that a cell lists: set as code, or, where the contract has a list for the field, one in each line or
// separated by commas. Every other code span is said to be no fact.
export function noteWords(side: Side, name: string, cell: PageText, notes: Notes): void {
  const { facts, words } = notes;
  const note = (text: string) => void facts.set(`word/${side}/${name}/${text}`, '');
  for (const code of cell.codes) {
    const parts = code.split(/\s*[,、/|;]\s*/).map(trimQuotes);
    const why = parts.map((part) => refuseWord(part, notes)).find((reason) => reason !== undefined);
    if (why === undefined) parts.forEach(note);
    else noteNotFact(notes, 'code', code, why);
  }
  if (cell.codes.length > 0) return;
  if (words.lists.has(`${side}/${name}`)) listWords(cell.text).forEach(note);
}

function trimQuotes(text: string): string {
  return text.length > longestWord ? '' : text.trim().replaceAll(/^["'“”]+|["'“”.:：]+$/g, '');
}

/** Why a code span of a cell is not a value of the field; undefined where it is one. */
function refuseWord(text: string, { words }: Notes): string | undefined {
  if (!coded.test(text)) return 'it is not a word';
  if (words.fields.has(text) || words.parameters.has(text)) return 'it names a field';
  return undefined;
}

/** The words that a text lists without setting them as code: before their meanings, or between commas at its end. */
function listWords(text: string): string[] {
  const found: string[] = [];
  const lines = text.split('\n');
  for (const line of lines) {
    const bare = trimQuotes(line.replace(/^[-•*·\s]+/, ''));
    const [, explained] = /^["'“]?([A-Za-z]\w*(?:-\w+)*)["'”]?\s*(?:[:=：(]|\s-\s)/.exec(bare) ?? [];
    if (explained !== undefined && lines.length > 1) found.push(explained);
    else if (word.test(bare) && lines.length > 1) found.push(bare);
    else found.push(...listEnd(bare));
  }
  return found;
}

const fixedWords = [
  /(?:fixed|固定|фиксир)[^:：]{0,30}?(?:[:：]|\bis\b|\bas\b|为|は)\s*["'“]?(\w+)["'”]?\.?$/i,
  /(?:always|всегда|始终|常に)\s?["'“]?(\w+)["'”]?\.?$/i,
  /(?:^|[\s:：])["'“]?(\w+)["'”]?\s?(?:に固定|固定)/,
];

/** `…: a, b, c` and `… include a, b, c`. */
function listEnd(line: string): string[] {
  const parts = line
    .split(/\s*[,、;|]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+/)
    .map(trimQuotes)
    .filter((part) => !/^(?:others?|etc|more)$/i.test(part));
  const fixed = fixedWords.map((pattern) => pattern.exec(line)?.[1]).find((found) => found !== undefined);
  if (fixed !== undefined) return [fixed];
  const first = /(?:^|[\s:：])([A-Za-z]\w*)$/.exec(parts[0] ?? '')?.[1];
  return parts.length > 1 && first !== undefined && parts.slice(1).every((part) => word.test(part))
    ? [first, ...parts.slice(1)]
    : [];
}

const range = [
  /\[\s?(?<from>-?\d{1,20})\s?[,，]\s?(?<to>-?\d{1,20})\s?\]/,
  /(?:rang\w*|between|from|范围|範囲|диапазон\w*|от)[^\d\n]{0,20}(?<from>-?\d[\d,]{0,25})\s?(?:to|and|[-~–〜～]|至|到|から|до)\s?(?<to>\d[\d,]{0,25}(?<!,))/i,
  /(?<![\w.:/-])(?<from>\d{2,20})\s?[-~–〜～]\s?(?<to>\d{2,20})(?![\w.:/-])/,
];
const most = new RegExp(
  `(?:at most|maximum(?: length)?(?: is| of)?|max\\.?|up to|no more than|(?:not|cannot) exceed|≤|不超过|最大(?:长度)?|最多|最大で|не более|максимум)[:：]?\\s?${quantity}`,
  'iu',
);
const preset = new RegExp(
  `(?:defaults?|默认|デフォルト|既定|по умолчанию)(?: value|值|値)?\\s?(?:is|to|を|为|是|は|=)?\\s?[:：—-]?\\s?(?:page |第)?${quantity}`,
  'iu',
);

export function noteValues(side: Side, name: string, { text, codes }: PageText, { facts }: Notes): void {
  const key = `${side}/${name}`;
  const { from, to } =
    range.map((pattern) => pattern.exec(text)?.groups).find((groups) => groups !== undefined) ?? {};
  if (from !== undefined) facts.set(`bound/${key}`, `${from}..${to}`.replaceAll(',', ''));
  const { n: limit, u: unit } = most.exec(text)?.groups ?? {};
  if (limit !== undefined) facts.set(`bound/${key}`, `..${readQuantity(limit, unit)}`);
  if (!defaults.test(text)) return;
  const value = readDefault(text);
  if (value !== undefined) facts.set(`default/${key}`, value);
  // A word that is set as code behind "default" is both a word and the default.
  const at = text.search(defaults);
  const word = codes.find((code) => text.indexOf(code, at) > at);
  if (word !== undefined && value === undefined) facts.set(`default/${key}`, word.slice(0, longestWord));
}

function readDefault(text: string): string | undefined {
  const { n, u } = preset.exec(text)?.groups ?? {};
  if (n !== undefined) return readQuantity(n, u);
  const rest = text.slice(text.search(defaults));
  if (/first page|第一页|首页|最初のページ|первая страница|первой страниц/i.test(rest)) return '1';
  if (/current time|当前时间|現在時刻|текущее время/i.test(rest)) return 'now';
  return /\ball\b|所有|全部|すべて|все\b/i.test(rest) ? 'all' : undefined;
}

/** The most codes that a range may stand for. */
const longestRange = 100;

export function readCodes(text: string): number[] {
  // Whether `101,050` is one code or two is not told.
  if (!/^[^\d-]{0,20}-?\d{1,9}(?:[^\w.]|$)/.test(text) || /^\d{1,3}(?:,\d{3})+$/.test(text)) return [];
  return [...text.matchAll(/(-?\d{1,9})(?:\s?(?:[-~–〜～]|to|至|到|から)\s?(\d{1,9}))?/g)].flatMap(
    ([, from = '', to = from]) => {
      const length = Number(to) - Number(from) + 1;
      if (length < 1 || length > longestRange) return [Number(from), Number(to)];
      return Array.from({ length }, (_, at) => Number(from) + at);
    },
  );
}

/** A name may stand behind a mark of nesting, with a note behind it, or beside others. */
export function readNames(cell: PageText | undefined): string[] {
  const text = (cell?.text ?? '').replaceAll(/^[^\p{L}\d_$]+/gu, '');
  const [line = ''] = text.split('\n');
  const plain = line.replaceAll(/\[(?:\d+|\*)\]/g, '[]').replace(/\s*(?:(?:[(（【*:：]|\[(?!\])).*)?$/u, '');
  const names = plain.split(/\s*[,、/|]\s*/);
  return names.every((name) =>
    /^[A-Za-z_]\w{0,80}(?:(?:\.|\[\]\.?)[A-Za-z_]\w{0,80}){0,5}(?:\[\])?$/.test(name),
  )
    ? names.map((name) => name.replaceAll('[]', ''))
    : [];
}
