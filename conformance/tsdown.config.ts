import { defineConfig } from 'tsdown';
import { base } from '../tsdown.base.ts';

export default defineConfig({
  ...base,
  dts: { ...base.dts, tsconfig: '../tsconfig.declarations.json' },
  entry: { index: 'index.ts', mutants: 'mutants/index.ts' },
  copy: ['ledger.json'],
  target: 'node24',
});
