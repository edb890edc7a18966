import { dirname, join, normalize } from 'node:path';
import highlighter from 'highlight.js/lib/common';
import { Marked, type Tokens } from 'marked';
import { codeBlock, escapeHtml, Html } from './page.ts';

/** Knows where a file of the repository stands on the site, and which decisions there are. */
export interface Places {
  /** Path from the root of the site, such as `/guides/mock.html`. @throws Error when the file is not there */
  readonly findFile: (file: string) => string;
  readonly findDecision: (id: string) => string | undefined;
}

/** Renders the Markdown of one file of the repository. Its first heading is the title of the page. */
export function renderMarkdown(text: string, file: string, places: Places): { title: string; body: Html } {
  const slugs = new Map<string, number>();
  let title = '';
  const marked = new Marked({
    gfm: true,
    async: false,
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        if (depth === 1) title ||= text.replaceAll('`', '');
        const slug = createSlug(text);
        const count = slugs.get(slug) ?? 0;
        slugs.set(slug, count + 1);
        const id = count === 0 ? slug : `${slug}-${count}`;
        return `<h${depth} id="${escapeHtml(id)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      code({ text: code, lang = '' }: Tokens.Code) {
        return codeBlock(highlight(code, lang.split(' ')[0] ?? '')).text;
      },
      link({ href, tokens }: Tokens.Link) {
        return `<a href="${escapeHtml(resolveLink(href, file, places))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text: alt }: Tokens.Image) {
        return `<img src="${escapeHtml(resolveLink(href, file, places))}" alt="${escapeHtml(alt)}" loading="lazy">`;
      },
      codespan({ text: code }: Tokens.Codespan) {
        return linkDecision(code, places) ?? `<code>${escapeHtml(code)}</code>`;
      },
      text(token: Tokens.Text | Tokens.Escape) {
        if ('tokens' in token && token.tokens) return this.parser.parseInline(token.tokens);
        return escapeHtml(token.text).replace(
          /\bV[14]-(?:U-)?\d+\b/g,
          (id) => linkDecision(id, places) ?? id,
        );
      },
    },
  });
  const body = marked.parse(text, { async: false });
  return { title, body: new Html(wrapTables(body)) };
}

/** A table may be wider than a phone: it scrolls by itself, and by keys. */
function wrapTables(text: string): string {
  return text
    .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<th></th>', '<td></td>');
}

/** The id that GitHub gives a heading, so that links work in both places. */
function createSlug(heading: string): string {
  const words = heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

/** Colours code of a language that is known. */
export function highlight(code: string, language: string): Html | string {
  if (!highlighter.getLanguage(language)) return code;
  return new Html(highlighter.highlight(code, { language }).value);
}

function resolveLink(href: string, file: string, { findFile }: Places): string {
  if (/^(?:https?:|#)/.test(href)) return href;
  const [path = '', anchor] = href.split('#');
  const found = findFile(normalize(join(dirname(file), path)));
  return anchor === undefined ? found : `${found}#${anchor}`;
}

function linkDecision(id: string, { findDecision }: Places): string | undefined {
  const path = findDecision(id);
  return path === undefined ? undefined : `<a href="${path}">${id}</a>`;
}
