import { PostgresServer } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { type PostgresStore, postgresStore } from '../stores/postgres.ts';

/** A Postgres server for the tests of one file. */
export interface TestedPostgres {
  readonly server: PostgresServer;
  readonly pool: Pool;
  /** Makes a store on a table of its own, by the pool or another one. */
  open(pool?: Pool): Promise<PostgresStore>;
  /** The table of the last store. */
  readonly table: string;
}

/** Starts a server before the tests and stops it behind them. */
export function usePostgres(): TestedPostgres {
  let started: { readonly server: PostgresServer; readonly pool: Pool } | undefined;
  let tables = 0;
  const running = () => {
    if (!started) throw new TypeError('The server runs only in tests.');
    return started;
  };
  beforeAll(async () => {
    const server = await PostgresServer.start();
    started = { server, pool: new Pool({ ...server.settings, max: 20 }) };
  }, 60_000);
  afterAll(async () => {
    await started?.pool.end();
    await started?.server[Symbol.asyncDispose]();
  });
  return {
    get server() {
      return running().server;
    },
    get pool() {
      return running().pool;
    },
    get table() {
      return `events_${tables}`;
    },
    async open(pool = running().pool) {
      tables += 1;
      const store = postgresStore({ pool, table: `events_${tables}` });
      await store.createTable();
      return store;
    },
  };
}
