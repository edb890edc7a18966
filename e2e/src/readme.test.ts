import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { publishedFolders, root } from './published.ts';
import { runAnyway } from './run.ts';

const project = inject('project');
const folder = join(project, 'examples');
/** Everything that users and contributors read. */
const pages = [
  ...['.', ...publishedFolders].map((where) => join(where, 'README.md')),
  'CONTRIBUTING.md',
  ...globSync('docs/*.md', { cwd: root }).sort(),
];
const readText = (page: string) => readFileSync(join(root, page), 'utf8');
const scriptNames = new Set(Object.keys(JSON.parse(readText('package.json')).scripts));
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
const examples = pages.flatMap((where) => {
  const blocks = readBlocks(readText(where));
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
  writeFileSync(join(folder, 'run-blocks.mjs'), blockRunner);
});

type Block = Pick<(typeof examples)[number], 'file' | 'code'>;

/** Runs blocks to their end in one process, and gives what is wrong with their comments. */
async function runBlocks(...blocks: readonly Block[]): Promise<string[]> {
  for (const { file, code } of blocks) writeFileSync(join(folder, file), code);
  const files = blocks.map(({ file }) => file);
  const ended = await runAnyway(process.execPath, ['examples/run-blocks.mjs', ...files], { cwd: project });
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const lines = ended.stdout.trim().split('\n').filter(Boolean);
  const told = lines.map((line): (Print | { error: string }) & { file: string } => JSON.parse(line));
  return blocks.flatMap(({ file, code }) => {
    const ofBlock = told.filter((each) => each.file === file);
    const errors = ofBlock.flatMap((each) => ('error' in each ? `threw ${each.error}` : []));
    const prints = ofBlock.filter((each) => 'line' in each);
    return [...errors, ...findWrongComments(code, prints)].map((fault) => `${file}: ${fault}`);
  });
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
    // The native compiler takes a third of the time; the editor's tests use the one of JavaScript each time.
    const tsc = join(root, isFullProof ? 'e2e' : '.', 'node_modules/.bin/tsc');
    const ended = await runAnyway(tsc, ['-p', folder], { cwd: project });
    expect(ended.stdout).toBe('');
  });

  // What is marked "compile" needs a server that is not there, such as Redis.
  const run = examples.filter(({ note }) => note !== 'compile');
  test('they run and print what their comments say', async () => {
    expect(await runBlocks(...run), 'correct the block at that line of the page').toEqual([]);
  });

  test('a block that is only compiled claims no output', () => {
    const compiled = examples.filter(({ note }) => note === 'compile');
    const claims = compiled.flatMap(({ where, line, code }) =>
      readComments(code).map(({ text }) => `${where} line ${line}: ${text}`),
    );
    expect(claims, 'write explanations on a line above').toEqual([]);
  });
});

test('the check of comments finds each wrong one and a block that throws, and lets right ones pass', async () => {
  const blocks = [
    // One of a line of its own, and one of a line that prints twice.
    `// On a line of its own.
for (const name of ['alice', 'bob']) console.log(name); // alice, bob
console.log({ a: [1, 'https://example.com'] } satisfies object); // { a: [ 1, 'https://example.com' ] }
`,
    'console.log(1 + 1); // 3',
    'console.log(2); // 2 of them',
    'if (Date.now() < 0) console.log(2); // 2',
    'const two = 2; // the sum\nconsole.log(two);',
    "throw new Error('broken');",
  ];
  expect(await runBlocks(...blocks.map((code, at) => ({ file: `tried-${at}.ts`, code })))).toEqual([
    'tried-1.ts: line 1 says "3" and prints "2"',
    'tried-2.ts: line 1 says "2 of them" and prints "2"',
    'tried-3.ts: line 1 says "2" and was never reached',
    expect.stringContaining('tried-4.ts: line 1 explains'),
    expect.stringContaining('tried-5.ts: threw Error: broken'),
  ]);
});

test.each(pages.filter((page) => page.endsWith('README.md')))('%s is short', (page) => {
  const most = page === 'README.md' ? 120 : 70;
  const lines = readText(page).split('\n').length - 1;
  expect(lines, 'move details to a page of docs/, and link to it').toBeLessThanOrEqual(most);
});

const translations = globSync('README.*.md', { cwd: root });

test.each([...pages, ...translations])('every link of %s leads somewhere', (page) => {
  expect(findDeadLinks(page, readText(page))).toEqual([]);
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
      return anchor !== undefined && !listAnchors(path === '' ? text : readText(file)).includes(anchor);
    });
}

