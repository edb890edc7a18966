import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/send/index.ts',
    'src/sqlite/index.ts',
    'src/redis/index.ts',
    'src/postgres/index.ts',
  ],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node22',
});
