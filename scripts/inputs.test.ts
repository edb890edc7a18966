import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { tasks }: { tasks: Record<string, { inputs?: string[] }> } = JSON.parse(read('turbo.json'));

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

/** What the client as a whole is needed for has a task of its own. */
const isApart = (file: string) => /(?:^|\/)(?:check-drift|agreement|fixed-workspace)\.test\.ts$/.test(file);

// These suites name what they load of the client, which is a part of it: turbo leaves them alone when another part
// changes.
test.each(['drift', 'mock', 'webhooks'])(
  'the tests of %s run again when anything that they load changes',
  (name) => {
    const folder = `packages/${name}`;
    const patterns = (tasks[`@trtc-call/${name}#test`]?.inputs ?? []).map((it) =>
      it.replace('$TURBO_ROOT$/', ''),
    );
    const loaded = findImported(
      globSync(`${folder}/{src,examples}/**/*.ts`, { cwd: root, exclude: isApart }),
    );
    // The contract, and what it and tests stand on, count as a whole.
    const wholly = [folder, 'spec', 'packages/reporting', 'packages/test-servers'];
    const narrowed = [...loaded].filter((file) => !wholly.some((part) => file.startsWith(`${part}/`)));
    expect(narrowed, 'nothing of the client is loaded: the imports were not read').toContain(
      'packages/client/src/schema/index.ts',
    );
    const missing = narrowed.filter((file) => !patterns.some((pattern) => matchesGlob(file, pattern)));
    expect(missing, 'add them to the inputs in turbo.json').toEqual([]);
  },
);
