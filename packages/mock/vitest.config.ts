import { defineConfig } from 'vitest/config';

// Prism takes half a second to import: one worker does it for all of its files.
export default defineConfig({ test: { isolate: false } });
