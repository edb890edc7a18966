import { describe, html, type Page, sections } from './page.ts';

const title = 'trtc-call';
const description =
  'An unofficial contract of the TRTC Call (TUICallKit) REST API: reference, error codes, a mock that runs in the page, client, webhooks, and changes of the vendor.';

/** Files whose addresses stay, for programs. */
const addresses = [
  ['openapi/v4.json', 'OpenAPI 3.1 of v4, with its webhooks'],
  ['openapi/v1.json', 'OpenAPI 3.1 of v1, with its webhooks'],
  ['openapi/v4.portable.json', 'the same of v4 for generators of clients in any language'],
  ['openapi/v1.portable.json', 'the same of v1'],
  ['schemas/v4-webhooks.json', 'JSON Schema of the bodies of v4 webhooks'],
  ['schemas/v1-webhooks.json', 'JSON Schema of the bodies of v1 webhooks'],
  ['badge.json', 'the last runs of conformance suite and drift check, for shields.io'],
  ['changes.atom', 'changes of the vendor, as Atom feed'],
  ['llms.txt', 'this site for programs that read text'],
] as const;

/** The first page, which leads to each guide and to the reference. @param pages - those it leads to */
export function createHome(pages: readonly Page[]): Page {
  const isListed = ({ path, section, lang }: Page) =>
    ['Guides', 'Packages'].includes(section) ? lang === undefined : /^(?:v\d|api)\/index/.test(path);
  const list = (wanted: readonly Page[]) =>
    wanted.map(
      ({ path, title: name, description: text }) =>
        html`<article><a href="/${path}">${name}</a><br>${text}</article>`,
    );
  return {
    path: 'index.html',
    title,
    description,
    section: 'Home',
    body: html`<h1>The TRTC Call REST API, as a contract</h1>
<p>The vendor publishes prose and no specification. Here is the API as hand-written OpenAPI 3.1, with a typed client, a mock, a receiver of webhooks, a conformance suite, and a check that notices changes.</p>
<p><a role="button" href="/v4/index.html#try">Try a call in this browser</a></p>
<div class="cards">${list(pages.filter(isListed))}</div>
<h2 id="addresses">Addresses that stay</h2>
${describe(
  'list',
  addresses.map(([path, text]) => [html`<a href="/${path}">${path}</a>`, text]),
)}`,
  };
}

/** By the interface of Pagefind. What is typed stands in the address, for reload, back and links. */
export const searchPage: Page = {
  path: 'search.html',
  title: 'Search',
  description: 'Search every page and the API.',
  section: 'Home',
  head: html`<link rel="stylesheet" href="/pagefind/pagefind-ui.css"><script src="/pagefind/pagefind-ui.js"></script>`,
  body: html`<h1>Search</h1>
<noscript><p>This needs JavaScript.</p></noscript>
<div id="search"></div>
<script>{
const processTerm = (q) => {
  history.replaceState(null, '', '?' + new URLSearchParams({ q }));
  // Words that every page has would count like the one that matters.
  return q.replace(/^how (?:to|do i|can i) /i, '');
};
const search = new PagefindUI({
  element: '#search', pageSize: 8, showSubResults: true, showImages: false, processTerm,
  // Pages of the API are long, and count all the same.
  ranking: { pageLength: 0.1, termFrequency: 0.4 },
});
document.querySelector('#search input').ariaLabel = 'Words';
search.triggerSearch(new URLSearchParams(location.search).get('q') ?? '');
}</script>`,
};

/** What a server answers to an address that is not there. */
export const notFound: Page = {
  path: '404.html',
  title: 'Not found',
  description: 'This page is not there.',
  section: 'Home',
  body: html`<h1>Not found</h1>
<p>This page is not there, or has another address now. The search field above knows every page; <a href="/index.html">the first page</a> has the addresses that stay.</p>`,
};

/**
 * The site for programs that read text: https://llmstxt.org
 *
 * @param toLink - gives the address of a file of the site
 */
export function renderLlms(pages: readonly Page[], toLink: (path: string) => string): string {
  const list = (entries: readonly (readonly [path: string, name: string, text: string])[]) =>
    entries
      .map(([path, name, text]) => `- [${name}](${toLink(path)}): ${text.replace(/\s+/g, ' ')}\n`)
      .join('');
  const listPages = (wanted: readonly Page[]) =>
    list(wanted.map((page) => [page.path, page.title, page.description]));
  const isDetail = ({ path }: Page) => /\/(?:errors|decisions)\/(?!index)/.test(path);
  const parts = Object.keys(sections).map(
    (name) => `## ${name}\n\n${listPages(pages.filter((page) => page.section === name && !isDetail(page)))}`,
  );
  const files = `## Files\n\n${list(addresses.map(([path, text]) => [path, path, text]))}`;
  const optional = `## Optional\n\n${listPages(pages.filter(isDetail))}`;
  return `# ${title}\n\n> ${description}\n\n${[...parts, files, optional].join('\n')}`;
}
