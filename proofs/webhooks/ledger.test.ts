import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { afterAll, expect, test } from 'vitest';
import { isBalanced, type Ledger, ledgerTable, longAway, runLedger } from './ledger.ts';
import type { ReceiverKind, StoreSettings } from './messages.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
const ledgers: Ledger[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.stdout.write(`${ledgerTable(ledgers)}\n`);
});

/** All of them in CI; fewer at a desk, where `npm run ledger` sends all. */
const events = process.env.CI === 'true' ? 100_000 : 10_000;

async function ledgerOf(
  kind: ReceiverKind,
  where: StoreSettings,
  { events: sent = 3000, awayMilliseconds = 0 } = {},
): Promise<Ledger> {
  // What is wrong is to be killed at work, however quickly it works.
  const killEveryMilliseconds = kind === 'right' ? 1500 : 150;
  const ledger = await runLedger({ kind, where, events: sent, killEveryMilliseconds, awayMilliseconds });
  ledgers.push(ledger);
  return ledger;
}

const sqlite = (): StoreSettings => ({ store: 'sqlite', path: join(folder, `${ledgers.length}.db`) });

test('with SQLite every event has its effect once, whatever fails and is killed', async () => {
  const ledger = await ledgerOf('right', sqlite(), { events });
  expect(ledger.kills).toBeGreaterThan(0);
  expect(isBalanced(ledger), ledgerTable([ledger])).toBe(true);
}, 600_000);

test.skipIf(!hasRedisServer())(
  'with Redis too (needs redis-server)',
  async () => {
    await using redis = await RedisServer.start();
    const ledger = await ledgerOf('right', { store: 'redis', port: redis.port }, { events });
    expect(ledger.kills).toBeGreaterThan(0);
    expect(isBalanced(ledger), ledgerTable([ledger])).toBe(true);
  },
  600_000,
);

test('what the vendor gives up takes effect all the same', async () => {
  const ledger = await ledgerOf('right', sqlite(), longAway);
  expect(ledger.givenUp).toBeGreaterThan(0);
  expect(isBalanced(ledger), ledgerTable([ledger])).toBe(true);
});

test('and the ledger tells of a receiver that keeps nothing of it', async () => {
  expect((await ledgerOf('keeps-nothing', sqlite(), longAway)).never).toBeGreaterThan(0);
});

test('the ledger tells of a receiver that forgets what it has handled', async () => {
  expect((await ledgerOf('forgetful', sqlite())).moreOften).toBeGreaterThan(0);
});

test('and of one whose effect is not committed with the mark', async () => {
  expect((await ledgerOf('effect-before-mark', sqlite())).moreOften).toBeGreaterThan(0);
});

test('and of one that acknowledges before it has handled', async () => {
  expect((await ledgerOf('acknowledges-first', sqlite())).never).toBeGreaterThan(0);
});
