import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((file) => !file.includes('.test'));
/** What each module names, types included. */
const imports = new Map(
  files.map((file) => {
    const { importedFiles } = ts.preProcessFile(readFileSync(join(import.meta.dirname, file), 'utf8'));
    const names = importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? join(dirname(file), fileName) : fileName,
    );
    return [file, names];
  }),
);

test('no module imports itself by way of others, not even a type', () => {
  const done = new Set<string>();
  const findCycle = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    done.add(file);
    for (const next of imports.get(file) ?? []) {
      const cycle = findCycle(next, [...path, file]);
      if (cycle) return cycle;
    }
    return undefined;
  };
  for (const file of files)
    expect(findCycle(file, []), 'move what both need into a third module').toBeUndefined();
});

test('nothing outside of v1/ knows the generation v1: it is given a Contract', () => {
  const engine = files.filter((file) => !file.startsWith('v1/') && file !== 'index.ts');
  const knowing = engine.filter((file) =>
    imports.get(file)?.some((name) => name.startsWith('v1/') || name.startsWith('@trtc-call/spec')),
  );
  // It says which words there are in all generations together.
  expect(knowing).toEqual(['contract.ts']);
});
