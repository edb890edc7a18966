import { cpSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { generations } from '@trtc-call/spec';
import { type Places, renderMarkdown } from './markdown.ts';
import type { Page, Section } from './page.ts';

/** A file of Markdown that is a page. */
export interface Guide {
  readonly file: string;
  readonly path: string;
  readonly section: Section;
}

/** Guides in the order in which one meets them; the others follow. */
const order = 'start using client clients webhooks billing migrate-v1-to-v4 mock drift command-line'.split(
  ' ',
);

/** Every page of docs/ and every README, each rendered from the one file that GitHub shows. */
export function findGuides(root: string): Guide[] {
  const pattern = '{docs/*,[A-Z]*,{spec,conformance,examples,{packages,examples}/*}/README}.md';
  const rank = ({ path }: Guide) =>
    (order.indexOf(path.slice('guides/'.length, -'.html'.length)) + 101) % 101;
  return globSync(pattern, { cwd: root })
    .map(toGuide)
    .toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

function toGuide(file: string): Guide {
  const [, folder = '', owner] = /^(\w+)\/(?:(\S+)\/)?README\.md$/.exec(file) ?? [];
  const name = owner ?? (folder || basename(file, '.md'));
  if (folder && folder !== 'examples') return { file, path: `packages/${name}.html`, section: 'Packages' };
  const plain = name.replace('README', 'start').replace(/^[A-Z]+$/, (letters) => letters.toLowerCase());
  return { file, path: `guides/${plain}.html`, section: 'Guides' };
}

/**
 * Knows the place of every file that a page links to. What is not a page itself is copied below `files/`, with `.txt` behind
 * the name of what a server would give another type, so that no link leaves the site.
 */
export function createPlaces(
  root: string,
  folder: string,
  guides: readonly Guide[],
  decisions: ReadonlySet<string>,
): Places {
  const pages = new Map(
    guides.flatMap(({ file, path }) => [
      [file, `/${path}`],
      [file.replace(/\/README\.md$/, ''), `/${path}`],
    ]),
  );
  for (const generation of generations) {
    pages.set(`spec/${generation}/decisions.md`, `/${generation}/decisions/index.html`);
  }
  const findFile = (link: string): string => {
    const file = link.replace(/\/$/, '');
    const known = pages.get(file);
    if (known) return known;
    if (!statSync(join(root, file), { throwIfNoEntry: false })?.isFile()) {
      throw new Error(`a page links to ${file}, which is not a file`);
    }
    const path = `/files/${file}${/\.(?:png|svg|json|ya?ml)$/.test(file) ? '' : '.txt'}`;
    cpSync(join(root, file), join(folder, path));
    return path;
  };
  const findDecision = (id: string) =>
    decisions.has(id) ? `/${id.slice(0, 2).toLowerCase()}/decisions/${id}.html` : undefined;
  return { findFile, findDecision };
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
  const list = (wanted: Section): [path: string, title: string][] =>
    pages.filter(({ section }) => section === wanted).map(({ path, title }) => [`/${path}`, title]);
  return pages.map((page) => ({ ...page, siblings: [{ links: list(page.section) }] }));
}

/** The first sentence below the first heading, without markup. */
function firstSentence(text: string): string {
  const paragraph = text.split(/\n{2,}/).find((part) => /^[\p{L}`](?!``)/u.test(part)) ?? '';
  const plain = paragraph
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '');
  return /^.*?[.。](?=\s|$|\p{Script=Han})/u.exec(plain)?.[0] ?? plain;
}
