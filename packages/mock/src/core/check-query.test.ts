import { describe, expect, test } from 'vitest';
import { queryChecker } from './check-query.ts';
import { readContract } from './contract.ts';

const check = queryChecker(readContract().parameters);
const good = {
  sdkappid: '1400000000',
  identifier: 'administrator',
  usersig: 'eJw',
  random: '0',
  contenttype: 'json',
};
const write = (over: Record<string, string>): string => new URLSearchParams({ ...good, ...over }).toString();

test('a good query gives the credentials', () => {
  expect(check(write({ more: 'x' }))).toEqual({
    credentials: { sdkAppId: 1400000000, identifier: 'administrator', userSig: 'eJw' },
    sdkAppId: 1400000000,
  });
});

describe('the range of a number', () => {
  test.each([
    { name: 'random', value: '0', taken: true },
    { name: 'random', value: '4294967295', taken: true },
    { name: 'random', value: '4294967296', taken: false },
    { name: 'random', value: '0x10', taken: false },
    { name: 'random', value: '1e3', taken: false },
    { name: 'random', value: ' 1', taken: false },
    { name: 'sdkappid', value: '1', taken: true },
    { name: 'sdkappid', value: '0', taken: false },
    { name: 'sdkappid', value: '-1', taken: false },
    { name: 'sdkappid', value: '9'.repeat(16), taken: false },
    { name: 'sdkappid', value: '٣', taken: false },
  ])('$name=$value is taken: $taken', ({ name, value, taken }) => {
    const found = check(write({ [name]: value }));
    expect('refusal' in found ? found.refusal : 'taken').toEqual(
      taken ? 'taken' : { mistake: `${name}-invalid`, field: name },
    );
  });
});

test('a missing parameter is met before one of the wrong form', () => {
  const found = check(write({ sdkappid: 'x', contenttype: '' }));
  expect(found).toMatchObject({ refusal: { mistake: 'contenttype-missing' } });
});

test('a name in the wrong case is told from a missing one', () => {
  expect(check('SDKAppID=1')).toMatchObject({
    refusal: { mistake: 'parameter-wrong-case', field: 'sdkappid' },
  });
  expect(check('')).toMatchObject({ refusal: { mistake: 'sdkappid-missing' } });
});

test('a wrong case beside the right one is only another parameter', () => {
  expect(check(`${write({})}&SdkAppId=7`)).toHaveProperty('credentials');
});
