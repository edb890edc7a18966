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

/** Where a page has a heading about its rate, what it says elsewhere is about other products. */
export function noteRates({ rates, facts }: Notes, hasHeading: boolean): void {
  for (const { rate, isTrial } of rates.filter(({ isUnderRate }) => isUnderRate || !hasHeading)) {
    const key = isTrial ? 'rate/trial' : 'rate';
    const known = facts.get(key);
    if (known === undefined) facts.set(key, rate);
    else if (known !== rate) facts.set('rate/other', rate);
  }
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
