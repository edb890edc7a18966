import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: ['src/main.ts'],
  dts: false,
  target: 'node24',
  // It runs on a Node for which nothing may be compiled.
  copy: ['src/start.cjs'],
});
