// The workspace's own compiler, which needs half the time; packages and their tools still name an older TypeScript.
import findCompiler from './node_modules/typescript/lib/getExePath.js';

/** What all published packages are built with; each names its entries, and the oldest Node that it runs on. */
export const base = {
  format: 'esm',
  sourcemap: true,
  dts: { generator: 'tsgo', tsgo: { path: findCompiler() } },
  clean: true,
  platform: 'node',
  fixedExtension: false,
} as const;
