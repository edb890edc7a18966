import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { SenderSettings } from './messages.ts';

/** A client of either package, connected. That the server goes away later is no error here. */
export async function connect(settings: Pick<SenderSettings, 'redisPackage' | 'redisPort'>): Promise<object> {
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
