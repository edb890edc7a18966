import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { publishedFolders, root } from './published.ts';
import { findWrongComments, type Print, printRecorder, readBlocks, readComments } from './read-blocks.ts';
import { runAnyway } from './run.ts';

const project = inject('project');
const folder = join(project, 'examples');
const recorder = join(folder, 'record-prints.mjs');
/** Everything that users and contributors read. */
const pages = [
  ...['.', ...publishedFolders].map((where) => join(where, 'README.md')),
  'CONTRIBUTING.md',
  ...globSync('docs/*.md', { cwd: root }).sort(),
];
const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const examples = pages.flatMap((where) => {
  const blocks = readBlocks(textOf(where));
  return blocks
    .filter(({ language }) => language === 'ts')
    .map(({ code, note, line }) => ({
      where,
      note,
      line,
      code,
      file: `${where.replace(/\W+/g, '-')}-${line}.ts`,
    }));
});

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(recorder, printRecorder);
});

/** Runs a block to its end, and gives what is wrong with its comments. */
async function runBlock(file: string, code: string): Promise<string[]> {
  const noted = join(folder, `${file}.prints`);
  writeFileSync(noted, '');
  writeFileSync(join(folder, file), code);
  const ended = await runAnyway(process.execPath, ['--import', recorder, join('examples', file)], {
    cwd: project,
    env: { PRINTS: noted },
  });
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const lines = readFileSync(noted, 'utf8').trim().split('\n');
  const prints = lines.filter(Boolean).map((line): Print => JSON.parse(line));
  return findWrongComments(code, prints);
}

describe('the examples of the READMEs and the pages of docs/', () => {
  beforeAll(() => {
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
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: examples.map(({ file }) => file) }),
    );
  });

  test('every package shows at least one', () => {
    const shown = new Set(examples.map(({ where }) => where));
    expect([...shown]).toEqual(expect.arrayContaining(pages.slice(0, 1 + publishedFolders.length)));
  });

  test('they compile against the installed packages', async () => {
    const ended = await runAnyway(join(root, 'e2e/node_modules/.bin/tsc'), ['-p', folder], { cwd: project });
    expect(ended.stdout).toBe('');
  });

  // What is marked "compile" needs a server that is not there, such as Redis.
  test.each(examples.filter(({ note }) => note !== 'compile'))(
    '$where line $line runs and prints what its comments say',
    async ({ file, code }) => {
      expect(await runBlock(file, code), 'correct the comment in the README').toEqual([]);
    },
  );

  test('a block that is only compiled claims no output', () => {
    const compiled = examples.filter(({ note }) => note === 'compile');
    const claims = compiled.flatMap(({ where, line, code }) =>
      readComments(code).map(({ text }) => `${where} line ${line}: ${text}`),
    );
    expect(claims, 'write explanations on a line above').toEqual([]);
  });
});

describe('the check of comments', () => {
  test('lets right outputs pass, also of a line that prints twice', async () => {
    const right = `// On a line of its own.
for (const name of ['alice', 'bob']) console.log(name); // alice, bob
console.log({ a: [1, 'https://example.com'] } satisfies object); // { a: [ 1, 'https://example.com' ] }
`;
    expect(await runBlock('right.ts', right)).toEqual([]);
  });

  test.each([
    ['a wrong output', 'console.log(1 + 1); // 3', 'line 1 says "3" and prints "2"'],
    ['an output with words beside it', 'console.log(2); // 2 of them', 'prints "2"'],
    ['a line that is not reached', 'if (Date.now() < 0) console.log(2); // 2', 'was never reached'],
    ['an explanation', 'const two = 2; // the sum\nconsole.log(two);', 'line 1 explains'],
  ])('finds %s', async (_what, code, fault) => {
    expect(await runBlock('wrong.ts', code)).toEqual([expect.stringContaining(fault)]);
  });
});

test.each(pages.filter((page) => page.endsWith('README.md')))('%s is short', (page) => {
  const most = page === 'README.md' ? 120 : 70;
  const lines = textOf(page).split('\n').length - 1;
  expect(lines, 'move details to a page of docs/, and link to it').toBeLessThanOrEqual(most);
});

test.each(pages)('every link of %s leads somewhere', (page) => {
  expect(findDeadLinks(page, textOf(page))).toEqual([]);
});

test('a link to a file or a heading that is not there is found', () => {
  const text =
    'See [a](docs/none.md), [b](#no-heading), [c](LICENSE), [d](CONTRIBUTING.md#recipes), [e](docs).';
  expect(findDeadLinks('README.md', text)).toEqual(['docs/none.md', '#no-heading']);
});

/** Links of a page to files, and to headings of pages, that are not there. */
function findDeadLinks(page: string, text: string): string[] {
  const prose = text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, '`');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links
    .filter((link) => !/^https?:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(path === '' ? text : textOf(file)).includes(anchor);
    });
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the layout in the root README is the layout of the tree', () => {
  const tree = readBlocks(textOf('README.md')).find(({ code }) => code.startsWith('spec/'));
  const paths = (tree?.code ?? '').split('\n').flatMap((line) => /^(\S+\/)/.exec(line)?.[1] ?? []);
  expect(paths.length).toBeGreaterThan(4);
  expect(
    paths.filter((path) => !existsSync(join(root, path))),
    'correct the tree in README.md',
  ).toEqual([]);
});
