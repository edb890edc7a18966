/** What letters of base64 or hexadecimal digits may mean. Bytes are characters up to U+00FF. */
export type Decode = (run: string) => Iterable<string>;

/**
 * Makes what decodes a run in each way that gives something readable.
 *
 * @param shortest characters of the shortest text that is looked for
 * @param shortestEncoded letters that it has in base64
 */
export function createDecode(shortest: number, shortestEncoded: number): Decode {
  // Bytes that nobody would read hold no text.
  const readable = new RegExp(`[^\\x00-\\x08\\x0e-\\x1f\\x7f]{${Math.min(shortest, 16)},}`);
  return function* (run) {
    for (const meaning of meaningsOf(run, shortestEncoded)) if (readable.test(meaning)) yield meaning;
  };
}

/** Letters before the run may belong to something else: it is read from each of four, and by each alphabet. */
function* meaningsOf(run: string, least: number): Iterable<string> {
  const letters = run.replace(/[\r\n]+/g, '').replace(/=+$/, '');
  for (const [digits] of letters.matchAll(/[\da-f]+/gi)) {
    if (digits.length < least) continue;
    for (const from of [0, 1]) yield decodeHex(digits.slice(from));
  }
  // An equals sign within a run ends what was glued to it.
  for (const part of letters.split(/=+/)) {
    if (part.length < least) continue;
    const standard = part.replaceAll(/[*-]/g, '+').replaceAll('_', '/');
    const alphabets = part.includes('-')
      ? [standard, part.replaceAll('*', '+').replaceAll(/[-_]/g, '/')]
      : [standard];
    for (const alphabet of alphabets) {
      for (const from of [0, 1, 2, 3]) yield decodeBase64(alphabet.slice(from));
    }
  }
}

function decodeBase64(letters: string): string {
  // One letter alone is less than a byte.
  return atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
}

function decodeHex(digits: string): string {
  return digits.replace(/..?/g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}
