export type { EventStore } from '../store/event-store.ts';
export { StoreError } from '../store/store-error.ts';
export { type PostgresStore, type PostgresStoreOptions, postgresStore } from './postgres-store.ts';
