import { defineConfig } from 'vitest/config';
import { shared } from '../vitest.base.ts';

export default defineConfig({
  test: {
    ...shared,
    globalSetup: './testing/build-once.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
