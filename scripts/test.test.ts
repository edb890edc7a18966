import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const manifests = {
  '.': ['lint', 'unused', 'types', 'changesets'],
  spec: ['spec-generated', 'spec-types', 'spec-unit'],
  'packages/client': ['client-generated', 'client-types', 'client-unit'],
  'packages/test-servers': ['test-servers-types'],
};
/** Notes its arguments and which pnpm it would start, and leaves a record of each suite that is named in the environment. */
const turbo = `#!${process.execPath}
import { mkdirSync, writeFileSync } from 'node:fs';
writeFileSync('arguments.json', JSON.stringify(process.argv.slice(2)));
writeFileSync('path.txt', process.env.PATH);
mkdirSync('spec/.results', { recursive: true });
for (const suite of process.env.SUITES.split(' '))
  writeFileSync('spec/.results/' + suite + '.json', JSON.stringify({ suite, passed: 2, failed: 0, failures: JSON.parse(process.env.FAILURES ?? '[]'), skipped: JSON.parse(process.env.SKIPPED ?? '[]') }));
writeFileSync('full.txt', String(process.env.TRTC_CALL_FULL));
process.exitCode = Number(process.env.TURBO_STATUS ?? 0);`;

/** Runs `npm test` in a checkout of these manifests, where a stub of turbo runs these suites. */
function runTest(args: readonly string[], suites: readonly string[], env: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-test-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [folder, suites] of Object.entries(manifests)) {
    mkdirSync(join(root, folder), { recursive: true });
    const scripts = suites.map((suite) => [suite, `node scripts/check.ts ${suite} -- vitest run`]);
    const manifest = { type: 'module', scripts: Object.fromEntries(scripts) };
    writeFileSync(join(root, folder, 'package.json'), JSON.stringify(manifest));
  }
  for (const folder of ['scripts', 'bin']) mkdirSync(join(root, folder));
  for (const file of ['test.ts', 'outcome.ts', 'turns.ts'])
    copyFileSync(join(import.meta.dirname, file), join(root, 'scripts', file));
  writeFileSync(join(root, 'bin/turbo'), turbo, { mode: 0o755 });
  // Of a run before.
  mkdirSync(join(root, 'packages/client/.results'));
  for (const suite of all) {
    const outcome = { suite, passed: 100, failed: 0, failures: [], skipped: [] };
    writeFileSync(join(root, 'packages/client/.results', `${suite}.json`), JSON.stringify(outcome));
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/test.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: [join(root, 'bin'), process.env.PATH].join(delimiter), SUITES: suites.join(' '), ...env },
  });
  const readArguments = (): string[] => JSON.parse(readFileSync(join(root, 'arguments.json'), 'utf8'));
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  return { root, status, stderr, lines: stdout.trim().split('\n'), readArguments, read };
}

const all = [...manifests['.'], 'spec-generated', 'spec-unit', 'client-generated', 'client-unit'];

test('all suites run, whatever one comes to, and are added up', () => {
  const { status, lines, readArguments, read } = runTest([], all);
  expect(readArguments()).toEqual(expect.arrayContaining(['--continue=always', '//#typecheck']));
  expect(read('full.txt')).toBe('undefined');
  expect(lines.at(-1)).toBe('16 passed, 0 failed');
  expect(lines.join('\n')).not.toContain('Not run');
  expect(readArguments().filter((argument) => argument.startsWith('--filter'))).toEqual([]);
  expect(status).toBe(0);
});

