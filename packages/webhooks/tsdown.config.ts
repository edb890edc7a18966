import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: [
    'src/index.ts',
    'src/send/index.ts',
    'src/stores/sqlite.ts',
    'src/stores/redis.ts',
    'src/stores/postgres.ts',
  ],
  target: 'node22',
});
