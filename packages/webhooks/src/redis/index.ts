export type { EventStore } from '../store/event-store.ts';
export { StoreError } from '../store/store-error.ts';
export type { RedisClient, RedisPool } from './redis-client.ts';
export {
  type RedisStore,
  type RedisStoreOptions,
  type RedisTransaction,
  redisStore,
} from './redis-store.ts';
