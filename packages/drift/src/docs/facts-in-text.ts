import type { FactWords } from './page-facts.ts';
import { rateIn, updatedIn } from './page-words.ts';

// Bounded, and begun at the beginning of a word only: a long text must not be gone through from each of its places.
const hostPattern = /(?<![\w-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b/gi;
const requestLine = /(?:\/[\w$.-]{1,80}){1,12}\?[\w$.%~+&=*-]+/g;

/** Hosts, paths, parameters and accounts in a text, which may be a sample, a cell or a sentence. */
export function noteAddresses(text: string, words: FactWords, facts: Map<string, string>): void {
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
export function noteSentence(text: string, facts: Map<string, string>): void {
  for (const sentence of text.split('\n')) {
    const rate = rateIn(sentence);
    if (rate !== undefined && !facts.has('rate')) facts.set('rate', String(rate));
    const updated = updatedIn(sentence);
    if (updated !== undefined && !facts.has('updated')) facts.set('updated', updated);
  }
}
