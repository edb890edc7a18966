import type { PageFormat } from '../page-blocks.ts';
import type { Gotten } from './get.ts';

/** The text of a page in the encoding that it says it has, UTF-8 where it says nothing or something unknown. */
export function textOfPage({ header, body }: Pick<Gotten, 'header' | 'body'>): string {
  const stated = /charset\s*=\s*["']?([\w-]+)/i.exec(header('content-type') ?? '')?.[1];
  const written = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(body.toString('latin1', 0, 2048))?.[1];
  for (const encoding of [stated, written]) {
    if (encoding === undefined) continue;
    try {
      return new TextDecoder(encoding).decode(body);
    } catch {
      // A name that nobody knows says nothing.
    }
  }
  return new TextDecoder().decode(body);
}

/** How the page is written. */
export function formatOfPage(url: URL, { header }: Pick<Gotten, 'header'>): PageFormat {
  const isMarkdown =
    /^text\/(x-)?markdown\b/i.test(header('content-type') ?? '') || /\.(md|markdown)$/.test(url.pathname);
  return isMarkdown ? 'markdown' : 'html';
}
