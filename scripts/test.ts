// `npm test`: every check of every package through turbo's cache, then one line that adds them up. With `--full` proofs
// that have a short form take their long one.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from './outcome.ts';

const root = join(import.meta.dirname, '..');
const started = performance.now();

for (const folder of globSync('{.,*,packages/*}/.results', { cwd: root, exclude: ['node_modules'] })) {
  rmSync(join(root, folder), { recursive: true, force: true });
}

const isFull = process.argv.includes('--full');
// The native compiler reads all packages at once; apart each is checked by its own tsconfig and its own TypeScript, the
// one that its users and its tools still have.
const typecheck = isFull ? 'typecheck' : '//#typecheck';
const tasks = [
  'lint',
  'unused',
  'changesets',
  'generated',
  typecheck,
  'test',
  'with-client',
  'inputs',
  'e2e',
  'alone',
];
const turbo = [
  'run',
  ...tasks,
  // Tests wait for a third of their time: on two cores a third check fills it.
  '--concurrency=3',
  '--continue=always',
  '--output-logs=new-only',
  '--no-update-notifier',
];
const { status } = spawnSync('turbo', turbo, {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    TURBO_TELEMETRY_DISABLED: '1',
    ...(isFull && { TRTC_CALL_FULL: '1' }),
  },
});

const files = { cwd: root, exclude: ['node_modules'] };
const outcomes = globSync('{.,*,packages/*}/.results/*.json', files).map(
  (file): Outcome => JSON.parse(readFileSync(join(root, file), 'utf8')),
);
// A suite that a manifest names and that left no record has failed, however quietly.
const expected = globSync('{package.json,*/package.json,packages/*/package.json}', files)
  .flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/scripts\/check\.ts ([\w-]+) --/g)].map(
      ([, suite = '']) => suite,
    ),
  )
  .filter((suite) => isFull || !suite.endsWith('-types'));
const missing = expected.filter((suite) => !outcomes.some((outcome) => outcome.suite === suite));
outcomes.push(...missing.map((suite) => ({ suite, passed: 0, failed: 1, skipped: [] })));

console.log('');
const width = Math.max(...outcomes.map(({ suite }) => suite.length));
for (const { suite, passed, failed } of outcomes.toSorted((a, b) => a.suite.localeCompare(b.suite))) {
  const mark = missing.includes(suite) ? 'did not run' : failed > 0 ? 'FAILED' : 'ok';
  const counts = `${String(passed).padStart(5)} passed  ${String(failed).padStart(3)} failed`;
  console.log(`${suite.padEnd(width)}  ${counts}  ${mark}`);
}
for (const { suite, skipped } of outcomes)
  for (const name of skipped) console.log(`SKIPPED ${suite}: ${name}`);

const sum = (pick: (outcome: Outcome) => number) =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const skipped = sum((outcome) => outcome.skipped.length);
const forbidden = process.env.CI === 'true' ? skipped : 0;
if (forbidden > 0) console.log('CI allows no skipped test: install what the skipped tests name.');
const failed = sum((outcome) => outcome.failed) + forbidden;
const unrecorded = status !== 0 && failed === 0;
if (unrecorded) console.log('turbo reported an error that no suite recorded: its output is above.');
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
const total = unrecorded ? 1 : failed;
console.log(
  `${sum(({ passed }) => passed)} passed, ${total} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exitCode = total > 0 ? 1 : 0;
