import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Places, renderMarkdown } from './markdown.ts';
import { html, type Page, type Section, type Sibling } from './page.ts';

/** A file of Markdown that is a page. */
export interface Guide {
  readonly file: string;
  readonly path: string;
  readonly section: Section;
}

/** Guides in the order in which one meets them; the others follow. */
const order = [
  'start',
  'using',
  'client',
  'clients',
  'webhooks',
  'billing',
  'migrate-v1-to-v4',
  'mock',
  'drift',
];

/** Every page of docs/ and every README, each rendered from the one file that GitHub shows. */
export function findGuides(root: string): Guide[] {
  const find = (pattern: string) => globSync(pattern, { cwd: root, exclude: ['**/node_modules'] });
  const guides = find('docs/*.md').map((file) => ({ file, name: file.slice(5, -3) }));
  const readmes = find('README*.md').map((file) => ({
    file,
    name: file.replace('README', 'start').slice(0, -3),
  }));
  const rank = ({ name }: { name: string }) => (order.indexOf(name) + order.length + 1) % (order.length + 1);
  const packages = find('{spec,conformance,packages/*,clients}/README.md').map((file) => {
    const name = file.split('/').at(-2) ?? '';
    return { file, path: `packages/${name}.html`, section: 'Packages' } as const;
  });
  return [
    ...[...readmes, ...guides, { file: 'CONTRIBUTING.md', name: 'contributing' }]
      .toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
      .map(({ file, name }) => ({ file, path: `guides/${name}.html`, section: 'Guides' }) as const),
    ...packages.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  ];
}

/**
 * Knows the place of every file that a page links to. What is no page itself is copied below `files/`, with `.txt` behind
 * the name of what a server would give another type, so that no link leaves the site.
 */
export function createPlaces(
  root: string,
  folder: string,
  guides: readonly Guide[],
  decisions: ReadonlySet<string>,
) {
  const pages = new Map(
    guides.flatMap(({ file, path }) => [
      [file, `/${path}`],
      [file.replace(/\/README\.md$/, ''), `/${path}`],
    ]),
  );
  for (const generation of ['v1', 'v4']) {
    pages.set(`spec/${generation}/decisions.md`, `/${generation}/decisions/index.html`);
  }
  const listings: Page[] = [];
  const findFile = (link: string): string => {
    const file = link.replace(/\/$/, '');
    const known = pages.get(file);
    if (known) return known;
    const from = join(root, file);
    if (!existsSync(from)) throw new Error(`a page links to ${file}, which is not there`);
    if (statSync(from).isDirectory()) {
      const path = `files/${file}/index.html`;
      pages.set(file, `/${path}`);
      listings.push({ ...listFolder(root, file, findFile), path });
      return `/${path}`;
    }
    const path = `/files/${file}${/\.(?:png|svg|json|ya?ml)$/.test(file) ? '' : '.txt'}`;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(from, join(folder, path));
    return path;
  };
  const findDecision = (id: string) =>
    decisions.has(id) ? `/${id.slice(0, 2).toLowerCase()}/decisions/${id}.html` : undefined;
  return { findFile, findDecision, listings } satisfies Places & { listings: Page[] };
}

/** What a folder holds, apart from what is installed or kept by a tool. */
function listFolder(root: string, folder: string, findFile: Places['findFile']): Omit<Page, 'path'> {
  const files = globSync(`${folder}/**/*`, { cwd: root, exclude: ['**/node_modules', '**/.*'] })
    .filter((file) => statSync(join(root, file)).isFile())
    .toSorted();
  return {
    title: folder,
    description: `The files of ${folder}.`,
    section: 'Home',
    body: html`<h1>${folder}</h1>
<ul>${files.map((file) => html`<li><a href="${findFile(file)}">${file.slice(folder.length + 1)}</a></li>`)}</ul>`,
  };
}

/** A page for each guide. */
export function createGuidePages(root: string, guides: readonly Guide[], places: Places): Page[] {
  const pages = guides.map(({ file, path, section }): Page => {
    const text = readFileSync(join(root, file), 'utf8');
    const { title, body } = renderMarkdown(text, file, places);
    const [, lang] = /\.([a-z]{2}(?:-[A-Z]{2})?)\.md$/.exec(file) ?? [];
    const name = file === 'README.md' ? 'Start' : title;
    return { path, title: name, description: firstSentence(text), section, body, ...(lang && { lang }) };
  });
  const listed = (wanted: Section): Sibling[] =>
    pages.filter(({ section }) => section === wanted).map(({ path, title }) => ({ path: `/${path}`, title }));
  return pages.map((page) => ({ ...page, siblings: listed(page.section) }));
}

/** The list of packages, each with what its README says first. */
export function createPackagesPage(pages: readonly Page[]): Page {
  const packages = pages.filter(({ section }) => section === 'Packages');
  return {
    path: 'packages/index.html',
    title: 'Packages',
    description: 'What each package is for, with its README and its API.',
    section: 'Packages',
    body: html`<h1>Packages</h1>
<p>Each package with its README. <a href="/api/index.html">The API</a> has every export.</p>
<dl class="list">${packages.map(({ path, title, description }) => html`<dt><a href="/${path}">${title}</a></dt><dd>${description}</dd>`)}</dl>`,
    siblings: packages[0]?.siblings ?? [],
  };
}

/** The first sentence below the first heading, without markup. */
function firstSentence(text: string): string {
  const paragraph = text.split(/\n{2,}/).find((part) => /^\p{L}/u.test(part)) ?? '';
  const plain = paragraph
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
  return /^.*?[.。](?=\s|$|\p{Script=Han})/u.exec(plain)?.[0] ?? plain;
}
