import { defineConfig } from 'vitest/config';

// Most tests run the command in their own process, one after the other: nothing is shared but what is loaded once.
// Others start it in a process of its own; a busy machine takes its time for that.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 60_000, isolate: false } });
