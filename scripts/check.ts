// Runs one check of one package and records its outcome: `check.ts <suite> -- <command> <arguments>`.
// The record is what `npm test` adds up, and what turbo's cache gives back when nothing changed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, readVitestOutcome, type VitestReport } from './outcome.ts';
import { takeTurn } from './turns.ts';

const [suite, separator, command, ...args] = process.argv.slice(2);
if (!suite || separator !== '--' || !command) {
  console.error('usage: node scripts/check.ts <suite> -- <command> [arguments]');
  process.exit(2);
}

const folder = join(process.cwd(), '.results');
const file = join(folder, `${suite}.json`);
const vitestFile = join(folder, `${suite}.vitest-report`);
mkdirSync(folder, { recursive: true });
rmSync(vitestFile, { force: true });

const isVitest = command === 'vitest';
const reporters = isVitest
  ? ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestFile}`]
  : [];
// Tests start hundreds of processes of the same sources: each compiles them once, not again in every process.
const compileCache = join(import.meta.dirname, '..', 'node_modules', '.cache', 'node-compile');
const { TRTC_CALL_TURNS: port, ...environment } = process.env;
const turn = port && (await takeTurn(suite, Number(port)));
// What a check starts is part of its turn: a check within it that waited for another turn could wait for this one.
const { status, error } = spawnSync(command, [...args, ...reporters], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compileCache, ...environment },
});
if (turn) turn.destroy();
if (error) console.error(`${suite}: ${command} did not start: ${error.message}`);

const passed = Number(status === 0);
const outcome: Outcome = isVitest
  ? readVitestOutcome(suite, readReport(), status)
  : { suite, passed, failed: 1 - passed, failures: [], skipped: [] };
rmSync(vitestFile, { force: true });
writeFileSync(file, `${JSON.stringify(outcome)}\n`);
process.exitCode = status ?? 1;

function readReport(): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(vitestFile, 'utf8'));
  } catch {
    return undefined;
  }
}
