import type { PageText } from './page-blocks.ts';
import { type Notes, noteNotFact } from './page-facts.ts';
import { quantity, readQuantity, type Section } from './page-words.ts';

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

export function noteLimits(side: Side, name: string, { text, codes }: PageText, { facts }: Notes): void {
  const key = `${side}/${name}`;
  const { from, to } =
    range.map((one) => one.exec(text)?.groups).find((groups) => groups !== undefined) ?? {};
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
