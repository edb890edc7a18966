import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/main.ts'],
  format: 'esm',
  sourcemap: true,
  dts: false,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
  // It runs on a Node for which nothing may be compiled.
  copy: ['src/start.cjs'],
});
