import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generations, v1, v4 } from '@trtc-call/spec';
import { expect, inject, onTestFinished, test } from 'vitest';

const site = inject('site');
const pages = inject('pages');
const url = inject('url');

test('every link of every page leads somewhere, and nothing is loaded from elsewhere', () => {
  expect(globSync('**/*.html', { cwd: site }).length).toBeGreaterThan(250);
  expect(findBrokenLinks(site, url)).toEqual([]);
});

test('a broken link, a missing heading, another host and an absolute path are found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'here.html'), '<h1 id="there">x</h1>');
  writeFileSync(
    join(folder, 'index.html'),
    `<a href="here.html#there">fine</a><a href="https://trtc.io/">fine</a>
<a href="gone.html">x</a><a href="here.html#nowhere">x</a><img src="https://example.com/a.png"><a href="/here.html">x</a>`,
  );
  writeFileSync(join(folder, 'llms.txt'), `- [fine](${url}here.html)\n- [gone](${url}gone.html)\n`);
  expect(findBrokenLinks(folder, url).toSorted()).toEqual([
    'index.html: /here.html leaves the path below which the site stands',
    'index.html: gone.html is not there',
    'index.html: here.html#nowhere has no such heading',
    'index.html: https://example.com/a.png is loaded from another host',
    'llms.txt: ./gone.html is not there',
  ]);
});

test.each([v1, v4])('each operation and each error code of a generation has a page', ({ contract }) => {
  const { generation, operations, errorCodes } = contract;
  const expected = [
    ...Object.keys(operations).map((id) => `${generation}/${id}.html`),
    ...errorCodes.map(({ code }) => `${generation}/errors/${code}.html`),
  ];
  expect(expected.filter((path) => !pages.includes(path))).toEqual([]);
});

test('no page of the contract says that something is undefined, or shows an object as such', () => {
  const files = globSync('v[14]/**/*.html', { cwd: site });
  expect(files.length).toBeGreaterThan(200);
  expect(
    files.filter((file) => />[^<]*(?:\bundefined\b|\[object )/.test(readFileSync(join(site, file), 'utf8'))),
  ).toEqual([]);
});

test('each decision has a page', () => {
  for (const generation of generations) {
    const text = readFileSync(join(import.meta.dirname, '../spec', generation, 'decisions.md'), 'utf8');
    const ids = [...text.matchAll(/^## (\S+)/gm)].map(([, id]) => `${generation}/decisions/${id}.html`);
    expect(ids.length).toBeGreaterThan(50);
    expect(ids.filter((path) => !pages.includes(path))).toEqual([]);
  }
});

test('each stable address is there, and what should be JSON is', () => {
  const files = generations.flatMap((name) => [
    `openapi/${name}.json`,
    `openapi/${name}.portable.json`,
    `schemas/${name}-webhooks.json`,
  ]);
  for (const file of [...files, 'badge.json', 'badges/conformance.json', 'badges/drift.json']) {
    expect(JSON.parse(readFileSync(join(site, file), 'utf8')), file).toMatchObject({});
  }
  expect(readFileSync(join(site, 'changes.atom'), 'utf8')).toContain(
    '<feed xmlns="http://www.w3.org/2005/Atom">',
  );
});

test('the first page with all that it loads stays under 300 kB', () => {
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const loaded = [...page.matchAll(/<(?:script|link rel="stylesheet"|img)[^>]*(?:src|href)="([^"]*)"/g)];
  const files = ['index.html', ...loaded.map(([, file]) => file ?? '')];
  expect(files).toContain('./assets/site.css');
  expect(files.reduce((sum, file) => sum + statSync(join(site, file)).size, 0)).toBeLessThan(300_000);
});

test('an option that is not known is refused before anything is built', () => {
  const build = join(import.meta.dirname, 'build.ts');
  const { status, stderr } = spawnSync(process.execPath, [build, '--typo'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, "npm run site: Unknown option '--typo'\n"]);
});

/** Links of pages, feed and llms.txt that lead nowhere, and what a page would load from elsewhere. @param url - of the site */
function findBrokenLinks(folder: string, url: string): string[] {
  const files = globSync('**/*.{html,atom,txt}', { cwd: folder, exclude: ['files/**/*.txt', 'assets'] });
  const ids = new Map<string, ReadonlySet<string>>();
  const readIds = (file: string) => {
    const known =
      ids.get(file) ??
      new Set([...readFileSync(file, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? ''));
    ids.set(file, known);
    return known;
  };
  return files.flatMap((file) => {
    // Whole addresses of the site, and in the page for what is not found whole paths, are links within it.
    const own = file === '404.html' ? `"${new URL(url).pathname}` : url;
    const text = readFileSync(join(folder, file), 'utf8')
      .replaceAll(own, own.replace(/[^"]+/, './'))
      .replace(/<(script|pre)\b[^>]*>[\s\S]*?<\/\1>/g, '');
    const pattern = file.endsWith('.txt')
      ? /\]\(()([^)]*)\)/g
      : /<(\w+)[^>]*?\s(?:href|src|action)="([^"]*)"/g;
    return [...text.matchAll(pattern)].flatMap(([, tag = '', link = '']) => {
      const fault = findFault(join(folder, file), tag, link, readIds);
      return fault ? [`${file}: ${link} ${fault}`] : [];
    });
  });
}

function findFault(
  from: string,
  tag: string,
  link: string,
  readIds: (file: string) => ReadonlySet<string>,
): string | undefined {
  if (/^(?:data|mailto):/.test(link)) return undefined;
  if (/^(?:https?:)?\/\//.test(link)) return tag === 'a' ? undefined : 'is loaded from another host';
  if (link.startsWith('/')) return 'leaves the path below which the site stands';
  const [path = '', anchor] = link.replaceAll('&amp;', '&').split('#');
  const target = path === '' ? from : join(dirname(from), decodeURIComponent(path.split('?')[0] ?? ''));
  const file = existsSync(target) && statSync(target).isDirectory() ? join(target, 'index.html') : target;
  if (!existsSync(file)) return 'is not there';
  if (!anchor || !file.endsWith('.html')) return undefined;
  return readIds(file).has(decodeURIComponent(anchor)) ? undefined : 'has no such heading';
}
