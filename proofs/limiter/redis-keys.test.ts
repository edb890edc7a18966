import { createRedisLimiter } from '@trtc-call/client/v1/redis';
import { operations } from '@trtc-call/spec/v1';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { createClient } from 'redis';
import { describe, expect, test, vi } from 'vitest';

const operationId = 'getCallback';
const { requests, perSeconds } = operations[operationId].rateLimit;
const key = `trtc-call:1400000000:${operationId}`;

async function connected(port: number) {
  const redis = createClient({ socket: { host: '127.0.0.1', port } });
  redis.on('error', () => {});
  return await redis.connect();
}

describe.skipIf(!hasRedisServer())('what stands in Redis (needs redis-server)', () => {
  test('is one list for each app and operation, no longer than the limit, which goes away by itself', async () => {
    await using server = await RedisServer.start();
    const redis = await connected(server.port);
    const onFallback = vi.fn();
    const limiter = createRedisLimiter({ redis, sdkAppId: 1400000000, onFallback });
    for (let count = 0; count < requests + 1; count += 1) await limiter.take(operationId);
    expect(await redis.keys('*')).toEqual([key]);
    expect(await redis.lLen(key)).toBeLessThanOrEqual(requests);
    expect(await redis.pTTL(key)).toBeLessThanOrEqual(perSeconds * 1100);
    expect(await redis.pTTL(key), 'it has an end').toBeGreaterThan(0);
    expect(onFallback).not.toHaveBeenCalled();
    redis.destroy();
  });

  test('holds no process longer than a window when the clock of Redis was set back', async () => {
    await using server = await RedisServer.start();
    const redis = await connected(server.port);
    const inAnHour = String(Date.now() + 3_600_000);
    for (let count = 0; count < requests; count += 1) await redis.lPush(key, inAnHour);
    const onFallback = vi.fn();
    const limiter = createRedisLimiter({ redis, sdkAppId: 1400000000, onFallback });
    const askedAt = performance.now();
    await limiter.take(operationId);
    const waited = performance.now() - askedAt;
    expect(waited, 'those calls may just have been made').toBeGreaterThanOrEqual(perSeconds * 1000);
    expect(waited).toBeLessThan(perSeconds * 2000);
    expect(onFallback).not.toHaveBeenCalled();
    redis.destroy();
  });
});
