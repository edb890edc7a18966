import { defineConfig } from 'vitest/config';
import { shared } from '../vitest.base.ts';

export default defineConfig({ test: { ...shared } });
