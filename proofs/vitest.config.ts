import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*/**/*.test.ts'],
    // Proofs start processes of their own and measure time: side by side they would spoil each other's.
    maxWorkers: 1,
    fileParallelism: false,
    // Where a proof mostly waits, three of its tests may wait at the same time.
    maxConcurrency: 3,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
