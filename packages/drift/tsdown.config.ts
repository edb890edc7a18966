import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/docs/page-worker.ts'],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
});
