import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isObject } from '@trtc-call/reporting/values';
import { Application, OptionDefaults, type TypeDocOptions } from 'typedoc';

/** Entries that users import, by the source file of each. */
function findEntries(root: string): Map<string, string> {
  const manifests = globSync('{spec,conformance,packages/*}/package.json', {
    cwd: root,
    exclude: ['**/node_modules'],
  });
  return new Map(
    manifests.flatMap((file) => {
      const manifest: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
      if (!isObject(manifest) || manifest.private === true || !isObject(manifest.exports)) return [];
      return Object.entries(manifest.exports).flatMap(([entry, target]): [string, string][] => {
        const source = isObject(target) ? target.default : target;
        if (typeof source !== 'string' || !source.endsWith('.ts') || /testing|mutants/.test(source))
          return [];
        return [[join(root, file, '..', source), `${manifest.name}${entry.slice(1)}`]];
      });
    }),
  );
}

/** Writes the API of the packages by TypeDoc. @throws Error when TypeDoc cannot read an entry */
export async function writeApi(root: string, folder: string): Promise<void> {
  const entries = findEntries(root);
  const options: TypeDocOptions = {
    entryPoints: [...entries.keys()],
    tsconfig: join(root, 'tsconfig.json'),
    name: 'API of trtc-call',
    // The workspace has its own check of types.
    skipErrorChecking: true,
    readme: 'none',
    disableSources: true,
    excludeInternal: true,
    hideGenerator: true,
    basePath: root,
    navigationLinks: { 'trtc-call': '../index.html' },
    // openapi-typescript writes it.
    blockTags: [...OptionDefaults.blockTags, '@description'],
    validation: false,
    logLevel: 'Error',
  };
  const app = await Application.bootstrap(options);
  const project = await app.convert();
  if (!project) throw new Error('TypeDoc could not read the packages: its output is above');
  // TypeDoc names a module by its file.
  const names = new Map(
    [...entries].map(([file, name]) => [relative(root, file).replace(/(?:\/index)?\.ts$/, ''), name]),
  );
  for (const module of project.children ?? []) {
    module.name = names.get(module.name) ?? module.name;
  }
  await app.generateDocs(project, folder);
  // Search covers what the page is about, as on every other page, and shows those first.
  for (const file of globSync('**/*.html', { cwd: folder })) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      text
        .replace('</title>', '</title><link rel="icon" href="data:,"/>')
        .replace('class="col-content"', 'class="col-content" data-pagefind-body data-pagefind-weight="0.3"'),
    );
  }
}
