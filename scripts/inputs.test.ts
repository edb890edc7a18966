import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { tasks }: { tasks: Record<string, { inputs?: string[]; dependsOn?: string[] }> } = JSON.parse(
  read('turbo.json'),
);

const packages = globSync('{spec,conformance,packages/*}/package.json', { cwd: root }).map((file) => {
  const { name, exports: entries }: { name: string; exports?: Record<string, string> } = JSON.parse(
    read(file),
  );
  return { name, folder: dirname(file), entries: entries ?? {} };
});

/** The file of the workspace that an import leads to; none where it leads out of it. */
function resolveImport(from: string, named: string): string | undefined {
  if (named.startsWith('.')) return relative(root, resolve(root, dirname(from), named));
  const owner = packages.find(({ name }) => named === name || named.startsWith(`${name}/`));
  const entry = owner?.entries[`.${named.slice(owner.name.length)}`];
  return owner && entry && join(owner.folder, entry);
}

/** What the files import, and what that imports; types, which tests do not load, are left out. */
function findImported(files: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    // Programs that tests write import files of other places.
    if (!file.endsWith('.ts') || !existsSync(join(root, file))) continue;
    const code = read(file).replaceAll(/^(?:import|export) type [^;]*;/gm, '');
    for (const [, named = ''] of code.matchAll(/\b(?:from|import\(|import)\s*'([^']+)'/g)) {
      const target = resolveImport(file, named);
      if (target) open.push(target);
    }
  }
  return found;
}

const sources = '{src,examples}/**/*.ts';

// These suites name what they load of a package that is a part of it: turbo leaves them alone when another part changes.
test.each([
  ['packages/drift', sources],
  ['packages/mock', sources],
  ['packages/webhooks', sources],
  ['scripts', 'drift/*.ts'],
])('the tests of %s run again when anything that they load changes', (folder, files) => {
  const { name, scripts }: { name: string; scripts: { test: string } } = JSON.parse(
    read(`${folder}/package.json`),
  );
  const { inputs = [], dependsOn = [] } = tasks[`${name}#test`] ?? {};
  // What the client as a whole is needed for has a task of its own.
  const exclude = [...scripts.test.matchAll(/--exclude '?([^\s']+)/g)].map(([, pattern = '']) => pattern);
  const found = globSync(files, { cwd: join(root, folder), exclude });
  const loaded = [...findImported(found.map((file) => join(folder, file)))];
  const wholly = [
    folder,
    ...packages
      .filter((other) => dependsOn.some((task) => task.startsWith(`${other.name}#`)))
      .map((other) => other.folder),
    // The contract depends on it.
    'packages/reporting',
  ];
  const narrowed = loaded.filter((file) => !wholly.some((part) => file.startsWith(`${part}/`)));
  expect(narrowed, 'nothing of the client is loaded: the imports were not read').toContain(
    'packages/client/src/schema/read-schema.ts',
  );
  const named = inputs.map((pattern) => pattern.replace('$TURBO_ROOT$/', ''));
  const { patterns = [], left = [] } = Object.groupBy(named, (pattern) =>
    pattern.startsWith('!') ? 'left' : 'patterns',
  );
  const isLeft = (file: string) => left.some((pattern) => matchesGlob(file, pattern.slice(1)));
  const missing = narrowed.filter(
    (file) => isLeft(file) || !patterns.some((pattern) => matchesGlob(file, pattern)),
  );
  expect(missing, 'add them to the inputs in turbo.json').toEqual([]);
});
