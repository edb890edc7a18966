import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDrift, type DocumentsResult, writeDriftReports } from '@trtc-call/drift';
import { findObeyed, hostileTexts } from '@trtc-call/reporting/testing';
import { describe, expect, test } from 'vitest';
import { createDriftCheckout } from '../testing/drift-checkout.ts';
import { type CheckResult, decideIssue, decidePullRequest, type KnownItem } from './follow-up.ts';

const drift = (...ids: string[]): CheckResult => ({
  outcome: 'checked',
  ids,
  conclusion: `Drift: ${ids.length} breaking`,
  markdown: `# Drift\n${ids.map((id) => `- ${id}`).join('\n')}\n`,
});
const none: CheckResult = { ...drift(), conclusion: 'No drift' };
const unable = (...ids: string[]): CheckResult => ({
  ...drift(...ids),
  outcome: 'could-not-check',
  conclusion: 'Could not check: no answer',
});

/** An issue that each check is followed up on, as the steps of the workflow do it. */
function followIssue(...checks: CheckResult[]) {
  let issue: (KnownItem & { title: string }) | undefined;
  const follow = (check: CheckResult) => {
    const update = decideIssue(check, issue ? [issue] : [], 'the run 7');
    if (!update) return 'left';
    const was = issue?.state;
    const { number = 1, title, body, state = was ?? 'open', comment } = update;
    issue = { number, state, body, title };
    return [was === state ? 'changed' : `${state}`, comment].filter(Boolean).join(': ');
  };
  for (const check of checks) follow(check);
  return {
    follow,
    close: () => issue && Object.assign(issue, { state: 'closed' }),
    shown: () => issue,
  };
}

const returned = 'open: There is drift that was not here when this was closed.';
const gone = 'closed: The drift is gone: the vendor and the contract agree again.';

describe('the issue', () => {
  test('is not opened without drift', () => {
    expect(followIssue().follow(none)).toBe('left');
  });

  test('is opened by the first drift, and the same drift in other words changes nothing', () => {
    const { follow, shown } = followIssue();
    expect(follow(drift('D-1', 'D-2'))).toBe('open');
    expect(shown()?.title).toBe('Drift: 2 breaking');
    expect(shown()?.body).toContain('- D-1\n- D-2');
    expect(shown()?.body).toContain('the run 7');
    expect(follow({ ...drift('D-2', 'D-1'), markdown: 'the same in other words' })).toBe('left');
  });

  test('is changed by other drift, with a comment for what is new alone', () => {
    const { follow } = followIssue(drift('D-1'));
    expect(follow(drift('D-1', 'D-2'))).toBe('changed: New: D-2.');
    expect(follow(drift('D-2'))).toBe('changed');
  });

  test('is closed when the drift is gone, and opened again when it returns', () => {
    const { follow } = followIssue(drift('D-1'));
    expect(follow(none)).toBe(gone);
    expect(follow(none)).toBe('left');
    expect(follow(drift('D-1'))).toBe(returned);
  });

  test('reports once a check that could not be made', () => {
    const { follow, shown } = followIssue();
    expect(follow(unable())).toBe('open');
    expect(shown()?.title).toBe('Could not check: no answer');
    expect(follow(unable())).toBe('left');
    expect(follow(none)).toBe(gone);
    expect(follow(unable())).toBe(returned);
  });

  test('forgets nothing when a check could not be made', () => {
    const { follow, shown } = followIssue(drift('D-1'));
    expect(follow(unable('D-2'))).toBe('changed: New: D-2.');
    expect(shown()?.body).toMatch(/not seen by this incomplete check: D-1\./);
    expect(follow(drift('D-1', 'D-2')), 'D-1 was never gone').toBe('changed');
  });

  test('stays closed when closed by hand, until the drift is another', () => {
    const { follow, close } = followIssue(drift('D-1'));
    close();
    expect(follow(drift('D-1'))).toBe('left');
    expect(follow(drift('D-1', 'D-2'))).toBe(returned);
  });

  test('that was closed by hand notes that the drift is gone, so that its return is news', () => {
    const { follow, close } = followIssue(drift('D-1'));
    close();
    expect(follow(none)).toBe('changed');
    expect(follow(drift('D-1'))).toBe(returned);
  });

  test('is the one with our mark, not another or a damaged one', () => {
    const others = ['Look', '<!-- trtc-call-drift:{"hash" -->\nx', null].map((body, at) => ({
      number: at + 1,
      state: 'open',
      body,
    }));
    expect(decideIssue(drift('D-1'), others, 'a run')?.number).toBeUndefined();
    const ours = {
      ...others[0],
      number: 9,
      state: 'open',
      body: followIssue(drift('D-1')).shown()?.body ?? '',
    };
    expect(decideIssue(drift('D-2'), [...others, ours], 'a run')?.number).toBe(9);
  });

  test('stays within what GitHub takes', () => {
    const ids = (letter: string) => Array.from({ length: 1000 }, (_, at) => `D-${letter}${at + 1e9}`);
    const { follow, shown } = followIssue({ ...drift(...ids('a')), markdown: 'x'.repeat(61_000) });
    follow({ ...unable(...ids('b')), markdown: 'x'.repeat(61_000), conclusion: 'y'.repeat(3000) });
    expect(shown()?.body?.length).toBeLessThanOrEqual(65_536);
    expect(shown()?.title.length).toBeLessThanOrEqual(256);
  });
});

