import { defineConfig } from 'tsdown';

export default defineConfig({
  // The suite is a file of its own: it is what Vitest loads in its worker.
  entry: { index: 'src/index.ts', suite: 'src/run/suite.ts' },
  copy: ['ledger.json'],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
});
