import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { isBalanced, type Ledger, type LedgerRun, ledgerTable, longAway, runLedger } from './ledger.ts';
import { rightRuns } from './runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
const ledgers: Ledger[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.stdout.write(`${ledgerTable(ledgers)}\n`);
});

let files = 0;
async function ledgerOf(run: Partial<LedgerRun> & Pick<LedgerRun, 'kind'>): Promise<Ledger> {
  files += 1;
  const where = { store: 'sqlite', path: join(folder, `${files}.db`) } as const;
  const ledger = await runLedger({ where, events: 1000, seconds: 6, ...run });
  ledgers.push(ledger);
  return ledger;
}

// `npm run ledger` sends twenty times as many.
describe.concurrent('whatever fails, stalls, steps, is locked, restarted and killed, every event has its effect once', () => {
  for (const { name, isPossible, run } of rightRuns) {
    test.skipIf(!isPossible)(`with ${name}`, async () => {
      const ledger = await run({ events: 1000, seconds: 9 }, folder);
      ledgers.push(ledger);
      expect(isBalanced(ledger), ledgerTable([ledger])).toBe(true);
      const { kills, stalls, clockSteps, locks, restarts } = ledger;
      expect(kills + stalls + clockSteps + locks + restarts).toBeGreaterThan(3);
    });
  }
});

test.concurrent('what the vendor gives up takes effect all the same, unless nothing is kept of it', async () => {
  const [right, forgetting] = await Promise.all([
    ledgerOf({ kind: 'right', ...longAway, seconds: 0 }),
    ledgerOf({ kind: 'keeps-nothing', ...longAway, seconds: 0 }),
  ]);
  expect(right.givenUp).toBeGreaterThan(0);
  expect(isBalanced(right), ledgerTable([right])).toBe(true);
  expect(forgetting.never).toBeGreaterThan(0);
});

describe.concurrent('the ledger tells of a receiver', () => {
  const killed = { outer: { kills: true }, pauseMilliseconds: 500 };

  test('that forgets what it has handled', async () => {
    expect((await ledgerOf({ kind: 'forgetful', ...killed })).moreOften).toBeGreaterThan(0);
  });

  test('whose effect is not committed with the mark', async () => {
    expect((await ledgerOf({ kind: 'effect-before-mark', ...killed })).moreOften).toBeGreaterThan(0);
  });

  test('that acknowledges before it has handled', async () => {
    expect((await ledgerOf({ kind: 'acknowledges-first', ...killed })).never).toBeGreaterThan(0);
  });

  test('that takes a lease for ownership', async () => {
    const where = { store: 'memory', path: join(folder, 'lease.db') } as const;
    const inner = { stalls: true, clockSteps: true };
    const ledger = await ledgerOf({ kind: 'lease-for-ownership', where, workers: 1, inner });
    expect(ledger.moreOften).toBeGreaterThan(0);
  });

  test('that measures a lease by the clock of the day', async () => {
    const ledger = await ledgerOf({ kind: 'clock-of-the-day', slowPercent: 40, inner: { clockSteps: true } });
    expect(ledger.moreOften).toBeGreaterThan(0);
  });
});