const bot = 'github-actions[bot]';

describe('the pull request', () => {
  const change = (...words: string[]) => ({ words, files: ['spec/a.yaml'] });
  const known = (
    state: string | undefined,
    body: string | null = null,
    authors: string[] | null = [bot],
  ) => ({
    pulls: state === undefined ? [] : [{ number: 1, state, body }],
    authors,
  });
  const first = decidePullRequest(drift('D-1'), change('one'), known(undefined, null, null)) ?? '';

  test('is opened with the first change, whose files it names', () => {
    expect(first).toContain('- `spec/a.yaml`');
    expect(first).toContain('- D-1');
  });

  test('is left alone when it says the same, open or closed by hand', () => {
    expect(decidePullRequest(drift('D-1'), change('one'), known('open', first))).toBeUndefined();
    expect(decidePullRequest(drift('D-1'), change('one'), known('closed', first, null))).toBeUndefined();
  });

  test('is written when the changes are others, or the branch was lost', () => {
    expect(decidePullRequest(drift('D-1'), change('two'), known('open', first))).toBeDefined();
    expect(decidePullRequest(drift('D-1'), change('two'), known('closed', first, null))).toBeDefined();
    expect(decidePullRequest(drift('D-1'), change('one'), known('open', first, null))).toBeDefined();
  });

  test('is written without changes, which closes it, and what was closed so may come again', () => {
    const text = decidePullRequest(none, undefined, known('open', first));
    expect(text).toContain('nothing to merge');
    expect(decidePullRequest(drift('D-1'), change('one'), known('closed', text, null))).toBeDefined();
  });

  test('is theirs once a person has committed to it', () => {
    for (const proposed of [change('two'), undefined]) {
      expect(decidePullRequest(drift('D-1'), proposed, known('open', first, [bot, 'alice']))).toBeUndefined();
    }
  });

  test('is left open after a check that could not be made', () => {
    expect(decidePullRequest(unable(), change('two'), known('open', first))).toBeUndefined();
    expect(decidePullRequest(unable(), undefined, known(undefined, null, null))).toBeUndefined();
    expect(decidePullRequest(unable(), change('one'), known(undefined, null, null))).toBeDefined();
  });
});

describe('the script', () => {
  async function followUp(unreadable: string[] | undefined, issues: KnownItem[] = []) {
    const { root } = createDriftCheckout();
    const reports = join(root, 'reports');
    mkdirSync(join(reports, 'drift'), { recursive: true });
    if (unreadable) {
      const input: DocumentsResult['inputs'][number] = {
        name: 'documents',
        read: 1,
        judged: 1,
        unjudged: [],
        sensors: ['documents'],
        damage: undefined,
      };
      const report = await checkDrift({
        documents: async () => ({ findings: [], inputs: [input], pages: [], unreadable }),
      });
      await writeDriftReports(report, join(reports, 'drift'));
    }
    const known = join(reports, 'known.json');
    writeFileSync(known, JSON.stringify({ runs: [], issues, pulls: [], authors: null }));
    const outputs = join(reports, 'outputs');
    const script = join(import.meta.dirname, 'follow-up.ts');
    const printed = execFileSync(process.execPath, [script, known, join(reports, 'drift'), reports], {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        GITHUB_OUTPUT: outputs,
        GITHUB_SERVER_URL: 'https://example.com',
        GITHUB_REPOSITORY: 'an-owner/a-name',
        GITHUB_RUN_ID: '7',
      },
    });
    return { printed, outputs: readFileSync(outputs, 'utf8').split('\n'), reports };
  }

  test('leaves everything alone when there is no drift', async () => {
    const { outputs, printed } = await followUp([]);
    expect(printed).toContain('No drift');
    expect(outputs).toEqual(expect.arrayContaining(['outcome=checked', 'issue=leave']));
  });

  test('takes a check without a report for one that could not be made', async () => {
    const { outputs, reports } = await followUp(undefined);
    expect(outputs).toEqual(expect.arrayContaining(['outcome=could-not-check', 'issue=write']));
    const body = readFileSync(join(reports, 'issue.md'), 'utf8');
    expect(body).toContain('(https://example.com/an-owner/a-name/actions/runs/7)');
  });

  test('obeys nothing that the vendor said, and each output is one line', async () => {
    const { printed, outputs } = await followUp([...hostileTexts, 'a\nissue=leave']);
    expect(findObeyed(printed)).toEqual([]);
    expect(outputs.filter((line) => line.startsWith('issue='))).toEqual(['issue=write']);
    expect(outputs).toHaveLength(9);
  });
});
