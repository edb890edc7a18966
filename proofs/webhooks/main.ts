// `npm run exactly-once`: every store with everything that can go wrong, 100,000 events.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, hasRedisServer, PostgresServer, RedisServer } from '@trtc-call/test-servers';
import { isBalanced, type Ledger, type LedgerRun, runLedger } from './ledger.ts';

/** How much is sent in one run. */
export type Size = Pick<LedgerRun, 'events' | 'seconds' | 'pauseMilliseconds'>;

const inner = { stalls: true, clockSteps: true, resetPercent: 2 } as const;

/** The runs of right receivers, each with everything that can go wrong with its store. */
export const rightRuns: readonly {
  readonly name: string;
  /** What has to be installed. */
  readonly isPossible: boolean;
  run(size: Size, folder: string): Promise<Ledger>;
}[] = [
  {
    name: 'memory',
    isPossible: true,
    run: (size, folder) => {
      const where = { store: 'memory', path: join(folder, 'memory.db') } as const;
      return runLedger({ ...size, kind: 'right-alone', where, workers: 1, inner });
    },
  },
  {
    name: 'SQLite',
    isPossible: true,
    run: (size, folder) => {
      const path = join(folder, 'committed.db');
      const outer = { kills: true, lockedFile: path };
      return runLedger({ ...size, kind: 'right', where: { store: 'sqlite', path }, inner, outer });
    },
  },
  {
    // A process that dies or stalls between an effect and its mark cannot help it; nothing else may matter.
    name: 'SQLite, by handlers that commit nothing',
    isPossible: true,
    run: (size, folder) => {
      const path = join(folder, 'alone.db');
      return runLedger({
        ...size,
        kind: 'right-alone',
        where: { store: 'sqlite', path },
        leaseMilliseconds: 3000,
        inner: { ...inner, stalls: false },
        outer: { lockedFile: path },
      });
    },
  },
  {
    name: 'Redis',
    isPossible: hasRedisServer(),
    run: async (size) => {
      await using server = await RedisServer.start({ keepsData: true });
      const where = { store: 'redis', port: server.port } as const;
      return await runLedger({ ...size, kind: 'right', where, inner, outer: { kills: true, server } });
    },
  },
  {
    name: 'Postgres',
    isPossible: hasPostgres(),
    run: async (size) => {
      await using started = await PostgresServer.start();
      const where = { store: 'postgres', port: started.port } as const;
      const server = { kill: () => started.stop(), start: () => started.start() };
      return await runLedger({ ...size, kind: 'right', where, inner, outer: { kills: true, server } });
    },
  },
];

if (import.meta.main) await sendAll();

/** `npm run exactly-once`. */
async function sendAll(): Promise<void> {
  const events = Number(process.argv[2] ?? 100_000);
  if (!Number.isInteger(events) || events < 1) {
    process.stderr.write(
      `${process.argv[2]} is not a number of events: it must be an integer of 1 or more\n`,
    );
    process.exit(2);
  }
  /** Of all events, each store gets the same part. */
  const size = { events: Math.ceil(events / rightRuns.length), pauseMilliseconds: 3000 };
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
  const ledgers: Ledger[] = [];
  try {
    for (const { name, isPossible, run } of rightRuns) {
      if (isPossible) ledgers.push(await run(size, folder));
      else process.stdout.write(`${name} is not installed and was left out\n`);
    }
    const where = { store: 'sqlite', path: join(folder, 'away.db') } as const;
    ledgers.push(
      await runLedger({ kind: 'right', where, events: 500, isAway: true, outer: { kills: true } }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  console.table(ledgers);
  if (!ledgers.every((ledger) => isBalanced(ledger))) process.exitCode = 1;
}
