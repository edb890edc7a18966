// `npm run site`: builds the site into docs/site. With `--serve` it serves it on this machine as well. Where
// SITE_URL says where it will be published, feed and llms.txt have whole addresses.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, context, type Plugin } from 'esbuild';
import { close, createIndex } from 'pagefind';
import { createApiPages } from './src/api.ts';
import { createEntryPages } from './src/codes.ts';
import { readGenerations } from './src/generations.ts';
import { createGuidePages, createPlaces, findGuides } from './src/guides.ts';
import { createHome, notFound, renderLlms, searchPage } from './src/home.ts';
import { createBadges, createChangesPage, findChanges, readReports, renderFeed } from './src/news.ts';
import { type Page, renderPage } from './src/page.ts';
import { createReferencePages } from './src/reference.ts';

const root = join(import.meta.dirname, '..');
const { resolve } = createRequire(import.meta.url);

/** Builds the whole site. @returns its pages */
export async function buildSite(folder: string, url?: string): Promise<readonly Page[]> {
  rmSync(folder, { recursive: true, force: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const writeJson = (path: string, value: unknown) => write(path, `${JSON.stringify(value, null, 2)}\n`);
  const toLink = (path: string) => (url === undefined ? path : new URL(path, url).href);

  const generations = readGenerations(root);
  const guides = findGuides(root);
  const decisions = new Set(generations.flatMap((generation) => generation.decisions.map(({ id }) => id)));
  const places = createPlaces(root, folder, guides, decisions);
  const reports = readReports(root);
  const badges = createBadges(reports);
  const changes = findChanges(root, reports);
  const listed = [
    ...createGuidePages(root, guides, places),
    ...(await createApiPages(root)),
    createChangesPage(changes, [badges.conformance, badges.drift]),
    ...generations.flatMap((generation) => [
      ...createReferencePages(generation),
      ...createEntryPages(generation, places),
    ]),
  ];
  const pages = [createHome(listed), searchPage, ...listed];
  for (const page of pages) write(page.path, renderPage(page));
  // It is shown at any depth, so its links cannot be relative.
  write(notFound.path, renderPage(notFound, url === undefined ? '/' : new URL('./', url).pathname));
  write('llms.txt', renderLlms(pages, toLink));
  write('changes.atom', renderFeed(changes, toLink));
  writeJson('badge.json', badges.both);
  writeJson('badges/conformance.json', badges.conformance);
  writeJson('badges/drift.json', badges.drift);
  for (const { name } of generations) {
    const copy = (file: string, to: string) =>
      cpSync(resolve(`@trtc-call/spec/${name}/${file}`), join(folder, to));
    copy('openapi.json', `openapi/${name}.json`);
    copy('portable.json', `openapi/${name}.portable.json`);
    copy('webhooks.schema.json', `schemas/${name}-webhooks.json`);
  }
  await buildScripts(join(folder, 'assets'));
  await writeSearchIndex(folder);
  return pages;
}

/** What the mock imports of Node is replaced by one small module; what that lacks is not reached in a page. */
const nodeInBrowser: Plugin = {
  name: 'node-in-browser',
  setup({ onLoad, onResolve }) {
    const modules = /^node:|^(?:assert|crypto|events|fs|http|net|os|path|stream|tty|url|util|zlib)$/;
    onResolve({ filter: modules }, () => ({ path: 'node', namespace: 'node-in-browser' }));
    onLoad({ filter: /.*/, namespace: 'node-in-browser' }, () => ({
      // CommonJS, in which a name that is not there is `undefined` and no error.
      contents: 'module.exports = require("./node.ts")',
      resolveDir: join(root, 'site/page'),
    }));
  },
};

/** Bundles the scripts of the pages, and the mock, which is loaded when it is first asked. */
async function buildScripts(folder: string): Promise<void> {
  const options = {
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'linked',
    logLevel: 'error',
    outdir: folder,
    absWorkingDir: join(root, 'site'),
  } as const;
  await build({
    ...options,
    entryPoints: ['./page/try.ts', './page/site.css'],
    external: ['./mock.js'],
  });
  await build({
    ...options,
    stdin: {
      contents: "import './node.ts'; export { createMock } from '@trtc-call/mock';",
      resolveDir: join(root, 'site/page'),
    },
    entryNames: 'mock',
    mainFields: ['browser', 'module', 'main'],
    define: { global: 'globalThis' },
    plugins: [nodeInBrowser],
  });
}

async function writeSearchIndex(folder: string): Promise<void> {
  const { index, errors } = await createIndex({ forceLanguage: 'en' });
  if (!index) throw new Error(`the search index could not be made: ${errors.join('; ')}`);
  await index.addDirectory({ path: folder });
  await index.writeFiles({ outputPath: join(folder, 'pagefind') });
  await close();
}

if (import.meta.main) {
  const started = performance.now();
  const isServed = readOptions().serve;
  const folder = join(root, 'docs/site');
  const pages = await buildSite(folder, isServed ? 'http://127.0.0.1/site/' : process.env.SITE_URL);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${pages.length} pages in ${seconds} s: docs/site/index.html`);
  if (isServed) {
    const fallback = join(folder, notFound.path);
    const { port } = await (await context({})).serve({
      servedir: dirname(folder),
      host: '127.0.0.1',
      fallback,
    });
    console.log(`http://127.0.0.1:${port}/site/`);
  } else console.log('Scripts of a page need a server: npm run site -- --serve');
}

function readOptions(): { serve: boolean } {
  try {
    return parseArgs({ options: { serve: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(`npm run site: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
}
