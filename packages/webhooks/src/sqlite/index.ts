export type { EventStore } from '../store/event-store.ts';
export { StoreError } from '../store/store-error.ts';
export { type SqliteStore, type SqliteStoreOptions, sqliteStore } from './sqlite-store.ts';
