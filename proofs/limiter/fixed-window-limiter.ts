import type { Limiter } from '@trtc-call/client';
import { type OperationId, operations } from '@trtc-call/spec/v1';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** What is easily taken for a limiter: the library as it comes, whose windows stand still. */
export function createFixedWindowLimiter(redis: object, limited: OperationId): Limiter {
  return {
    async take(operationId) {
      if (operationId !== limited) return;
      const { requests, perSeconds } = operations[operationId].rateLimit;
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
