import { defineConfig } from 'vitest/config';
import { shared } from '../../vitest.base.ts';

// No file leaves anything behind in its process: the modules are loaded once for a worker, not once for a file.
export default defineConfig({ test: { ...shared, isolate: false } });
