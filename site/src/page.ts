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

/** A list of terms, each with what is said of it. */
export function describe(
  kind: 'facts' | 'list' | 'fields',
  entries: readonly (readonly [term: HtmlValue, text: HtmlValue] | false)[],
): Html {
  const shown = entries.filter((entry) => entry !== false);
  // The spaces keep the words apart in the search index.
  return html`<dl class="${kind}">${shown.map(([term, text]) => html`<dt>${term}</dt> <dd>${text}</dd> `)}</dl>`;
}

export function joinLinks(links: readonly Html[]): Html {
  return html`${links.map((link, at) => html`${at > 0 && ', '}${link}`)}`;
}

/** What a program shows. It can be focused, since it may scroll. */
export function codeBlock(code: Html | string): Html {
  return html`<pre tabindex="0"><code>${code}</code></pre>`;
}

/** Links to the headings of the second level. */
export function listHeadings({ text }: Html): Html {
  const headings = [...text.matchAll(/<h2 id="([^"]*)">(.*?)<\/h2>/g)];
  return html`<p>${joinLinks(headings.map(([, id, name = '']) => html`<a href="#${id}">${new Html(name)}</a>`))}</p>`;
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
  readonly siblings?: readonly Siblings[];
  /** What it loads besides. */
  readonly head?: Html;
}

/** Pages that are listed together, below a heading if it is given. */
export interface Siblings {
  readonly heading?: string;
  readonly links: readonly (readonly [path: string, title: string])[];
}

export const sections = {
  Guides: '/guides/start.html',
  v4: '/v4/index.html',
  v1: '/v1/index.html',
  Packages: '/packages/client.html',
  API: '/api/index.html',
  Changes: '/changes.html',
} as const;

export type Section = keyof typeof sections | 'Home';

/**
 * The scheme is that of the system until the button is pressed, and is kept for the next page. It stands in the page,
 * so that a dark one does not flash.
 */
const scheme = new Html(`<script>{
const { dataset } = document.documentElement;
try { if (localStorage.theme) dataset.theme = localStorage.theme; } catch {}
addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('#scheme');
  const isDark = () => dataset.theme ? dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const show = () => button.setAttribute('aria-pressed', isDark());
  button.hidden = false;
  button.onclick = () => {
    dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.theme = dataset.theme; } catch {}
    show();
  };
  show();
});
}</script>`);

/** The whole document. Its links become relative to `base`, so that the site works below any path. */
export function renderPage(page: Page, base = '../'.repeat(page.path.split('/').length - 1) || './'): string {
  const { path, title, description, section, body, lang = 'en', siblings = [], head } = page;
  const renderGroup = ({ heading, links }: Siblings) =>
    html`${heading && html`<p>${heading}</p>`}${links.map(([to, name]) => html`<a href="${to}"${to === `/${path}` && html` aria-current="page"`}>${name}</a>`)}`;
  const { text } = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === 'trtc-call' ? title : `${title} · trtc-call`}</title>
<meta name="description" content="${description}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/site.css">
<link rel="alternate" type="application/atom+xml" title="Changes of the vendor" href="/changes.atom">
${scheme}
${head}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header><nav aria-label="Site">
<a href="/index.html"><strong>trtc-call</strong></a>
${Object.entries(sections).map(([name, to]) => html`<a href="${to}"${name === section && html` aria-current="true"`}>${name}</a>`)}
</nav>
<form role="search" action="/search.html"><input type="search" name="q" aria-label="Search" placeholder="Search"></form>
<button type="button" id="scheme" hidden>Dark</button>
</header>
<div class="columns">
<main id="main" data-pagefind-body data-pagefind-meta="title:${title}">
${body}
</main>
${siblings.length > 0 && html`<aside><nav aria-label="In this section">${siblings.map(renderGroup)}</nav></aside>`}
</div>
<footer><small>Unofficial: not made by the vendor, and nothing here counts as confirmed against the running service. <a href="/llms.txt">llms.txt</a></small></footer>
</body>
</html>
`;
  return text.replace(/ (href|src|action)="\/(?!\/)/g, (_, name) => ` ${name}="${base}`);
}
