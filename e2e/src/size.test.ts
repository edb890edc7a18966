import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, inject, test } from 'vitest';
import { root } from './published.ts';
import { bundleSize, overBudget, sizeLimits, withoutValidators } from './size.ts';

const project = inject('project');
const everything = "export * from '@trtc-call/client';";
const v1 = "export * from '@trtc-call/client/v1';";

test.each([
  ['both generations', everything, sizeLimits.both],
  ['v1 alone', v1, sizeLimits.v1],
  ['v4 alone', "export * from '@trtc-call/client/v4';", sizeLimits.v4],
])('the entry of %s, with all that a first call loads, is within its limit', async (name, source, limit) => {
  const { firstCall, whole } = await bundleSize(source, project);
  console.info(`${name}: ${firstCall} bytes (limit ${limit}), with what is loaded later ${whole}`);
  expect(overBudget(firstCall, limit)).toBeUndefined();
  expect(overBudget(whole - firstCall, sizeLimits.later)).toBeUndefined();
});

test.each(['packages/client/README.md', 'docs/client.md'])('%s states these limits', (page) => {
  const stated = readFileSync(join(root, page), 'utf8')
    .match(/\d+(?= kB)/g)
    ?.slice(0, 3);
  const { both, v1: first, v4 } = sizeLimits;
  expect(stated).toEqual([both, first, v4].map((limit) => String(Math.round(limit / 1000))));
});

test('a bundler that makes one file makes one, with all of the client in it', async () => {
  const { outputFiles } = await build({
    stdin: { contents: v1, resolveDir: project },
    bundle: true,
    format: 'esm',
    conditions: ['browser'],
    write: false,
  });
  expect(outputFiles).toHaveLength(1);
  const program = outputFiles[0]?.text ?? '';
  expect(program).toContain('incompleteFrom');
  expect(program).not.toMatch(/import\(/);
});

test('so is that of one generation without validators', async () => {
  const { firstCall } = await bundleSize(v1, join(import.meta.dirname, '..'), [withoutValidators]);
  console.info(`v1 without validators: ${firstCall} bytes (limit ${sizeLimits.core})`);
  expect(overBudget(firstCall, sizeLimits.core)).toBeUndefined();
});

test('a program that only validates carries no client', async () => {
  const validator = "export { fitsSetCallback } from '@trtc-call/client/v1/validators';";
  expect((await bundleSize(validator, project)).whole).toBeLessThan(4500);
});

test('a bundle that grew over the limit is refused, by the number of bytes', async () => {
  const { firstCall } = await bundleSize(v1, project);
  const ballast = randomBytes(sizeLimits.v1).toString('base64');
  const grown = await bundleSize(`${v1} export const ballast = '${ballast}';`, project);
  expect(grown.firstCall).toBeGreaterThan(firstCall + sizeLimits.v1 - 1);
  expect(overBudget(grown.firstCall, sizeLimits.v1)).toContain(
    `${grown.firstCall - sizeLimits.v1} over its limit`,
  );
});
