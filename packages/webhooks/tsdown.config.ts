import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/send/index.ts',
    'src/stores/sqlite.ts',
    'src/stores/redis.ts',
    'src/stores/postgres.ts',
  ],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node22',
});
