import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/v1/index.ts', 'src/v1/openapi.ts', 'src/v1/locations.ts', 'src/v1/sources.ts'],
  format: 'esm',
  sourcemap: true,
  dts: true,
  clean: true,
  platform: 'neutral',
  target: 'node22',
  copy: [{ from: 'src/generated/v1-openapi.gen.json', to: 'dist/v1', rename: 'openapi.json' }],
});
