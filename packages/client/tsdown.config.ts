import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/usersig/index.ts',
    'src/har/index.ts',
    'src/hooks/index.ts',
    'src/limiter/index.ts',
    'src/redis/index.ts',
    'src/contract/index.ts',
  ],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'node',
  fixedExtension: false,
  target: 'node22',
});
