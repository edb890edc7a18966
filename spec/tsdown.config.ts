import { defineConfig } from 'tsdown';
import { base } from '../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: [
    'src/index.ts',
    'src/v1/index.ts',
    'src/v1/openapi.ts',
    'src/v1/locations.ts',
    'src/v1/sources.ts',
    'src/v4/index.ts',
    'src/v4/openapi.ts',
    'src/v4/locations.ts',
    'src/v4/sources.ts',
  ],
  platform: 'neutral',
  target: 'node22',
  copy: ['v1', 'v4'].flatMap((generation) =>
    ['openapi', 'portable', 'webhooks.schema'].map((name) => ({
      from: `src/generated/${generation}-${name}.gen.json`,
      to: `dist/${generation}`,
      rename: `${name}.json`,
    })),
  ),
});
