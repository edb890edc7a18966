import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/usersig/index.ts',
    'src/har/index.ts',
    'src/hooks/index.ts',
    'src/limits/index.ts',
    'src/limits/redis.ts',
    'src/v1/validators.ts',
  ],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node22',
});
