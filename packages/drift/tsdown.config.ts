import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  dts: { ...base.dts, tsconfig: '../../tsconfig.declarations.json' },
  entry: { index: 'src/index.ts', 'page-worker': 'src/pages/page-worker.ts' },
  target: 'node24',
});
