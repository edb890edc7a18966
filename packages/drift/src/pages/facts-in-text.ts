import type { PageText } from './page-blocks.ts';
import { type Notes, noteNotFact } from './page-facts.ts';
import { quantity, readDate, readQuantity, readRates, readUpdated, saysEnd } from './page-words.ts';

// Bounded, and begun at the beginning of a word only: a long text must not be gone through from each of its places.
const hostPattern = /(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;
const pathPattern =
  /(?<=^|[\s"'`(:])v\d{1,3}(?:\/[A-Za-z_]\w{0,80}){2,5}|\/v\d{1,3}(?:\/[A-Za-z_]\w{0,80}){2,5}/g;
const urlPattern = /https?:\/\/([a-z0-9.-]{3,253})\/(?=v\d{1,3}\/[a-z_])/gi;
const queryPattern = /\?(\w{1,40}=[^\s?"'<>]{0,2000})/g;

/** The hosts in a text. */
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
const waits = /\d{1,5}\s?s(?:\s*[,、/]\s*\d{1,5}\s?s)+/gi;

/** What a sentence states: rates, spans of time, retries, the end of the interface and the day of the page. */
export function noteSentences({ text }: PageText, notes: Notes, isHeading = false): void {
  const { facts } = notes;
  for (const line of text.split('\n')) {
    for (const { rate, isTrial } of readRates(line)) noteRate(rate, isTrial, facts);
    for (const { name, pattern } of limits) {
      const { n = '', u } = pattern.exec(line)?.groups ?? {};
      const value = readQuantity(n, u);
      if (isOfLimit(name, value) && !facts.has(`limit/${name}`)) facts.set(`limit/${name}`, value);
    }
    if (/retr|重试|リトライ|再試行|повтор/i.test(line)) {
      for (const [list] of line.matchAll(waits)) facts.set('retry', list.match(/\d+/g)?.join(' ') ?? '');
    }
    for (const sentence of line.split(/(?<=[.!。！])\s*(?=\D)/)) {
      if (saysEnd(sentence, isHeading)) facts.set('end', readDate(line) ?? facts.get('end') ?? '');
    }
    const updated = readUpdated(line);
    if (updated !== undefined && !facts.has('updated')) facts.set('updated', updated);
  }
}

/** Records go back for days; what is waited for takes seconds. */
function isOfLimit(name: string, value: string): boolean {
  return name === 'dataWindow' ? /(?:days|hours)$/.test(value) : / (?:milli)?seconds$/.test(value);
}

function noteRate(rate: string, isTrial: boolean, facts: Map<string, string>): void {
  const key = isTrial ? 'rate/trial' : 'rate';
  const known = facts.get(key);
  if (known === undefined) facts.set(key, rate);
  else if (known !== rate) facts.set('rate/other', rate);
}

/** A paragraph: its sentences and addresses, and what its code spans are. */
export function noteText(block: PageText, notes: Notes): void {
  const { facts } = notes;
  noteSentences(block, notes);
  noteAddresses(block.text, notes);
  const isAboutAccount = block.codes.includes('identifier');
  for (const code of block.codes) {
    const isAccount = isAboutAccount && code !== 'identifier' && /^\w+$/.test(code);
    if (isAccount) facts.set(`identifier/${code}`, '');
    else if (!isRead(code, notes)) noteNotFact(notes, 'code', code, 'it stands in a sentence');
  }
}

/** Whether a code span is read by what is in it: an address, or waits. */
export function isRead(code: string, notes: Notes): boolean {
  const own = { ...notes, facts: new Map<string, string>() };
  return noteAddresses(code, own) || (code.match(waits) !== null && notes.facts.has('retry'));
}
