// `npm test`: every check of every package through turbo's cache, then one line that adds them up. With `--full` proofs
// that have a short form take their long one.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isOutcome, type Outcome } from './outcome.ts';

const root = join(import.meta.dirname, '..');
const started = performance.now();

for (const folder of globSync('{.,*,packages/*}/.results', { cwd: root, exclude: ['node_modules'] })) {
  rmSync(join(root, folder), { recursive: true, force: true });
}

const tasks = ['lint', 'unused', 'changesets', 'generated', 'typecheck', 'test', 'test:scripts', 'e2e'];
const turbo = [
  'run',
  ...tasks,
  // Vitest takes a core for each worker: more checks at once than cores only wait for each other.
  '--concurrency=2',
  '--continue=always',
  '--output-logs=new-only',
  '--env-mode=loose',
  '--no-update-notifier',
];
const { status } = spawnSync('turbo', turbo, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    ...(process.argv.includes('--full') && { TRTC_CALL_FULL: '1' }),
  },
});

const expected = expectedSuites();
const outcomes = readOutcomes();
const missing = expected.filter((suite) => !outcomes.some((outcome) => outcome.suite === suite));
for (const suite of missing) outcomes.push({ suite, passed: 0, failed: 1, skipped: [] });
report(outcomes);

/** The suites that the manifests name: a check that left no record has failed, however quietly. */
function expectedSuites(): string[] {
  const suites: string[] = [];
  for (const file of globSync('{package.json,*/package.json,packages/*/package.json}', {
    cwd: root,
    exclude: ['node_modules'],
  })) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, suite] of text.matchAll(/scripts\/check\.ts ([\w-]+) --/g)) if (suite) suites.push(suite);
  }
  return suites;
}

function readOutcomes(): Outcome[] {
  return globSync('{.,*,packages/*}/.results/*.json', { cwd: root, exclude: ['node_modules'] }).flatMap(
    (file) => {
      const outcome: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
      return isOutcome(outcome) ? [outcome] : [];
    },
  );
}

function report(all: Outcome[]): void {
  const sum = (pick: (outcome: Outcome) => number) =>
    all.reduce((total, outcome) => total + pick(outcome), 0);
  const width = Math.max(...all.map((outcome) => outcome.suite.length));
  console.log('');
  for (const outcome of all.toSorted((a, b) => a.suite.localeCompare(b.suite))) {
    const mark = missing.includes(outcome.suite) ? 'did not run' : outcome.failed > 0 ? 'FAILED' : 'ok';
    console.log(
      `${outcome.suite.padEnd(width)}  ${String(outcome.passed).padStart(5)} passed  ${String(outcome.failed).padStart(3)} failed  ${mark}`,
    );
  }
  for (const outcome of all)
    for (const name of outcome.skipped) console.log(`SKIPPED ${outcome.suite}: ${name}`);

  const skipped = sum((outcome) => outcome.skipped.length);
  const forbidden = process.env.CI === 'true' ? skipped : 0;
  if (forbidden > 0) console.log('CI allows no skipped test: install what the skipped tests name.');
  const failed = sum((outcome) => outcome.failed) + forbidden;
  if (status !== 0 && failed === 0)
    console.log('turbo reported an error that no suite recorded: its output is above.');
  console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
  const total = status !== 0 && failed === 0 ? 1 : failed;
  console.log(
    `${sum((outcome) => outcome.passed)} passed, ${total} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  process.exitCode = total > 0 ? 1 : 0;
}
