import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  sourcemap: true,
  // Eager, or the types of what is bundled from a private package are not found.
  dts: { eager: true },
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node24',
});
