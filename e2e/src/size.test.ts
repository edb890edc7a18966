import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { bundleSize, overBudget, sizeLimits, withoutValidators } from './size.ts';

const project = inject('project');
const everything = "export * from '@trtc-call/client';";
const v1 = "export * from '@trtc-call/client/v1';";

test.each([
  ['both generations', everything, sizeLimits.both],
  ['v1 alone', v1, sizeLimits.v1],
  ['v4 alone', "export * from '@trtc-call/client/v4';", sizeLimits.v4],
])('the entry of %s, with all that a call loads, is within its limit', async (name, source, limit) => {
  const size = await bundleSize(source, project);
  console.info(`${name}: ${size} bytes (limit ${limit})`);
  expect(overBudget(size, limit)).toBeUndefined();
});

test('so is that of one generation without validators', async () => {
  const size = await bundleSize(v1, join(import.meta.dirname, '..'), [withoutValidators]);
  console.info(`v1 without validators: ${size} bytes (limit ${sizeLimits.core})`);
  expect(overBudget(size, sizeLimits.core)).toBeUndefined();
});

test('a program that only validates carries no client', async () => {
  const validator = "export { fitsSetCallback } from '@trtc-call/client/v1/validators';";
  expect(await bundleSize(validator, project)).toBeLessThan(4500);
});

test('a bundle that grew over the limit is refused, by the number of bytes', async () => {
  const size = await bundleSize(v1, project);
  const ballast = randomBytes(sizeLimits.v1).toString('base64');
  const grown = await bundleSize(`${v1} export const ballast = '${ballast}';`, project);
  expect(grown).toBeGreaterThan(size + sizeLimits.v1 - 1);
  expect(overBudget(grown, sizeLimits.v1)).toContain(`${grown - sizeLimits.v1} over its limit`);
});
