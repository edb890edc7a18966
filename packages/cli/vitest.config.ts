import { defineConfig } from 'vitest/config';

// Each test starts the command line in a process of its own; a busy machine takes its time for that.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 60_000 } });
