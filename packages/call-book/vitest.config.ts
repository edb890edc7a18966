import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Most files wait for stores and clocks: two of them may wait at the same time. They share the modules of a worker.
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
  },
});
