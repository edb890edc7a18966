import { everyPage, type GitHub, perPage } from '../github/connect.ts';
import type { CheckResult } from './check-result.ts';
import { type Mark, marked, markIn, nextMark } from './mark.ts';

/** What became of the issue. */
export interface KeptIssue {
  readonly done: 'left' | 'opened' | 'changed' | 'reopened' | 'closed' | 'noted';
  /** Undefined when there is none. */
  readonly number: number | undefined;
}

interface OurIssue {
  readonly number: number;
  readonly isOpen: boolean;
  readonly mark: Mark;
}

/** The account of a workflow's token: what others write is never taken for ours. */
const author = 'github-actions[bot]';
const maxTitle = 200;

/**
 * Keeps one issue as the check says: opened with the first drift, changed with it, closed when it is gone, reopened when
 * it comes back. Nothing is written when nothing changed, so that somebody's closing it holds until the drift is another.
 * A check that could not be made is said there and closes nothing.
 *
 * @param source - where the log of the run is, for the reader
 * @throws GitHubError when GitHub does not do it
 */
export async function keepIssue(github: GitHub, check: CheckResult, source: string): Promise<KeptIssue> {
  const ours = await ourIssues(github);
  const kept = ours.find(({ isOpen }) => isOpen) ?? ours[0];
  await closeDuplicates(github, ours, kept);

  const mark = nextMark(check, kept?.mark);
  const isNeeded = check.outcome === 'could-not-check' || mark.open.length > 0;
  const content = {
    title: check.conclusion.slice(0, maxTitle),
    body: marked(mark, bodyOf(check, mark, source)),
  };
  if (!kept) return isNeeded ? open(github, content) : { done: 'left', number: undefined };
  const { number, isOpen } = kept;
  if (kept.mark.hash === mark.hash) return { done: 'left', number };
  if (!isNeeded && !isOpen) {
    await edit(github, number, content);
    return { done: 'noted', number };
  }
  if (!isNeeded) {
    await edit(github, number, { ...content, state: 'closed', state_reason: 'completed' });
    await say(github, number, 'The drift is gone: the vendor and the contract agree again.');
    return { done: 'closed', number };
  }
  await edit(github, number, isOpen ? content : { ...content, state: 'open', state_reason: 'reopened' });
  const news = mark.open.filter((id) => !kept.mark.open.includes(id));
  if (!isOpen) await say(github, number, 'There is drift that was not here when this was closed.');
  else if (news.length > 0) await say(github, number, `New: ${news.slice(0, 50).join(', ')}.`);
  return { done: isOpen ? 'changed' : 'reopened', number };
}

function bodyOf({ ids, markdown }: CheckResult, { open: all }: Mark, source: string): string {
  const unseen = all.filter((id) => !ids.includes(id));
  const known =
    unseen.length === 0
      ? ''
      : `Found before, and not looked at or not seen by this incomplete check: ${unseen.slice(0, 50).join(', ')}. ` +
        'The history of this text says what they are.\n\n';
  return `${known}${markdown}\nFrom ${source}; this text is kept up to date, and the issue closed when the drift is gone.\n`;
}

async function ourIssues({ request, repository }: GitHub): Promise<OurIssue[]> {
  const issues = await everyPage(async (page) => {
    const answer = await request('GET /repos/{owner}/{repo}/issues', {
      ...repository,
      creator: author,
      state: 'all',
      sort: 'created',
      direction: 'asc',
      per_page: perPage,
      page,
    });
    return answer.data;
  });
  return issues
    .flatMap(({ number, state, body, pull_request }): OurIssue[] => {
      const mark = pull_request === undefined ? markIn(body) : undefined;
      return mark === undefined ? [] : [{ number, isOpen: state === 'open', mark }];
    })
    .toSorted((a, b) => a.number - b.number);
}

/** Two runs at the same time may have opened one each. What is closed so forgets that it was ours. */
async function closeDuplicates(
  github: GitHub,
  ours: readonly OurIssue[],
  kept: OurIssue | undefined,
): Promise<void> {
  for (const { number, isOpen } of ours) {
    if (!isOpen || number === kept?.number) continue;
    const body = `The same as #${kept?.number}.`;
    await edit(github, number, { body, state: 'closed', state_reason: 'not_planned' });
  }
}

async function open(
  { request, repository }: GitHub,
  content: { title: string; body: string },
): Promise<KeptIssue> {
  const { data } = await request('POST /repos/{owner}/{repo}/issues', {
    ...repository,
    ...content,
    labels: ['drift'],
  });
  return { done: 'opened', number: data.number };
}

interface IssueEdit {
  title?: string;
  body: string;
  state?: 'open' | 'closed';
  state_reason?: 'completed' | 'not_planned' | 'reopened';
}

async function edit({ request, repository }: GitHub, number: number, change: IssueEdit): Promise<void> {
  await request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    ...repository,
    issue_number: number,
    ...change,
  });
}

/** Said in a comment, since a changed text tells nobody. */
async function say({ request, repository }: GitHub, number: number, body: string): Promise<void> {
  await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...repository,
    issue_number: number,
    body,
  });
}
