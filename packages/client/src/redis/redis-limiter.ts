import type { OperationId } from '@trtc-call/spec/v1';
import { operationTable } from '../generated/v1-tables.gen.ts';
import type { Limiter } from '../limiter/limiter.ts';
import { createLocalLimiter } from '../limiter/local-limiter.ts';
import { type RedisLimiterOptions, readRedisOptions } from './redis-options.ts';
import { RedisPresence } from './redis-presence.ts';
import { SharedLane } from './shared-lane.ts';
import { askRedisFor } from './shared-window.ts';

/**
 * Keeps the documented rates for all processes that share an app, over Redis. Calls go on without it.
 *
 * @throws ArgumentError naming the option and what to pass instead.
 */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  const settings = readRedisOptions(options);
  const { redis, sdkAppId, keyPrefix, limits, maxQueue } = settings;
  // The queue is that of the lane: the local limiter has one call of it at a time, and those that Redis let go.
  const local = createLocalLimiter({ limits, maxQueue: Number.MAX_SAFE_INTEGER });
  const lanes = new Map<OperationId, SharedLane>();
  const presence = new RedisPresence(settings, () => {
    for (const lane of lanes.values()) lane.presenceChanged();
  });

  const laneOf = (operationId: OperationId) => {
    const known = lanes.get(operationId);
    if (known) return known;
    const limit = limits[operationId] ?? operationTable[operationId];
    const ask = askRedisFor(redis, `${keyPrefix}:${sdkAppId}`, operationId, limit);
    const lane = new SharedLane({ operationId, maxQueue, ask, presence, local });
    lanes.set(operationId, lane);
    return lane;
  };

  return Object.freeze<Limiter>({ take: (operationId, signal) => laneOf(operationId).take(signal) });
}
