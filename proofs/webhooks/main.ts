import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedisServer, RedisServer } from '@trtc-call/test-servers';
import { isBalanced, type Ledger, ledgerTable, longAway, runLedger } from './ledger.ts';

const events = Number(process.argv[2] ?? 100_000);
if (!Number.isInteger(events) || events < 1) {
  process.stderr.write(`${process.argv[2]} is no number of events: give a whole number from 1\n`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'trtc-call-ledger-'));
const ledgers: Ledger[] = [];
try {
  const common = { kind: 'right', events, killEveryMilliseconds: 3000 } as const;
  ledgers.push(await runLedger({ ...common, where: { store: 'sqlite', path: join(folder, 'events.db') } }));
  ledgers.push(
    await runLedger({ ...common, ...longAway, where: { store: 'sqlite', path: join(folder, 'away.db') } }),
  );
  if (hasRedisServer()) {
    await using redis = await RedisServer.start();
    ledgers.push(await runLedger({ ...common, where: { store: 'redis', port: redis.port } }));
  } else process.stdout.write('redis-server is not installed: Redis was left out\n');
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
process.stdout.write(`${ledgerTable(ledgers)}\n`);
if (!ledgers.every(isBalanced)) process.exitCode = 1;
