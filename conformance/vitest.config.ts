import { defineConfig } from 'vitest/config';
import { shared } from '../vitest.base.ts';

// Runs of the whole suite take seconds where cores are few. No test changes what another sees, so that the modules
// are loaded once for a worker, not once for a file. Broken receivers mostly wait, so that ten can do so at a time.
export default defineConfig({ test: { ...shared, testTimeout: 60_000, isolate: false, maxConcurrency: 10 } });
