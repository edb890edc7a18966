export type { EventStore } from '../store/event-store.ts';
export { StoreError } from '../store/store-error.ts';
export { type RedisStore, type RedisStoreOptions, redisStore } from './redis-store.ts';
