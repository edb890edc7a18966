import { expect, test } from 'vitest';
import { apiGenerations } from '../requirements/suites.ts';
import { describeItem, findReasonToSkip, listItems, selectItems } from './items.ts';
import { CannotRunError } from './options.ts';

const suites = apiGenerations.map(({ suite }) => suite);
const allItems = listItems(suites);
const select = (selection: Parameters<typeof selectItems>[1]) => selectItems(suites, selection);

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
  const listed = allItems.map(describeItem);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(allItems.length);
  expect(
    listed.filter(({ id, area, generation }) => !id.startsWith(`${generation.toUpperCase()}-${area}-`)),
  ).toEqual([]);
  expect(listed.find(({ excluded }) => excluded)?.level).toBeDefined();
});

test('what the target can do is not skipped, and what it cannot is skipped with its reason', () => {
  const needs = ['secret-key', 'call-id'] as const;
  const item = { id: 'V1-REC-001', needs } as const;
  const key = { name: 'secret-key', available: true } as const;
  const call = { name: 'call-id', available: true } as const;
  expect(findReasonToSkip(item, [key, call])).toBeUndefined();
  expect(findReasonToSkip(item, [key, { ...call, available: false, reason: 'no call' }])).toBe('no call');
});

test('a capability that is missing without a reason is a mistake of the suite', () => {
  const item = { id: 'V1-SIG-002', needs: ['secret-key'] } as const;
  const capabilities = [{ name: 'secret-key', available: false }] as const;
  expect(() => findReasonToSkip(item, capabilities)).toThrow(/does not say why/);
  expect(() => findReasonToSkip(item, [])).toThrow(/does not say why/);
});

test('a capability of another generation says nothing of an item', () => {
  const reason = 'no call in v4';
  const capabilities = [
    { name: 'call-id', generation: 'v1', available: true },
    { name: 'call-id', generation: 'v4', available: false, reason },
  ] as const;
  expect(findReasonToSkip({ id: 'V1-REC-001', needs: ['call-id'] }, capabilities)).toBeUndefined();
  expect(findReasonToSkip({ id: 'V4-REC-001', needs: ['call-id'] }, capabilities)).toBe(reason);
});
