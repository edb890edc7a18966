import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toRecord } from '../testing/records.ts';
import { readJobs, readText, reconcileExample } from './jobs.ts';

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
