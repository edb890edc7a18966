import { defineConfig } from 'vitest/config';

// Not loaded by Node itself, as in the other suites: Vitest gives it the condition `development`, and by that the check of
// types is TypeScript within node_modules.
export default defineConfig({
  test: {
    globalSetup: './src/install-packages.ts',
    include: ['src/**/*.test.ts'],
    // Every test starts processes of its own; two cores carry no more than this.
    maxWorkers: 2,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
