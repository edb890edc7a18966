import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

// The files share no state: what they read of the contract is read once for all of them.
export default defineConfig({ test: { ...shared, testTimeout: 30_000, isolate: false } });
