import { describe, expect, test } from 'vitest';
import { perPage } from '../github/connect.ts';
import { startFakeGitHub } from '../github/testing/fake-github.ts';
import type { CheckResult } from './check-result.ts';
import { keepIssue } from './keep-issue.ts';
import { marked, nextMark } from './mark.ts';

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

async function repository() {
  const fake = await startFakeGitHub();
  const keep = (check: CheckResult) => keepIssue(fake.github, check, 'the run 7');
  const first = () => {
    const [issue] = fake.store.items;
    if (!issue) throw new Error('no issue was opened');
    return issue;
  };
  return { ...fake, keep, first };
}

test('no drift and no issue: nothing is written', async () => {
  const { keep, writes } = await repository();
  expect(await keep(none)).toEqual({ done: 'left', number: undefined });
  expect(writes()).toEqual([]);
});

test('the first drift opens an issue; the same again writes nothing at all', async () => {
  const { keep, writes, first } = await repository();
  expect(await keep(drift('D-1', 'D-2'))).toEqual({ done: 'opened', number: 1 });
  expect(writes()).toEqual(['POST /issues']);
  expect(first()).toMatchObject({ title: 'Drift: 2 breaking', labels: ['drift'], state: 'open' });
  expect(first().body).toContain('- D-1\n- D-2');
  expect(first().body).toContain('the run 7');
  expect(await keep({ ...drift('D-2', 'D-1'), markdown: 'the same in other words' })).toEqual({
    done: 'left',
    number: 1,
  });
  expect(writes()).toEqual([]);
});

test('other drift changes the issue, and a comment names what is new', async () => {
  const { keep, writes, first } = await repository();
  await keep(drift('D-1'));
  writes();
  expect(await keep(drift('D-1', 'D-2'))).toEqual({ done: 'changed', number: 1 });
  expect(writes()).toEqual(['PATCH /issues/1', 'POST /issues/1/comments']);
  expect(first().comments.map(({ body }) => body)).toEqual(['New: D-2.']);
  await keep(drift('D-2'));
  expect(writes(), 'what went away needs no comment').toEqual(['PATCH /issues/1']);
});

test('drift that is gone closes it with a comment, drift that returns opens the same one again', async () => {
  const { keep, writes, first, store } = await repository();
  await keep(drift('D-1'));
  writes();
  expect(await keep(none)).toEqual({ done: 'closed', number: 1 });
  expect(writes()).toEqual(['PATCH /issues/1', 'POST /issues/1/comments']);
  expect(first()).toMatchObject({ state: 'closed', state_reason: 'completed' });
  expect(await keep(none)).toEqual({ done: 'left', number: 1 });
  expect(writes()).toEqual([]);
  expect(await keep(drift('D-1'))).toEqual({ done: 'reopened', number: 1 });
  expect(first()).toMatchObject({ state: 'open', title: 'Drift: 1 breaking' });
  expect(store.items).toHaveLength(1);
});

describe('a check that could not be made', () => {
  test('is told, once, even where nothing was known', async () => {
    const { keep, writes, first } = await repository();
    expect(await keep(unable())).toEqual({ done: 'opened', number: 1 });
    expect(first().title).toBe('Could not check: no answer');
    writes();
    expect(await keep(unable())).toEqual({ done: 'left', number: 1 });
    expect(writes()).toEqual([]);
    expect(await keep(none)).toMatchObject({ done: 'closed' });
  });

  test('closes nothing and forgets nothing', async () => {
    const { keep, first } = await repository();
    await keep(drift('D-1'));
    expect(await keep(unable('D-2'))).toEqual({ done: 'changed', number: 1 });
    expect(first().state).toBe('open');
    expect(first().body).toMatch(/not seen by this incomplete check: D-1\./);
    expect(await keep(drift('D-1', 'D-2'))).toMatchObject({ done: 'changed' });
    expect(
      first().comments.map(({ body }) => body),
      'D-1 was never gone',
    ).toEqual(['New: D-2.']);
  });

  test('opens again what was closed', async () => {
    const { keep } = await repository();
    await keep(drift('D-1'));
    await keep(none);
    expect(await keep(unable())).toEqual({ done: 'reopened', number: 1 });
  });
});

describe('what people do', () => {
  test('closing it holds until the drift is another', async () => {
    const { keep, writes, first } = await repository();
    await keep(drift('D-1'));
    first().state = 'closed';
    writes();
    expect(await keep(drift('D-1'))).toEqual({ done: 'left', number: 1 });
    expect(writes()).toEqual([]);
    expect(await keep(drift('D-1', 'D-2'))).toEqual({ done: 'reopened', number: 1 });
  });

  test('closing it is noted when the drift is gone, so that its return is told', async () => {
    const { keep, writes, first } = await repository();
    await keep(drift('D-1'));
    first().state = 'closed';
    writes();
    expect(await keep(none)).toEqual({ done: 'noted', number: 1 });
    expect(writes()).toEqual(['PATCH /issues/1']);
    expect(await keep(drift('D-1'))).toEqual({ done: 'reopened', number: 1 });
  });

  test('labels are theirs', async () => {
    const { keep, first, store } = await repository();
    await keep(drift('D-1'));
    first().labels = ['wontfix'];
    await keep(drift('D-2'));
    expect(first().labels).toEqual(['wontfix']);
    expect(store.items).toHaveLength(1);
  });

  test('an issue with our mark that somebody else opened is not ours', async () => {
    const { keep, store } = await repository();
    const copy = marked(nextMark(drift('D-1'), undefined), 'Look');
    store.add({ title: 'Mine', body: copy, user: { login: 'somebody' } });
    expect(await keep(drift('D-1'))).toEqual({ done: 'opened', number: 2 });
  });
});

test('of two issues that are ours the first is kept, whatever page it is on', async () => {
  const { keep, store, writes } = await repository();
  for (let at = 0; at < perPage + 5; at++) store.add({ title: `Other ${at}` });
  const body = marked(nextMark(drift('D-1'), undefined), 'x');
  const [one, two] = [store.add({ title: 'a', body }), store.add({ title: 'b', body })];
  const pull = store.add({ title: 'c', body, pull: { head: 'drift', base: 'main', merged: false } });
  expect(await keep(drift('D-1'))).toEqual({ done: 'left', number: one.number });
  expect(two).toMatchObject({ state: 'closed', body: `The same as #${one.number}.` });
  expect(pull.state).toBe('open');
  writes();
  await keep(drift('D-1'));
  expect(writes()).toEqual([]);
});

test('the text stays within what GitHub takes', async () => {
  const { keep, first } = await repository();
  const ids = (letter: string) =>
    Array.from({ length: 1000 }, (_, at) => `D-${letter}${String(at).padStart(9, '0')}`);
  await keep({ ...drift(...ids('a')), markdown: 'x'.repeat(61_000) });
  await keep({ ...unable(...ids('b')), markdown: 'x'.repeat(61_000), conclusion: 'y'.repeat(3000) });
  expect(first().body.length).toBeLessThanOrEqual(65_536);
  expect(first().title.length).toBeLessThanOrEqual(256);
});
