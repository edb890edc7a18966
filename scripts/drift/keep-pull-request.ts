import { everyPage, type GitHub, perPage } from '../github/connect.ts';
import type { CheckResult } from './check-result.ts';
import {
  branchName,
  dropBranch,
  hasForeignCommits,
  type ProposedChange,
  pushChange,
  remoteCommit,
  takeChange,
} from './drift-branch.ts';
import type { Git } from './git.ts';
import { goneMark, type Mark, marked, markIn } from './mark.ts';

/** What became of the pull request; `theirs` is one that somebody has committed to. */
export interface KeptPullRequest {
  readonly done: 'left' | 'opened' | 'changed' | 'closed' | 'theirs';
  readonly number: number | undefined;
}

/** What the pull request is made of. */
export interface Proposal {
  readonly git: Git;
  readonly check: CheckResult;
  /** The branch that it is to be merged into, the one that is checked out. */
  readonly base: string;
  /** Of the issue that tells of the drift. */
  readonly issue: number | undefined;
}

interface OurPullRequest {
  readonly number: number;
  readonly isOpen: boolean;
  readonly mark: Mark | undefined;
}

/**
 * Keeps one pull request with what `--fix` changed in the checkout: opened with the first change, pushed anew when the
 * changes or their surroundings are others, closed with its branch when there are none. One that somebody closed
 * stays closed until the changes are others; one that somebody commits to is theirs. After a check that could not be
 * made an open one is left as it is, since some of the changes may be missing.
 *
 * @throws GitHubError, GitFailure when GitHub or git does not do it
 */
export async function keepPullRequest(github: GitHub, proposal: Proposal): Promise<KeptPullRequest> {
  const { git, check } = proposal;
  const change = takeChange(git);
  const ours = await ourPullRequests(github);
  const open = ours.find(({ isOpen }) => isOpen);
  if (check.outcome === 'could-not-check' && (open || !change)) return { done: 'left', number: open?.number };

  const remote = remoteCommit(git);
  const isTheirs = remote !== undefined && hasForeignCommits(git, remote);
  if (isTheirs && !change) return theirs(open);
  if (!change) {
    if (remote !== undefined) dropBranch(git, remote);
    return close(github, open);
  }
  const mark: Mark = { hash: change.hash, open: [] };
  const last = open ?? ours[0];
  // The patch has its surroundings: one that can no longer be merged has another hash.
  const isSame = last?.mark?.hash === mark.hash;
  if (last && isSame && (!last.isOpen || remote !== undefined)) return { done: 'left', number: last.number };
  if (isTheirs) return theirs(open);
  pushChange(git, messageOf(change), remote);
  const content = { title, body: marked(mark, bodyOf(change, proposal)) };
  return open ? edit(github, open.number, content) : create(github, content, proposal.base);
}

const title = 'The contract follows what the vendor answers';

function messageOf({ files }: ProposedChange): string {
  return `${title}\n\nMade by trtc-call drift check --fix, which changes only what is safe: ${files.length} files.`;
}

function bodyOf({ files }: ProposedChange, { check, issue }: Proposal): string {
  const shown = files.slice(0, 30).map((file) => `- \`${file}\``);
  const more = files.length > shown.length ? [`- and ${files.length - shown.length} more`] : [];
  return [
    `What could be fixed safely${issue === undefined ? '' : ` of #${issue}`}; what it could not decide is told there.`,
    'Close and open this once to run the checks: GitHub runs none on what a workflow has opened.\n',
    ...shown,
    ...more,
    `\n${check.markdown}`,
  ].join('\n');
}

async function ourPullRequests({ request, repository }: GitHub): Promise<OurPullRequest[]> {
  const pulls = await everyPage(async (page) => {
    const answer = await request('GET /repos/{owner}/{repo}/pulls', {
      ...repository,
      state: 'all',
      head: `${repository.owner}:${branchName}`,
      per_page: perPage,
      page,
    });
    return answer.data;
  });
  return pulls
    .map(({ number, state, body }) => ({ number, isOpen: state === 'open', mark: markIn(body) }))
    .toSorted((a, b) => b.number - a.number);
}

function theirs(open: OurPullRequest | undefined): KeptPullRequest {
  return { done: 'theirs', number: open?.number };
}

async function close(
  { request, repository }: GitHub,
  open: OurPullRequest | undefined,
): Promise<KeptPullRequest> {
  if (open) {
    const body = marked(
      goneMark,
      'The drift is gone, or the contract says it by now: there is nothing to merge.',
    );
    await request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...repository,
      pull_number: open.number,
      state: 'closed',
      body,
    });
  }
  return { done: open ? 'closed' : 'left', number: open?.number };
}

interface Content {
  title: string;
  body: string;
}

async function edit(
  { request, repository }: GitHub,
  number: number,
  content: Content,
): Promise<KeptPullRequest> {
  await request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...repository,
    pull_number: number,
    ...content,
  });
  return { done: 'changed', number };
}

async function create(
  { request, repository }: GitHub,
  content: Content,
  base: string,
): Promise<KeptPullRequest> {
  const { data } = await request('POST /repos/{owner}/{repo}/pulls', {
    ...repository,
    ...content,
    head: branchName,
    base,
  });
  return { done: 'opened', number: data.number };
}
