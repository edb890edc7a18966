/** Text that is HTML already. Only {@link html} and the Markdown renderer make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Html | undefined | false | readonly HtmlValue[];

/** Template tag that escapes every value that is not HTML itself. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return new Html(strings.reduce((text, part, at) => text + render(values[at - 1]) + part));
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Text in which only `code` is marked, as in the contract. */
export function prose(text: unknown): Html {
  return new Html(escapeHtml(String(text ?? '')).replace(/`([^`]+)`/g, '<code>$1</code>'));
}

/** One page. Links in its body are written from the root of the site, such as `/v4/index.html`. */
export interface Page {
  /** File name from the root of the site, such as `v4/endCall.html`. */
  readonly path: string;
  readonly title: string;
  /** One sentence, for search engines and llms.txt. */
  readonly description: string;
  /** The entry of the header that is marked as current, and the heading in llms.txt. */
  readonly section: Section;
  readonly body: Html;
  readonly lang?: string;
  /** Links beside the body. */
  readonly siblings?: readonly Sibling[];
  /** Module of `assets/` that the page loads. */
  readonly script?: 'try' | 'search';
}

export interface Sibling {
  readonly path: string;
  readonly title: string;
  /** Heading above it, where it is the first of its group. */
  readonly group?: string;
}

export const sections = {
  Guides: '/guides/start.html',
  v4: '/v4/index.html',
  v1: '/v1/index.html',
  Packages: '/packages/index.html',
  API: '/api/index.html',
  Changes: '/changes.html',
} as const;

export type Section = keyof typeof sections | 'Home';

/** The whole document. Links become relative, so that the site works below any path. */
export function renderPage(page: Page): string {
  const { title, description, section, body, lang = 'en', siblings = [], script } = page;
  const { text } = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === 'trtc-call' ? title : `${title} · trtc-call`}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css">
<link rel="alternate" type="application/atom+xml" title="Changes of the vendor" href="/changes.atom">
${script && html`<script type="module" src="/assets/${script}.js"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><nav aria-label="Site">
<a class="brand" href="/index.html">trtc-call</a>
${Object.entries(sections).map(([name, path]) => html`<a href="${path}"${name === section && html` aria-current="true"`}>${name}</a>`)}
</nav>
<form role="search" action="/search.html"><input type="search" name="q" aria-label="Search" placeholder="Search"></form>
</header>
<div class="columns">
<main id="main" data-pagefind-body data-pagefind-meta="title:${title}">
${body}
</main>
${siblings.length > 0 && html`<nav class="siblings" aria-label="In this section">${siblings.map((sibling) => renderSibling(sibling, page.path))}</nav>`}
</div>
<footer><p>Unofficial: not made by the vendor, and nothing here counts as confirmed against the running service. <a href="/llms.txt">llms.txt</a></p></footer>
</body>
</html>
`;
  return toRelative(text, page.path);
}

function renderSibling({ path, title, group }: Sibling, current: string): Html {
  const isHere = path === `/${current}`;
  return html`${group && html`<p>${group}</p>`}<a href="${path}"${isHere && html` aria-current="page"`}>${title}</a>`;
}

/** Turns links from the root of the site into links from the page. */
function toRelative(text: string, path: string): string {
  const up = '../'.repeat(path.split('/').length - 1) || './';
  return text.replace(/ (href|src|action)="\/(?!\/)/g, (_, name) => ` ${name}="${up}`);
}

/** What a program shows, with a label for a screen reader since it may scroll. */
export function codeBlock(code: Html | string, label: string): Html {
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${code}</code></pre>`;
}

/** Writes a value as JSON that a script element can hold. */
export function jsonScript(id: string, value: unknown): Html {
  const text = JSON.stringify(value).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="${id}">${new Html(text)}</script>`;
}
