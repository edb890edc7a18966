import type { Exchange } from './report.ts';

/** One exchange as text, in the manner of the wire; bodies as they were received. */
export function exchangeText(exchange: Exchange): string {
  return [
    `${exchange.method} ${exchange.url}`,
    ...headerLines(exchange.requestHeaders),
    '',
    bodyText(exchange.requestBody),
    '',
    answerText(exchange),
    ...headerLines(exchange.responseHeaders),
    '',
    bodyText(exchange.responseBody),
  ].join('\n');
}

/** The first line of an answer, or why there is none. */
export function answerText({ status, error, durationMilliseconds }: Exchange): string {
  const after = `after ${Math.round(durationMilliseconds)} ms`;
  return status === null ? `no answer ${after}: ${error ?? 'unknown'}` : `HTTP ${status} ${after}`;
}

/** A body as it is shown: nothing sent and an empty body are told apart. */
export function bodyText(body: string | null): string {
  if (body === null) return '(no body)';
  return body === '' ? '(empty body)' : body;
}

export function headerLines(headers: Exchange['requestHeaders']): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

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
