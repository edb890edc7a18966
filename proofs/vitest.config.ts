import { defineConfig } from 'vitest/config';
import { shared } from '../vitest.base.ts';

export default defineConfig({
  test: {
    ...shared,
    include: ['*/**/*.test.ts'],
    // Proofs mostly wait, but they measure time too: two files side by side, and some tests of a file.
    maxWorkers: 2,
    // The files do not affect each other, so that a worker loads the modules once.
    isolate: false,
    maxConcurrency: 4,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
