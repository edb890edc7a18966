import { defineConfig } from 'vitest/config';

// No test leaves anything behind in its process, and a browser takes its time where cores are few.
export default defineConfig({ test: { testTimeout: 60_000, isolate: false } });
