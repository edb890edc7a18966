import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { isBalanced, type Ledger, type LedgerRun, runLedger } from './ledger.ts';
import { rightRuns } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
// `npm run exactly-once` sends a hundred times as many.
const size = isFullProof ? { events: 1000, seconds: 9 } : { events: 100, seconds: 5 };
// Beside other tests a server is away for longer than it was stopped, and more is turned away.
const mostPercent = isFullProof ? 1 : 10;
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

// On a busy machine each process takes its time to start, and each lease that is outlived is waited for.
vi.setConfig({ testTimeout: 300_000 });

let files = 0;
async function keepLedger(run: Partial<LedgerRun> & Pick<LedgerRun, 'kind'>): Promise<Ledger> {
  files += 1;
  const where = { store: 'sqlite', path: join(folder, `${files}.db`) } as const;
  return runLedger({ where, events: isFullProof ? 1000 : 100, seconds: isFullProof ? 3 : 1, ...run });
}

describe.concurrent('whatever fails, stalls, steps, is locked, restarted and killed, every event has its effect once', () => {
  for (const { name, isPossible, run } of rightRuns) {
    test.skipIf(!isPossible)(`with ${name}`, async () => {
      const ledger = await run(size, folder);
      expect(isBalanced(ledger, mostPercent), JSON.stringify(ledger)).toBe(true);
      const { kills, stalls, clockSteps, locks, restarts } = ledger;
      expect(kills + stalls + clockSteps + locks + restarts).toBeGreaterThan(3);
    });
  }
});

test.concurrent('what the vendor gives up takes effect all the same, unless nothing is kept of it', async () => {
  const size = isFullProof ? { events: 500, pace: 1 } : { events: 50, pace: 0.1 };
  const away = { ...size, isAway: true, seconds: 0, workers: 1 };
  const [right, forgetting] = await Promise.all([
    keepLedger({ kind: 'right', ...away }),
    keepLedger({ kind: 'keeps-nothing', ...away }),
  ]);
  expect(right.givenUp).toBe(right.deliveries);
  expect(isBalanced(right), JSON.stringify(right)).toBe(true);
  expect(forgetting.never).toBeGreaterThan(0);
});

const memory = { store: 'memory', path: join(folder, 'lease.db') } as const;
/** Wrong in their own ways: the first does too much, the second too little. */
const broken: readonly {
  readonly title: string;
  readonly run: Parameters<typeof keepLedger>[0];
  readonly wrong: 'moreOften' | 'never';
}[] = [
  { title: 'forgets what it has handled', run: { kind: 'forgetful' }, wrong: 'moreOften' },
  { title: 'acknowledges before it has handled', run: { kind: 'acknowledges-first' }, wrong: 'never' },
  {
    title: 'commits no effect with the mark',
    run: { kind: 'effect-before-mark', outer: { kills: true }, pauseMilliseconds: 500 },
    wrong: 'moreOften',
  },
  {
    title: 'takes a lease for ownership',
    run: {
      kind: 'lease-for-ownership',
      where: memory,
      workers: 1,
      inner: { stalls: true, clockSteps: true },
    },
    wrong: 'moreOften',
  },
  {
    title: 'measures a lease by the clock of the day',
    run: { kind: 'clock-of-the-day', slowPercent: 40, inner: { clockSteps: true } },
    wrong: 'moreOften',
  },
];

// Whether a broken receiver goes wrong in a short run is chance: a ledger that cannot tell fails each time.
test.concurrent.for(isFullProof ? broken : broken.slice(0, 2))(
  'the ledger finds a receiver that $title',
  { retry: 2 },
  async ({ run, wrong }, { expect }) => {
    expect((await keepLedger(run))[wrong]).toBeGreaterThan(0);
  },
);
