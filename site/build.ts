// `npm run site`: builds the site into docs/site. With `--serve` it serves it on this machine as well.
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { context } from 'esbuild';
import { close, createIndex } from 'pagefind';
import { createApiPages } from './src/api.ts';
import { buildScripts } from './src/browser.ts';
import { createDecisionPages, createErrorPages } from './src/codes.ts';
import { readGenerations } from './src/generations.ts';
import { createGuidePages, createPackagesPage, createPlaces, findGuides } from './src/guides.ts';
import { createBadges, createChangesPage, findChanges, readReports, renderFeed } from './src/news.ts';
import { html, type Page, renderPage, sections } from './src/page.ts';
import { createReferencePages } from './src/reference.ts';

const root = join(import.meta.dirname, '..');

/** Builds the whole site. @returns its pages */
export async function buildSite(folder: string): Promise<readonly Page[]> {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const writeJson = (path: string, value: unknown) => write(path, `${JSON.stringify(value, null, 2)}\n`);

  const generations = readGenerations(root);
  const guides = findGuides(root);
  const decisions = new Set(generations.flatMap((each) => each.decisions.map(({ id }) => id)));
  const places = createPlaces(root, folder, guides, decisions);
  const guidePages = createGuidePages(root, guides, places);
  const reports = readReports(root);
  const badges = createBadges(reports);
  const changes = findChanges(root, reports);
  const pages = [
    createHome(guides.map(({ path }) => `/${path}`)),
    createSearchPage(),
    ...guidePages,
    createPackagesPage(guidePages),
    ...(await createApiPages(root)),
    createChangesPage(changes, [badges.conformance, badges.drift]),
    ...generations.flatMap((generation) => [
      ...createReferencePages(generation),
      ...createErrorPages(generation),
      ...createDecisionPages(generation, places),
    ]),
  ];
  for (const page of [...pages, ...places.listings]) write(page.path, renderPage(page));
  write('llms.txt', renderLlms(pages));
  write('changes.atom', renderFeed(changes));
  writeJson('badge.json', badges.both);
  writeJson('badges/conformance.json', badges.conformance);
  writeJson('badges/drift.json', badges.drift);
  for (const { name } of generations) {
    copyExport(`${name}/openapi.json`, join(folder, `openapi/${name}.json`));
    copyExport(`${name}/portable.json`, join(folder, `openapi/${name}.portable.json`));
    copyExport(`${name}/webhooks.schema.json`, join(folder, `schemas/${name}-webhooks.json`));
  }
  await buildScripts(join(folder, 'assets'));
  await writeSearchIndex(folder);
  return pages;
}

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

function createHome(guides: readonly string[]): Page {
  const description =
    'An unofficial contract of the TRTC Call (TUICallKit) REST API: reference, error codes, a mock that runs in the page, client, webhooks, and changes of the vendor.';
  const cards = [
    ['/guides/start.html', 'Start', 'What there is, how to install it, a first call.'],
    [
      '/v4/index.html',
      'Generation v4',
      'Of apps whose clients place calls with calls(): native 2.9, Web 4.0.2 and later.',
    ],
    [
      '/v1/index.html',
      'Generation v1',
      'Of older clients, with call() and groupCall(). An app may have both.',
    ],
    ['/v4/errors/index.html', 'Error codes', 'Cause, remedy, and how to provoke each: v4.'],
    ['/v1/errors/index.html', 'Error codes of v1', 'The same for the older generation.'],
    ['/guides/webhooks.html', 'Webhooks', 'Receive each event once.'],
    ['/packages/call-book.html', 'Billing', 'One row for each call, from webhooks and records.'],
    ['/guides/migrate-v1-to-v4.html', 'From v1 to v4', 'What differs, operation by operation.'],
    ['/guides/mock.html', 'Test with the mock', 'The vendor on your machine, with faults.'],
    ['/guides/drift.html', 'Drift', 'Notice when the vendor changes.'],
  ] as const;
  const isThere = ([path]: readonly [string, ...unknown[]]) => /^\/v\d/.test(path) || guides.includes(path);
  return {
    path: 'index.html',
    title: 'trtc-call',
    description,
    section: 'Home',
    body: html`<h1>The TRTC Call REST API, as a contract</h1>
<p class="lead">The vendor publishes prose and no specification. Here is the API as hand-written OpenAPI 3.1, with a typed client, a mock, a receiver of webhooks, a conformance suite, and a check that notices changes.</p>
<p><a class="button" href="/v4/index.html#try">Try a call in this browser</a></p>
<ul class="cards">${cards.filter(isThere).map(([path, title, text]) => html`<li><a href="${path}">${title}</a><p>${text}</p></li>`)}</ul>
<h2 id="addresses">Addresses that stay</h2>
<dl class="list">${addresses.map(([path, text]) => html`<dt><a href="/${path}">${path}</a></dt><dd>${text}</dd>`)}</dl>`,
  };
}

function createSearchPage(): Page {
  return {
    path: 'search.html',
    title: 'Search',
    description: 'Search every page and the API.',
    section: 'Home',
    script: 'search',
    body: html`<h1>Search</h1>
<p><label>Words <input type="search" id="query" autocomplete="off"></label></p>
<noscript><p>This needs JavaScript.</p></noscript>
<p id="count" role="status"></p>
<ol id="results"></ol>`,
  };
}

/** The site for programs that read text: https://llmstxt.org */
function renderLlms(pages: readonly Page[]): string {
  const [home, ...others] = pages;
  const list = (wanted: readonly Page[]) =>
    wanted
      .map(({ path, title, description }) => `- [${title}](${path}): ${description.replace(/\s+/g, ' ')}\n`)
      .join('');
  const isDetail = ({ path }: Page) => /\/(?:errors|decisions)\/(?!index)/.test(path);
  const parts = Object.keys(sections).map((name) => {
    const own = others.filter((page) => page.section === name && !isDetail(page));
    return `## ${name}\n\n${list(own)}`;
  });
  const files = `## Files\n\n${addresses.map(([path, text]) => `- [${path}](${path}): ${text}\n`).join('')}`;
  const optional = `## Optional\n\n${list(others.filter(isDetail))}`;
  return `# trtc-call\n\n> ${home?.description}\n\n${[...parts, files, optional].join('\n')}`;
}

/** Copies a file that the package of the contract exports. */
function copyExport(name: string, to: string): void {
  cpSync(createRequire(import.meta.url).resolve(`@trtc-call/spec/${name}`), to);
}

async function writeSearchIndex(folder: string): Promise<void> {
  const { index, errors } = await createIndex({ forceLanguage: 'en' });
  if (!index) throw new Error(`the search index could not be made: ${errors.join('; ')}`);
  await index.addDirectory({ path: folder });
  await index.writeFiles({ outputPath: join(folder, 'pagefind') });
  await close();
  // Its own widgets are not used.
  for (const file of globSync('pagefind/pagefind-*{ui,component}*', { cwd: folder }))
    rmSync(join(folder, file));
}

if (import.meta.main) {
  const started = performance.now();
  const folder = join(root, 'docs/site');
  const pages = await buildSite(folder);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${pages.length} pages in ${seconds} s: docs/site/index.html`);
  if (process.argv.includes('--serve')) {
    const { port } = await (await context({})).serve({ servedir: join(root, 'docs'), host: '127.0.0.1' });
    console.log(`http://127.0.0.1:${port}/site/`);
  } else console.log('Scripts of a page need a server: npm run site -- --serve');
}
