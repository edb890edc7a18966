import { randomBytes } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { bundleSize, overBudget, sizeAim, sizeLimit } from './size.ts';

const project = inject('project');
const everything = "export * from '@trtc-call/client';";

test(`the main entry is at most ${sizeLimit} bytes, minified and gzipped`, async () => {
  const size = await bundleSize(everything, project);
  const aim = size.main <= sizeAim ? 'met' : `missed by ${size.main - sizeAim}`;
  console.info(
    `@trtc-call/client: ${size.main} bytes (limit ${sizeLimit}; aim ${sizeAim}, ${aim}), and ${size.onDemand} on demand`,
  );
  expect(overBudget(size)).toBeUndefined();
});

test('what is loaded on demand is weighed apart, so that the budget measures the main entry', async () => {
  const { main, onDemand } = await bundleSize(everything, project);
  expect(main).toBeGreaterThan(1000);
  expect(onDemand, 'the validators belong behind a dynamic import').toBeGreaterThan(1000);
});

test('a program that names one validator carries that one alone', async () => {
  const of = (names: string) =>
    bundleSize(`export { ${names} } from '@trtc-call/client/validators';`, project);
  const one = await of('fitsSetCallback');
  const all = await of('fitsSetCallback, fitsGetRecordsByFilter, fitsGetRecordByCallId, fitsGetCallback');
  expect(all.main).toBeGreaterThan(2000);
  expect(one.main, 'something keeps the bundler from leaving the others out').toBeLessThan(all.main / 3);
});

test('a bundle that grew over the limit is refused, by the number of bytes', async () => {
  const { main } = await bundleSize(everything, project);
  const ballast = randomBytes(sizeLimit).toString('base64');
  const grown = await bundleSize(`${everything} export const ballast = '${ballast}';`, project);
  expect(grown.main).toBeGreaterThan(main + sizeLimit - 1);
  expect(overBudget(grown)).toContain(`${grown.main - sizeLimit} over its limit`);
});
