import { defineConfig } from 'tsdown';
import { base } from '../../tsdown.base.ts';

export default defineConfig({
  ...base,
  entry: [
    'src/index.ts',
    // Not entries of the package: `imports` of its manifest chooses between them.
    'src/node.ts',
    'src/no-node.ts',
    'src/hooks/warnings.ts',
    'src/hooks/no-warnings.ts',
    'src/usersig/index.ts',
    'src/har/index.ts',
    'src/hooks/index.ts',
    'src/schema/index.ts',
    'src/v1/index.ts',
    'src/v1/limiter.ts',
    'src/v1/redis.ts',
    'src/v1/validators.ts',
    'src/v4/index.ts',
    'src/v4/limiter.ts',
    'src/v4/redis.ts',
  ],
  target: 'node22',
  deps: { neverBundle: ['#node', '#warnings'] },
});
