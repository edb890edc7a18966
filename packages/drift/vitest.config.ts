import { defineConfig } from 'vitest/config';

// The files share no state: what they read of the contract is read once for all of them.
export default defineConfig({ test: { testTimeout: 30_000, isolate: false } });