test('the pnpm that turbo finds first runs scripts without the real one', () => {
  const { root, read } = runTest([], all);
  expect(read('path.txt').split(delimiter)[0]).toBe(join(root, 'scripts/turbo'));
  const scripts = { fails: 'echo "$0 is a shell"; exit 1' };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts }));
  const run = (...args: string[]) =>
    spawnSync(join(import.meta.dirname, 'turbo/pnpm'), args, { cwd: root, encoding: 'utf8' });
  expect(run('run', 'fails')).toMatchObject({ status: 1, stdout: expect.stringMatching(/ is a shell\n$/) });
  expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('in the long form each package is typechecked apart too', () => {
  const types = ['spec-types', 'client-types', 'test-servers-types'];
  const { lines, readArguments, read } = runTest(['--full'], [...all, ...types]);
  expect(readArguments()).toContain('typecheck');
  expect(read('full.txt')).toBe('1');
  expect(lines.at(-1)).toBe('22 passed, 0 failed');
  expect(runTest(['--full'], all).lines.at(-1)).toBe('16 passed, 3 failed');
});

test('where turbo alone says that something failed, it has', () => {
  expect(runTest([], all, { TURBO_STATUS: '1' })).toMatchObject({
    status: 1,
    lines: expect.arrayContaining(['16 passed, 1 failed']),
  });
});

test('a skipped test is named, and fails in CI', () => {
  const skipped = { SKIPPED: '["needs a server"]' };
  const { status, lines } = runTest([], all, skipped);
  expect(lines).toContain('SKIPPED lint: needs a server');
  expect([status, lines.at(-1)]).toEqual([0, '16 passed, 0 failed, 8 skipped']);
  const inCi = runTest([], all, { ...skipped, CI: 'true' });
  expect([inCi.status, inCi.lines.at(-1)]).toEqual([1, '16 passed, 8 failed, 8 skipped']);
});

test('the tests that failed are named beneath the table, the first ten of them', () => {
  const { lines } = runTest([], all, { FAILURES: '["src/a.test.ts: adds", "src/b.test.ts"]' });
  const named = lines.filter((line) => line.startsWith('FAILED '));
  expect(named.slice(0, 3)).toEqual([
    'FAILED changesets: src/a.test.ts: adds',
    'FAILED changesets: src/b.test.ts',
    'FAILED client-generated: src/a.test.ts: adds',
  ]);
  expect(named).toHaveLength(10);
  expect(lines).toContain('and 6 more');
});

test('a suite without a record of this run has failed', () => {
  const { status, lines } = runTest([], all.slice(1));
  expect(lines).toContainEqual(expect.stringMatching(/^lint .* did not run$/));
  expect(lines.at(-1)).toBe('14 passed, 1 failed');
  expect(status).toBe(1);
});

test('of the named parts lint, types and suites run, and the others are named at the end', () => {
  const { status, lines, readArguments } = runTest(
    ['client'],
    // What they depend on runs as well.
    ['lint', 'types', 'spec-generated', 'client-generated', 'client-unit'],
  );
  expect(readArguments().filter((argument) => argument.startsWith('--filter'))).toEqual([
    '--filter=//',
    '--filter=./packages/client',
  ]);
  expect(lines.slice(-4)).toEqual([
    'Not run: changesets, spec-unit, unused. npm test runs all.',
    '',
    expect.stringMatching(/^\d+ s$/),
    '10 passed, 0 failed',
  ]);
  expect(status).toBe(0);
});

test('a chosen suite without a record has failed, and so have lint and types', () => {
  expect(runTest(['client'], ['client-generated', 'client-unit']).lines.at(-1)).toBe('4 passed, 2 failed');
  expect(
    runTest(['client', 'spec'], ['lint', 'types', 'client-generated', 'client-unit', 'spec-unit']),
  ).toMatchObject({
    lines: expect.arrayContaining([expect.stringMatching(/^spec-generated .* did not run$/)]),
    status: 1,
  });
});

test.each([
  ['another', "npm test: unknown part 'another': use one of client, spec\n"],
  // It has no suite.
  ['test-servers', "npm test: unknown part 'test-servers': use one of client, spec\n"],
  ['--ful', expect.stringContaining("npm test: Unknown option '--ful'")],
])('%s is refused', (argument, message) => {
  expect(runTest(['client', argument], [])).toMatchObject({ status: 2, stderr: message });
});
