import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { afterAll, describe, expect, test } from 'vitest';
import { isBalanced, type Ledger, type LedgerRun, runLedger } from './ledger.ts';
import { rightRuns } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
// `npm run exactly-once` sends a hundred times as many.
const size = isFullProof ? { events: 1000, seconds: 9 } : { events: 200, seconds: 5 };
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

let files = 0;
async function keepLedger(run: Partial<LedgerRun> & Pick<LedgerRun, 'kind'>): Promise<Ledger> {
  files += 1;
  const where = { store: 'sqlite', path: join(folder, `${files}.db`) } as const;
  return runLedger({ where, events: isFullProof ? 1000 : 300, seconds: 3, ...run });
}

describe.concurrent('whatever fails, stalls, steps, is locked, restarted and killed, every event has its effect once', () => {
  for (const { name, isPossible, run } of rightRuns) {
    test.skipIf(!isPossible)(`with ${name}`, async () => {
      const ledger = await run(size, folder);
      expect(isBalanced(ledger), JSON.stringify(ledger)).toBe(true);
      const { kills, stalls, clockSteps, locks, restarts } = ledger;
      expect(kills + stalls + clockSteps + locks + restarts).toBeGreaterThan(3);
    });
  }
});

test.concurrent('what the vendor gives up takes effect all the same, unless nothing is kept of it', async () => {
  const size = isFullProof ? { events: 500, pace: 1 } : { events: 100, pace: 0.1 };
  const away = { ...size, isAway: true, seconds: 0 };
  const [right, forgetting] = await Promise.all([
    keepLedger({ kind: 'right', ...away }),
    keepLedger({ kind: 'keeps-nothing', ...away }),
  ]);
  expect(right.givenUp).toBe(right.deliveries);
  expect(isBalanced(right), JSON.stringify(right)).toBe(true);
  expect(forgetting.never).toBeGreaterThan(0);
});

// Whether a broken receiver goes wrong in a short run is chance: a ledger that cannot tell fails each time.
describe.concurrent('the ledger finds a receiver', { retry: 2 }, () => {
  test('that forgets what it has handled', async () => {
    expect((await keepLedger({ kind: 'forgetful' })).moreOften).toBeGreaterThan(0);
  });

  test('whose effect is not committed with the mark', async () => {
    const killed = { outer: { kills: true }, pauseMilliseconds: 500 };
    expect((await keepLedger({ kind: 'effect-before-mark', ...killed })).moreOften).toBeGreaterThan(0);
  });

  test('that acknowledges before it has handled', async () => {
    expect((await keepLedger({ kind: 'acknowledges-first' })).never).toBeGreaterThan(0);
  });

  test('that takes a lease for ownership', async () => {
    const where = { store: 'memory', path: join(folder, 'lease.db') } as const;
    const inner = { stalls: true, clockSteps: true };
    const ledger = await keepLedger({ kind: 'lease-for-ownership', where, workers: 1, inner });
    expect(ledger.moreOften).toBeGreaterThan(0);
  });

  test('that measures a lease by the clock of the day', async () => {
    const ledger = await keepLedger({
      kind: 'clock-of-the-day',
      slowPercent: 40,
      inner: { clockSteps: true },
    });
    expect(ledger.moreOften).toBeGreaterThan(0);
  });
});
