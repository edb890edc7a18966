import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

export default defineConfig({
  test: {
    ...shared,
    // A busy machine takes its time for commands in a process of their own.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most tests run the command in their own process: nothing is shared but what is loaded once.
    isolate: false,
    // Half of the time is waited for a clock, such as that of a rate limit.
    maxWorkers: 2,
  },
});
