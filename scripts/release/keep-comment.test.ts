import { expect, test } from 'vitest';
import { startFakeGitHub } from '../github/testing/fake-github.ts';
import { keepComment } from './keep-comment.ts';

test('one comment follows the change, and nothing is written that is there already', async () => {
  const { github, store, writes } = await startFakeGitHub();
  const pull = store.add({ title: 'A change', pull: { head: 'a', base: 'main', merged: false } });
  // A full page of what others say, one of them with our words.
  for (let at = 0; at < 120; at++) store.comment(pull, at === 3 ? 'x' : `Talk ${at}`, 'somebody');

  expect(await keepComment(github, 1, 'No change.\n', false)).toBe('left');
  expect(writes()).toEqual([]);
  expect(await keepComment(github, 1, '## One\n', true)).toBe('made');
  expect(writes()).toEqual(['POST /issues/1/comments']);
  expect(await keepComment(github, 1, '## One\n', true)).toBe('left');
  expect(writes()).toEqual([]);
  expect(await keepComment(github, 1, '## Two\n', true)).toBe('changed');
  expect(await keepComment(github, 1, 'No change.\n', false)).toBe('changed');
  expect(pull.comments).toHaveLength(121);
  expect(pull.comments.at(-1)?.body).toMatch(/\nNo change\.\n$/);
});

test('a comment of somebody else that looks like ours is left alone', async () => {
  const { github, store } = await startFakeGitHub();
  const pull = store.add({ title: 'A change', pull: { head: 'a', base: 'main', merged: false } });
  await keepComment(github, 1, '## One', true);
  const [ours] = pull.comments;
  pull.comments.length = 0;
  const theirs = store.comment(pull, ours?.body ?? '', 'somebody');
  expect(await keepComment(github, 1, '## Two', true)).toBe('made');
  expect(theirs.body).toBe(ours?.body);
});
