import type { GitHub } from '../github/connect.ts';
import { type CheckResult, readCheckResult } from './check-result.ts';
import type { Git } from './git.ts';
import { keepIssue } from './keep-issue.ts';
import { keepPullRequest } from './keep-pull-request.ts';

/** What became of both, in words, and whether the check could be made. */
export interface Kept {
  readonly outcome: CheckResult['outcome'];
  readonly lines: readonly string[];
}

/** Where the report is, and what it is about. */
export interface KeepOptions {
  readonly github: GitHub;
  readonly git: Git;
  /** The folder of `--out`. */
  readonly folder: string;
  readonly base: string;
  /** Where the log of the run is. */
  readonly source: string;
}

/**
 * Keeps the issue and the pull request as the report and the checkout say.
 *
 * @throws GitHubError, GitFailure, Error when they are not as they should be
 */
export async function keep({ github, git, folder, base, source }: KeepOptions): Promise<Kept> {
  const check = readCheckResult(folder);
  const issue = await keepIssue(github, check, source);
  const pull = await keepPullRequest(github, { git, check, base, issue: issue.number });
  const named = (what: string, { number, done }: { number: number | undefined; done: string }) =>
    `${what}${number === undefined ? '' : ` #${number}`}: ${done}`;
  return {
    outcome: check.outcome,
    lines: [check.conclusion, named('Issue', issue), named('Pull request', pull)],
  };
}
