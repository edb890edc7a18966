import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'index.ts', mutants: 'mutants/index.ts' },
  copy: ['ledger.json'],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
});
