import { defineConfig } from 'vitest/config';

// Runs of the whole suite in a process of their own take seconds where cores are few.
export default defineConfig({ test: { testTimeout: 60_000 } });
