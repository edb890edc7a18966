/** Deeper than this nothing is indented further, so that a hostile body cannot grow by its nesting. */
const maxDepth = 20;

/**
 * Breaks a JSON text into lines without touching a token, so that a number too long for JavaScript, a repeated
 * member or an unusual escape is shown as it was received. Anything that is not JSON comes back as it is.
 */
export function indentJson(text: string): string {
  if (!isJsonStructure(text)) return text;
  const pieces: string[] = [];
  let depth = 0;
  let previous = '';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g)) {
    const closes = token === '}' || token === ']';
    const isEmpty = closes && (previous === '{' || previous === '[');
    if (closes) depth -= 1;
    const startsLine = previous === '{' || previous === '[' || previous === ',';
    if (closes ? !isEmpty : startsLine) pieces.push(`\n${'  '.repeat(Math.min(depth, maxDepth))}`);
    pieces.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
    previous = token;
  }
  return pieces.join('');
}

function isJsonStructure(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
