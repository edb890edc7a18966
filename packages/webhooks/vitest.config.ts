import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most files wait for stores and clocks: several of them may wait at the same time.
    maxWorkers: 3,
    testTimeout: 20_000,
  },
});
