import { everyPage, type GitHub, perPage } from '../github/connect.ts';

const mark = '<!-- trtc-call: what the contract change means -->';

/**
 * Keeps one comment on a pull request as it should be: none is made to say that nothing changed, but one that is there
 * already is told so. What says this already is left alone.
 *
 * @param isNews - whether there is anything to tell
 * @throws GitHubError when GitHub does not do it
 */
export async function keepComment(
  { request, repository }: GitHub,
  pullRequest: number,
  text: string,
  isNews: boolean,
): Promise<'made' | 'changed' | 'left'> {
  const body = `${mark}\n${text}`;
  const comments = await everyPage(async (page) => {
    const answer = await request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...repository,
      issue_number: pullRequest,
      per_page: perPage,
      page,
    });
    return answer.data;
  });
  const ours = comments.find(
    (comment) => comment.user?.login === 'github-actions[bot]' && comment.body?.startsWith(mark),
  );
  if (ours === undefined) {
    if (!isNews) return 'left';
    await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...repository,
      issue_number: pullRequest,
      body,
    });
    return 'made';
  }
  if (ours.body?.trimEnd() === body.trimEnd()) return 'left';
  await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...repository,
    comment_id: ours.id,
    body,
  });
  return 'changed';
}
