import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

// Prism takes half a second to import, on a busy machine many times that: one worker does it for all of its files.
export default defineConfig({
  test: { ...shared, isolate: false, hookTimeout: 60_000, testTimeout: 30_000 },
});
