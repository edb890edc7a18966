import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most files wait for stores and clocks: two of them may wait at the same time.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
});
