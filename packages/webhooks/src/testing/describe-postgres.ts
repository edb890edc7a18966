import { hasPostgres, PostgresServer } from '@trtc-call/test-servers';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type PostgresStore, postgresStore } from '../stores/postgres.ts';

/** A store on a table of its own. */
export type OpenStore = (pool?: Pool) => Promise<PostgresStore & { readonly table: string }>;

/** Registers tests on a real server, where there is one. */
export function describePostgres(
  name: string,
  register: (
    postgres: () => { readonly server: PostgresServer; readonly pool: Pool },
    open: OpenStore,
  ) => void,
): void {
  describe.skipIf(!hasPostgres())(`${name} (needs postgresql)`, () => {
    let postgres: { readonly server: PostgresServer; readonly pool: Pool };
    beforeAll(async () => {
      const server = await PostgresServer.start();
      postgres = { server, pool: new Pool({ ...server.settings, max: 20 }) };
    }, 60_000);
    afterAll(async () => {
      await postgres.pool.end();
      await postgres.server[Symbol.asyncDispose]();
    });
    let tables = 0;
    register(
      () => postgres,
      async (pool = postgres.pool) => {
        tables += 1;
        const table = `events_${tables}`;
        const store = postgresStore({ pool, table });
        await store.createTable();
        return Object.assign(store, { table });
      },
    );
  });
}

export const claim = { token: 'one', leaseMilliseconds: 60_000 };
