import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDrift, type DocumentsResult, writeDriftReports } from '@trtc-call/drift';
import { findObeyed, hostileTexts } from '@trtc-call/rendering/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeGitHub } from '../github/testing/fake-github.ts';

/** A report of a check of pages, as the command writes it. */
async function writeReport(folder: string, unreadable: string[]): Promise<void> {
  const input: DocumentsResult['input'] = {
    name: 'documents',
    read: 1,
    judged: 1,
    unjudged: [],
    sensors: ['documents'],
    damage: undefined,
  };
  const report = await checkDrift({ documents: async () => ({ findings: [], input, unreadable }) });
  await writeDriftReports(report, folder);
}

async function checkout() {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-keep-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'reports/drift');
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
  };
  git('init', '--quiet', '-b', 'main');
  git('commit', '--quiet', '--allow-empty', '-m', 'a start');
  git('init', '--quiet', '--bare', 'remote.git');
  git('remote', 'add', 'origin', join(root, 'remote.git'));
  const fake = await startFakeGitHub();
  const run = (main: string, ...args: string[]) =>
    new Promise<{ exitCode: unknown; output: string }>((resolve) => {
      const env = {
        PATH: process.env.PATH,
        ...fake.environment,
        GITHUB_RUN_ID: '7',
        GITHUB_SERVER_URL: 'https://example.com',
      };
      execFile(
        process.execPath,
        [join(import.meta.dirname, main), ...args],
        { cwd: root, env },
        (error, stdout, stderr) => resolve({ exitCode: error?.code ?? 0, output: stdout + stderr }),
      );
    });
  return { ...fake, folder, root, run };
}

test('a check without drift leaves everything alone and exits 0', async () => {
  const { folder, run, writes } = await checkout();
  await writeReport(folder, []);
  const { exitCode, output } = await run('keep-main.ts', folder);
  expect(output).toBe('No drift: 1 entry agrees with the contract\nIssue: left\nPull request: left\n');
  expect(exitCode).toBe(0);
  expect(writes()).toEqual([]);
});

test('a check that could not be made is told in the issue and fails the job', async () => {
  const { folder, run, store } = await checkout();
  await writeReport(folder, ['page 1 does not answer']);
  const { exitCode, output } = await run('keep-main.ts', folder);
  expect(output).toContain('Issue #1: opened');
  expect(exitCode).toBe(1);
  expect(store.items[0]?.body).toContain('page 1 does not answer');
  expect(store.items[0]?.body).toContain('(https://example.com/an-owner/a-name/actions/runs/7)');
});

test('nothing that the vendor said is obeyed by the log of the job', async () => {
  const { folder, run, fail } = await checkout();
  await writeReport(folder, hostileTexts.slice());
  const { output } = await run('keep-main.ts', folder);
  expect(output).toContain('Could not check');
  expect(findObeyed(output)).toEqual([]);
  fail(502, 'Bad ##[error]Gateway ##vso[a]b');
  expect(findObeyed((await run('keep-main.ts', folder)).output)).toEqual([]);
});

test('a check that ended without a report is one that could not be made', async () => {
  const { folder, run, store } = await checkout();
  expect(await run('keep-main.ts', folder)).toMatchObject({ exitCode: 1 });
  expect(store.items[0]?.title).toMatch(/^Could not check: the check ended without a report/);
});

test('another report, and a GitHub that fails, exit 2 with one line', async () => {
  const { folder, run, fail } = await checkout();
  writeFileSync(join(folder, 'report.json'), '{}');
  expect(await run('keep-main.ts', folder)).toEqual({
    exitCode: 2,
    output: expect.stringMatching(/^keep: .*report\.json is no https.*: name the folder of --out\n$/),
  });
  await writeReport(folder, []);
  fail(502, 'Bad Gateway');
  expect(await run('keep-main.ts', folder)).toEqual({
    exitCode: 2,
    output: expect.stringMatching(
      /^keep: GitHub answered GET .* with 502 \(Bad Gateway\): run it again later\n$/,
    ),
  });
});

test('the state is written from the runs', async () => {
  const { root, run, store } = await checkout();
  store.runs.push({ status: 'completed', conclusion: 'success', created_at: '2026-01-02T03:00:00Z' });
  const file = join(root, 'state.json');
  expect(await run('state-main.ts', file, 'documents')).toEqual({
    exitCode: 0,
    output: 'The last check was made 2026-01-02T03:00:00.000Z.\n',
  });
});
