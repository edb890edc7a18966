// One process of many that share an app: sends as fast as its limiter lets it, until it is killed.
import { createTrtcCallClient } from '@trtc-call/client';
import { createRedisLimiter } from '@trtc-call/client/redis';
import { type OperationId, operations } from '@trtc-call/spec/v1';
import { connect } from './connect.ts';
import { createFixedWindowLimiter } from './fixed-window-limiter.ts';
import type { SenderMessage, SenderSettings } from './messages.ts';

const settings: SenderSettings = JSON.parse(process.argv[2] ?? '');
const { region, operationId, concurrency } = settings;
const sdkAppId = 1400000000;
const warmUp = 'deleteCallback';
const redis = await connect(settings);
const client = createTrtcCallClient({
  sdkAppId,
  userSig: 'nobody-checks-it',
  region,
  retry: false,
  validate: 'off',
  limiter:
    settings.limiter === 'fixed-window'
      ? createFixedWindowLimiter(redis, operationId)
      : createRedisLimiter({
          redis,
          sdkAppId,
          limits: { [warmUp]: { requests: 100_000, perSeconds: 1 } },
          onFallback: () => tell({ kind: 'fallback' }),
          onRecovery: () => tell({ kind: 'recovery' }),
        }),
});

// Whoever started it may end without a word.
process.once('disconnect', () => process.exit());
process.once('message', () => {
  for (let count = 0; count < concurrency; count += 1) void sendOnAndOn();
});
// The first calls of a process open connections and load code. They take longer on their way than those that follow by
// more than any margin, and a limiter sees only when calls leave. They are made before, of an operation that does not
// count here.
for (let round = 0; round < 5; round += 1) {
  await Promise.all(Array.from({ length: concurrency }, () => call(warmUp)));
}
tell({ kind: 'ready' });

async function sendOnAndOn(): Promise<never> {
  for (;;) {
    try {
      await call(operationId);
    } catch (error) {
      tell({ kind: 'failed', error: String(error) });
    }
  }
}

async function call(operation: OperationId): Promise<void> {
  const response = await client.fetch(region + operations[operation].path, { method: 'POST', body: '{}' });
  await response.text();
}

function tell(message: SenderMessage): void {
  process.send?.(message);
}
