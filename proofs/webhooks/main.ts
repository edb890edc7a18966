import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBalanced, type Ledger, ledgerTable, longAway, runLedger } from './ledger.ts';
import { rightRuns } from './runs.ts';

const events = Number(process.argv[2] ?? 100_000);
if (!Number.isInteger(events) || events < 1) {
  process.stderr.write(`${process.argv[2]} is not a number of events: give a whole number from 1\n`);
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
  ledgers.push(await runLedger({ kind: 'right', where, ...longAway, outer: { kills: true } }));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
process.stdout.write(`${ledgerTable(ledgers)}\n`);
if (!ledgers.every(isBalanced)) process.exitCode = 1;
