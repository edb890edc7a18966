import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe } from 'vitest';
import { redisStore } from '../stores/redis.ts';

async function connect(port: number) {
  const socket = { reconnectStrategy: 50 };
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket }).on('error', () => {});
  await client.connect();
  return client;
}

/** A real server, and stores on it, each under a prefix of its own. */
function openStores(server: () => RedisServer) {
  let prefixes = 0;
  const open = async (given?: string) => {
    prefixes += 1;
    const prefix = given ?? `test ${prefixes}`;
    const client = await connect(server().port);
    const store = redisStore({ client, prefix });
    const close = async () => {
      await store.close();
      client.destroy();
    };
    return { client, store, prefix, close };
  };
  return { server, connect, open };
}

/** Registers tests on a real server, where there is one. */
export function describeRedis(name: string, register: (redis: ReturnType<typeof openStores>) => void): void {
  describe.skipIf(!hasRedisServer())(`${name} (needs redis-server)`, () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await RedisServer.start();
    });
    afterAll(async () => {
      await server[Symbol.asyncDispose]();
    });
    register(openStores(() => server));
  });
}

export const claim = { token: 'one', leaseMilliseconds: 60_000 };
