import type { Exchange } from './run-report.ts';

/** One exchange as text, in the manner of the wire; bodies as they were received. */
export function exchangeText(item: Exchange): string {
  return [
    `${item.method} ${item.url}`,
    ...headerLines(item.requestHeaders),
    '',
    bodyText(item.requestBody),
    '',
    item.status === null ? `no answer: ${item.error ?? 'unknown'}` : `HTTP ${item.status}`,
    ...headerLines(item.responseHeaders),
    '',
    bodyText(item.responseBody),
  ].join('\n');
}

/** A body as it is shown: nothing sent and an empty body are told apart. */
export function bodyText(body: string | null): string {
  if (body === null) return '(no body)';
  return body === '' ? '(empty body)' : body;
}

function headerLines(headers: Record<string, string>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}
