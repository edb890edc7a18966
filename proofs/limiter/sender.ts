// One process of many that share an app: sends as fast as its limiter lets it, until it is killed.
import { createTrtcCallClient, type Limiter } from '@trtc-call/client';
import { createRedisLimiter } from '@trtc-call/client/v1/redis';
import { type OperationId, operations } from '@trtc-call/spec/v1';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';

const settings: SenderSettings = JSON.parse(process.argv[2] ?? '');
const { region, operationId, concurrency } = settings;
const sdkAppId = 1400000000;
const warmUp = 'deleteCallback';
const redis = await connect(settings);
const client = createTrtcCallClient({
  generation: 'v1',
  sdkAppId,
  userSig: 'not-checked',
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

// The process that started it may end without a message.
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

/** A client of either package, connected. That the server goes away later is not an error here. */
async function connect(settings: Pick<SenderSettings, 'redisPackage' | 'redisPort'>): Promise<object> {
  const port = settings.redisPort;
  if (settings.redisPackage === 'ioredis') {
    const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true });
    redis.on('error', () => {});
    await redis.connect();
    return redis;
  }
  const redis = createClient({ socket: { host: '127.0.0.1', port } });
  redis.on('error', () => {});
  await redis.connect();
  return redis;
}

/** What is easily taken for a limiter: the library as it comes, whose windows stand still. */
function createFixedWindowLimiter(redis: object, limited: OperationId): Limiter {
  return {
    async take(operationId) {
      if (operationId !== limited) return;
      const { requests, perSeconds } = operations[limited].rateLimit;
      const limiter = new RateLimiterRedis({
        storeClient: redis,
        points: requests,
        duration: perSeconds,
        useRedisPackage: !('defineCommand' in redis),
      });
      for (;;) {
        try {
          await limiter.consume(operationId);
          return;
        } catch (error) {
          if (!(error instanceof RateLimiterRes)) throw error;
          await new Promise((resolve) => setTimeout(resolve, error.msBeforeNext));
        }
      }
    },
  };
}

/** What a sending process is told when it starts. It begins to send at the first message that it gets. */
export interface SenderSettings {
  readonly redisPort: number;
  readonly redisPackage: 'redis' | 'ioredis';
  /** Where the calls go. */
  readonly region: string;
  readonly operationId: OperationId;
  /** Calls under way at the same time. */
  readonly concurrency: number;
  /** `fixed-window` is what the library does by itself. */
  readonly limiter: 'shared' | 'fixed-window';
}

/** What a sending process tells. */
export type SenderMessage =
  | { readonly kind: 'ready' | 'fallback' | 'recovery' }
  | { readonly kind: 'failed'; readonly error: string };
