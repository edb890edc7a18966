import { expect, test } from 'vitest';
import { prepareMockTarget } from '../targets/v1/mock-target.ts';
import { CannotRunError } from './cannot-run-error.ts';
import { listRequirements } from './list-requirements.ts';
import { allItems, reasonToSkip, select } from './plan.ts';

test('without a selection everything is run', () => {
  expect(select({})).toEqual(allItems);
});

test('levels leave out the other levels, and the observations', () => {
  const levels = new Set(select({ levels: ['MUST', 'MAY'] }).map((item) => 'level' in item && item.level));
  expect(levels).toEqual(new Set(['MUST', 'MAY']));
});

test('an unknown id is named', () => {
  expect(() => select({ only: ['V1-ENV-001', 'V1-XYZ-001'] })).toThrow(CannotRunError);
  expect(() => select({ only: ['V1-ENV-001', 'V1-XYZ-001'] })).toThrow(/V1-XYZ-001.*--list/);
});

test('an area stands for all that is in it, and nothing else', () => {
  const chosen = select({ only: ['V1-FLT', 'V1-OBS-001'] }).map(({ id }) => id);
  const expected = allItems.map(({ id }) => id).filter((id) => /^V1-(FLT-|OBS-001)/.test(id));
  expect(chosen).toEqual(expected);
  expect(chosen.length).toBeGreaterThan(5);
});

test.each(['V1', 'V1-FL', 'V1-FLT-', 'FLT', 'V1-FLT-0', ''])('"%s" is neither an id nor an area', (only) => {
  expect(() => select({ only: [only] })).toThrow(CannotRunError);
});

test('the list has every id once, with its area, and needs no target', () => {
  const listed = listRequirements();
  expect(new Set(listed.map(({ id }) => id)).size).toBe(allItems.length);
  expect(listed.filter(({ id, area }) => !id.startsWith(`V1-${area}-`))).toEqual([]);
  expect(listed.find(({ excluded }) => excluded)?.level).toBeDefined();
});

const [item] = allItems.filter(({ needs }) => needs?.includes('secret-key'));

test('what the target can do is not skipped', async () => {
  const { target, release } = await prepareMockTarget();
  await release();
  expect(allItems.map((each) => reasonToSkip(each, target)).filter(Boolean)).toEqual([]);
});

test.each([
  { title: 'with its reason', capabilities: [{ name: 'secret-key', available: false, reason: 'no key' }] },
] as const)('what the target cannot do is skipped $title', async ({ capabilities }) => {
  const { target, release } = await prepareMockTarget();
  await release();
  expect(item && reasonToSkip(item, { ...target, capabilities })).toBe('no key');
});

test('a capability that is missing without a reason is a mistake of the suite', async () => {
  const { target, release } = await prepareMockTarget();
  await release();
  const capabilities = [{ name: 'secret-key', available: false }] as const;
  expect(() => item && reasonToSkip(item, { ...target, capabilities })).toThrow(/does not say why/);
});
