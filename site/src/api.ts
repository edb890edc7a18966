import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Application, OptionDefaults, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { listEntries } from '../../scripts/house/surface.ts';
import { renderMarkdown } from './markdown.ts';
import { Html, listHeadings, type Page } from './page.ts';

/** A page for each entry of the packages, by TypeDoc. @throws Error when TypeDoc cannot read an entry */
export async function createApiPages(root: string): Promise<Page[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-api-'));
  try {
    const modules = listEntries(root).filter(({ file }) => /^(?!.*(?:testing|mutants)).*\.ts$/.test(file));
    const entries = new Map(modules.map(({ name, file }) => [file, name]));
    await writeMarkdown(root, entries, folder);
    const names = [...new Set(entries.values())].toSorted();
    // Links between the files of TypeDoc are links between the pages made of them.
    const findFile = (file: string) => `/${toPath(file.replace(/\.md$/, ''))}`;
    const places = { findFile, findDecision: () => undefined };
    const siblings = [{ links: names.map((name) => [findFile(name), name] as const) }];
    const pages = ['README', ...names].map((name): Page => {
      const { body } = renderMarkdown(readFileSync(join(folder, `${name}.md`), 'utf8'), `${name}.md`, places);
      const isIndex = name === 'README';
      return {
        path: toPath(name),
        title: isIndex ? 'API of the packages' : `API of ${name}`,
        description: isIndex ? 'Every export of every package.' : `Every export of ${name}.`,
        section: 'API',
        siblings,
        body: isIndex ? body : new Html(body.text.replace('</h1>', `$&${listHeadings(body).text}`)),
      };
    });
    return pages.map((page) => ({ ...page, body: mendAnchors(page, pages) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** TypeDoc numbers some headings as a second of their name where there is no first. */
function mendAnchors({ path, body }: Page, pages: readonly Page[]): Html {
  const text = body.text.replace(/href="([^"#]*)#([^"]+)-\d+"/g, (link, target: string, name: string) => {
    const page = target === '' ? path : target.slice(1);
    const anchor = link.slice(link.indexOf('#') + 1, -1);
    const isThere = pages.some((each) => each.path === page && each.body.text.includes(`id="${anchor}"`));
    return isThere ? link : `href="${target}#${name}"`;
  });
  return new Html(text);
}

function toPath(name: string): string {
  return `api/${name === 'README' ? 'index' : name.replace('@trtc-call/', '')}.html`;
}

async function writeMarkdown(root: string, entries: Map<string, string>, folder: string): Promise<void> {
  // Of the workspace only what the entries import is read.
  const tsconfig = join(folder, 'tsconfig.json');
  writeFileSync(
    tsconfig,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), files: [...entries.keys()], include: [] }),
  );
  const options: TypeDocOptions & PluginOptions = {
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: [...entries.keys()],
    tsconfig,
    basePath: root,
    name: 'API of the packages',
    // The workspace has its own check of types.
    skipErrorChecking: true,
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    // openapi-typescript writes it.
    blockTags: [...OptionDefaults.blockTags, '@description'],
    validation: false,
    logLevel: 'Error',
    outputFileStrategy: 'modules',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    hideGroupHeadings: true,
    useCodeBlocks: true,
    parametersFormat: 'table',
    typeDeclarationFormat: 'list',
  };
  const app = await Application.bootstrapWithPlugins(options);
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the packages: its output is above');
  // TypeDoc names a module by its file.
  const names = new Map(
    [...entries].map(([file, name]) => [relative(root, file).replace(/(?:\/index)?\.ts$/, ''), name]),
  );
  for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name;
  await app.outputs.writeOutput({ name: 'markdown', path: folder }, project);
}
