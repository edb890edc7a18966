import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

// No test leaves anything behind in its process, and a browser takes its time where cores are few.
export default defineConfig({ test: { ...shared, testTimeout: 60_000, isolate: false } });
