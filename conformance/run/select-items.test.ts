import { expect, test } from 'vitest';
import { suite } from '../requirements/v1/index.ts';
import { CannotRunError } from './cannot-run-error.ts';
import { listItems } from './describe-item.ts';
import { findReasonToSkip, type Selection, selectItems } from './select-items.ts';

const allItems = [...suite.requirements, ...suite.observations];
const select = (selection: Selection) => selectItems(suite, selection);

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
  const listed = listItems(suite);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(allItems.length);
  expect(listed.filter(({ id, area }) => !id.startsWith(`V1-${area}-`))).toEqual([]);
  expect(listed.find(({ excluded }) => excluded)?.level).toBeDefined();
});

test('what the target can do is not skipped, and what it cannot is skipped with its reason', () => {
  const needs = ['secret-key', 'call-id'] as const;
  const key = { name: 'secret-key', available: true } as const;
  const call = { name: 'call-id', available: true } as const;
  expect(findReasonToSkip({ needs }, [key, call])).toBeUndefined();
  expect(findReasonToSkip({ needs }, [key, { ...call, available: false, reason: 'no call' }])).toBe(
    'no call',
  );
});

test('a capability that is missing without a reason is a mistake of the suite', () => {
  const capabilities = [{ name: 'secret-key', available: false }] as const;
  expect(() => findReasonToSkip({ needs: ['secret-key'] }, capabilities)).toThrow(/does not say why/);
  expect(() => findReasonToSkip({ needs: ['secret-key'] }, [])).toThrow(/does not say why/);
});
