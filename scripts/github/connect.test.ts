import { expect, test } from 'vitest';
import { connectGitHub, everyPage, GitHubError, perPage } from './connect.ts';
import { startFakeGitHub } from './testing/fake-github.ts';

const ask = ({ request, repository }: ReturnType<typeof connectGitHub>) =>
  request('GET /repos/{owner}/{repo}/issues', repository);

test.each([
  [500, 'Oops', /^GitHub answered GET .*\/issues with 500 \(Oops\): run it again later$/],
  [
    403,
    'API rate limit exceeded for installation',
    /\(API rate limit .*\): too many requests, run it again in an hour$/,
  ],
  [429, 'Slow down', /with 429 .*: too many requests, run it again in an hour$/],
  [403, 'Resource not accessible by integration', /: see that the job has the permission$/],
  [
    403,
    'GitHub Actions is not permitted to create or approve pull requests',
    /: allow it in Settings, Actions, /,
  ],
  [401, 'Bad credentials', /: the token is not valid, see GITHUB_TOKEN$/],
])('an answer %s "%s" becomes one line with the remedy, without the token', async (status, message, says) => {
  const { github, fail } = await startFakeGitHub();
  fail(status, message);
  const error = await ask(github).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GitHubError);
  expect(error).toMatchObject({ status, message: expect.stringMatching(says) });
  expect(String(error)).not.toContain('a-token');
});

test('a GitHub that is not there is said so', async () => {
  const { environment } = await startFakeGitHub();
  const github = connectGitHub({ ...environment, GITHUB_API_URL: 'http://127.0.0.1:9' });
  await expect(ask(github)).rejects.toThrow(
    /^GitHub did not answer GET .*\/issues \(.+\): run it again later$/,
  );
});

test.each([
  ['GITHUB_TOKEN', 'GITHUB_TOKEN is not set'],
  ['GITHUB_REPOSITORY', 'GITHUB_REPOSITORY is no owner/name'],
])('without %s nothing is asked', (name, says) => {
  const environment = { GITHUB_TOKEN: 'a', GITHUB_REPOSITORY: 'b/c', [name]: '' };
  expect(() => connectGitHub(environment)).toThrow(says);
});

test('a list is read to its end, and no further than is sensible', async () => {
  const pages = (total: number) => async (page: number) =>
    Array.from({ length: Math.min(perPage, total - (page - 1) * perPage) }, (_, at) => at);
  expect(await everyPage(pages(2 * perPage + 3))).toHaveLength(2 * perPage + 3);
  await expect(everyPage(pages(1e6))).rejects.toThrow(/more than 5000 entries/);
});
