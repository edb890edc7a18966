import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test.each([
  ['.', () => import('./index.ts'), ['CallBookError', 'createCallBook', 'reconcile']],
  ['./sqlite', () => import('./stores/sqlite.ts'), ['sqliteBook']],
  ['./postgres', () => import('./stores/postgres.ts'), ['postgresBook']],
])('the entry %s exports these names and no others', async (_, load, names) => {
  expect(Object.keys(await load()).sort(), 'export a public name on purpose').toEqual(names);
});

test('only the list of generations imports a generation', () => {
  const exclude = ['v*/**', 'testing/**', '**/*.test.ts'];
  const files = globSync('**/*.ts', { cwd: import.meta.dirname, exclude });
  const importing = files.filter((file) =>
    /from '(?:@trtc-call\/spec|\.{1,2}\/v\d)/.test(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')),
  );
  expect(importing).toEqual(['generations.ts']);
});
