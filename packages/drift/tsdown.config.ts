import { defineConfig } from 'tsdown';

export default defineConfig({
  // The thread is found beside what starts it.
  entry: { index: 'src/index.ts', 'screen-worker': 'src/exchanges/screen-worker.ts' },
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
});