/** As GitHub makes them of headings. */
function listAnchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each([...pages, ...translations])('every script and every source that %s names is there', (page) => {
  expect(findLostNames(readText(page))).toEqual([]);
});

test('a script and a source that are not there are found', () => {
  const text = 'Run `npm run -s fuzzy` or `npm run fuzz`; read `request/retries.ts` and `request/retry.ts`.';
  expect(findLostNames(text)).toEqual(['npm run fuzzy', 'request/retries.ts']);
});

/** Scripts of the workspace, and sources by the end of their path, that a page names and that are not there. */
function findLostNames(text: string): string[] {
  const scripts = [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name);
  const sources = [...text.matchAll(/`([\w./-]+\.(?:ts|mjs|sh|yml))`/g)].map(([, path = '']) => path);
  return [
    ...scripts.filter((name) => !scriptNames.has(name)).map((name) => `npm run ${name}`),
    ...sources.filter((path) => !tracked.some((file) => `/${file}`.endsWith(`/${path}`))),
  ];
}

test('the layout in the root README is the layout of the tree', () => {
  const tree = readBlocks(readText('README.md')).find(({ code }) => code.startsWith('spec/'));
  const paths = (tree?.code ?? '').split('\n').flatMap((line) => /^(\S+\/)/.exec(line)?.[1] ?? []);
  expect(paths.length).toBeGreaterThan(4);
  expect(
    paths.filter((path) => !existsSync(join(root, path))),
    'correct the tree in README.md',
  ).toEqual([]);
});

/** A fenced block of a Markdown text. */
interface CodeBlock {
  language: string;
  /** What stands behind the language, such as `compile`. */
  note: string;
  code: string;
  /** The line of the opening fence, from 1. */
  line: number;
}

/** What a line of a block has printed, or says that it prints. */
interface Print {
  /** From 1, within the block. */
  line: number;
  text: string;
}

/** Reads the fenced blocks of a Markdown text, in order. */
function readBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: (CodeBlock & { fence: string }) | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^\s*(`{3,})\s*(\w*)\s*(\w*)/.exec(text);
    if (open && text.trim() === open.fence) {
      const { language, note, code, line } = open;
      blocks.push({ language, note, code, line });
      open = undefined;
    } else if (open) {
      open.code += `${text}\n`;
    } else if (fence) {
      open = {
        language: fence[2] ?? '',
        note: fence[3] ?? '',
        code: '',
        line: index + 1,
        fence: fence[1] ?? '```',
      };
    }
  }
  return blocks;
}

/**
 * Reads the comments at the ends of lines. Each is an output: what `console.log` prints there, by every call of it, with
 * `, ` in between. An explanation stands on a line of its own.
 */
function readComments(code: string): Print[] {
  return code.split('\n').flatMap((text, index) => {
    const [, comment] = /^\s*[^\s/].*\s\/\/\s(.*)$/.exec(text) ?? [];
    return comment === undefined ? [] : [{ line: index + 1, text: comment.trim() }];
  });
}

/** Holds the comments of a block against what it has printed; a sentence with its remedy for each that is wrong. */
function findWrongComments(code: string, prints: readonly Print[]): string[] {
  const lines = code.split('\n');
  return readComments(code).flatMap(({ line, text }) => {
    if (!lines[line - 1]?.includes('console.log(')) {
      return [
        `line ${line} explains ("${text}"): only outputs stand at the end of a line, write it on a line above`,
      ];
    }
    const printed = prints.filter((print) => print.line === line).map((print) => print.text);
    if (printed.length === 0) return [`line ${line} says "${text}" and was never reached`];
    const found = printed.join(', ').replaceAll(/\s+/g, ' ');
    return found === text ? [] : [`line ${line} says "${text}" and prints "${found}"`];
  });
}

/**
 * A program that runs the files it is given one after the other, and writes what their lines print: a JSON object a line.
 * Node strips types in place, so lines are those of the README.
 */
const blockRunner = `
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';
const { log } = console;
const files = process.argv.slice(2);
console.log = (...values) => {
  for (const frame of new Error().stack.split('\\n')) {
    const file = files.find((name) => frame.includes(name + ':'));
    if (file === undefined) continue;
    const line = Number(frame.split(file + ':')[1].split(':')[0]);
    return log(JSON.stringify({ file, line, text: format(...values) }));
  }
};
for (const file of files) {
  try {
    await import(new URL(file, import.meta.url));
  } catch (error) {
    log(JSON.stringify({ file, error: format(error) }));
  }
}
`;
