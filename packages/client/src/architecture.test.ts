import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const files = globSync('**/*.ts', { cwd: import.meta.dirname }).filter(
  (file) => !file.includes('.test') && !file.startsWith('testing/'),
);
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

const folders = ['v1/', 'v4/'];
// Where a program says which generation it means, or has records of both.
const choosing = ['index.ts', 'create-client.ts', 'to-call.ts'];

test.each(folders)('nothing outside of %s knows that generation: it is given a Contract', (folder) => {
  const others = files.filter((file) => !file.startsWith(folder) && !choosing.includes(file));
  const spec = `@trtc-call/spec/${folder.slice(0, -1)}`;
  const knowing = others.filter((file) =>
    imports.get(file)?.some((name) => name.startsWith(folder) || name.startsWith(spec)),
  );
  expect(knowing).toEqual([]);
});

test('the engine asks no contract which generation it is', () => {
  const engine = files.filter(
    (file) => !folders.some((folder) => file.startsWith(folder)) && !choosing.includes(file),
  );
  const asking = engine.filter((file) =>
    /[!=]==?\s*'v[14]'/.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  );
  expect(asking).toEqual([]);
});
