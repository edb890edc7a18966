import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

export default defineConfig({
  test: {
    ...shared,
    // Most files wait for stores and clocks: two of them may wait at the same time. They share the modules of a worker.
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
  },
});
