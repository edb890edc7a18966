import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { bundleSize, overBudget, sizeLimit, sizeLimitV1 } from './size.ts';

const project = inject('project');
const everything = "export * from '@trtc-call/client';";

test(`the main entry with all that a call loads is at most ${sizeLimit} bytes, minified and gzipped`, async () => {
  const size = await bundleSize(everything, project);
  console.info(`@trtc-call/client: ${size} bytes (limit ${sizeLimit})`);
  expect(overBudget(size)).toBeUndefined();
});

test(`the entry of v1 alone is at most ${sizeLimitV1} bytes: nothing of v4 is in it`, async () => {
  const size = await bundleSize("export * from '@trtc-call/client/v1';", project);
  console.info(`@trtc-call/client/v1: ${size} bytes (limit ${sizeLimitV1})`);
  expect(size).toBeLessThanOrEqual(sizeLimitV1);
});

test('a program that only validates carries no client', async () => {
  const validator = "export { fitsSetCallback } from '@trtc-call/client/v1/validators';";
  expect(await bundleSize(validator, project)).toBeLessThan(4500);
});

test('a bundle that grew over the limit is refused, by the number of bytes', async () => {
  const size = await bundleSize(everything, project);
  const ballast = randomBytes(sizeLimit).toString('base64');
  const grown = await bundleSize(`${everything} export const ballast = '${ballast}';`, project);
  expect(grown).toBeGreaterThan(size + sizeLimit - 1);
  expect(overBudget(grown)).toContain(`${grown - sizeLimit} over its limit`);
});
