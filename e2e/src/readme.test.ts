import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { codeBlocks } from './code-blocks.ts';
import { publishedFolders, root } from './published.ts';
import { runAnyway } from './run.ts';

const project = inject('project');
const folder = join(project, 'examples');
const examples = ['.', ...publishedFolders].flatMap((where) => {
  const blocks = codeBlocks(readFileSync(join(root, where, 'README.md'), 'utf8'));
  return blocks
    .filter(({ language }) => language === 'ts')
    .map(({ code, note, line }) => ({
      where,
      note,
      line,
      code,
      file: `${where.replace(/\W/g, '-')}-${line}.ts`,
    }));
});

describe('the examples of the READMEs', () => {
  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    for (const { file, code } of examples) writeFileSync(join(folder, file), code);
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2024', 'DOM', 'DOM.AsyncIterable'],
      module: 'nodenext',
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'e2e/node_modules/@types')],
      skipLibCheck: true,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  });

  test('every package shows at least one', () => {
    const shown = new Set(examples.map(({ where }) => where));
    expect([...shown]).toEqual(
      expect.arrayContaining(['.', ...publishedFolders.filter((where) => where !== 'packages/cli')]),
    );
  });

  test('they compile against the installed packages', async () => {
    const ended = await runAnyway(join(root, 'e2e/node_modules/.bin/tsc'), ['-p', folder], { cwd: project });
    expect(ended.stdout).toBe('');
  });

  // What is marked "compile" needs a server that is not there, such as Redis.
  test.each(examples.filter(({ note }) => note !== 'compile'))(
    '$where/README.md line $line runs',
    async ({ file }) => {
      const ended = await runAnyway(process.execPath, [join('examples', file)], { cwd: project });
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    },
  );
});

test('the layout in the root README is the layout of the tree', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const tree = codeBlocks(readme).find(({ code }) => code.startsWith('spec/'));
  const paths = (tree?.code ?? '').split('\n').flatMap((line) => /^(\S+\/)/.exec(line)?.[1] ?? []);
  expect(paths.length).toBeGreaterThan(4);
  expect(
    paths.filter((path) => !existsSync(join(root, path))),
    'correct the tree in README.md',
  ).toEqual([]);
});
