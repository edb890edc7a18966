// `npm test`: every check of every package through turbo's cache, then one line that adds them up. With names of
// folders it runs only their checks, with `--full` proofs that have a short form take their long one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Outcome } from './outcome.ts';
import { serveTurns, Turns } from './turns.ts';

const root = join(import.meta.dirname, '..');
const started = performance.now();
/** More failures than these are counted at the end, not named. */
const maxFailures = 10;
const files = { cwd: root, exclude: ['node_modules'] };

const { isFull, names } = readArguments();
/** Each suite that a manifest names, by the name of its folder. */
const suites = globSync('{package.json,*/package.json,packages/*/package.json}', files).flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/scripts\/check\.ts ([\w-]+) --/g)].flatMap(
    ([, suite = '']) =>
      isFull || !suite.endsWith('-types')
        ? [{ suite, folder: dirname(file), part: basename(dirname(file)) }]
        : [],
  ),
);
const parts = new Set(suites.filter(({ part }) => part !== '.').map(({ part }) => part));
const unknown = names.find((name) => !parts.has(name));
if (unknown !== undefined)
  refuse(`unknown part '${unknown}': use one of ${[...parts].toSorted().join(', ')}`);
const isAll = names.length === 0;
const chosen = suites.filter(
  ({ suite, part }) => isAll || names.includes(part) || suite === 'lint' || suite === 'types',
);

for (const folder of globSync('{.,*,packages/*}/.results', files)) {
  rmSync(join(root, folder), { recursive: true, force: true });
}

// The native compiler reads all packages at once; apart each is checked by its own tsconfig and its own TypeScript, the
// one that its users and its tools still have.
const typecheck = isFull && isAll ? 'typecheck' : '//#typecheck';
const tasks = ['lint', typecheck, 'generated', 'test', 'with-client', 'inputs', 'e2e', 'alone'];
const filters = new Set(chosen.map(({ folder }) => `--filter=${folder === '.' ? '//' : `./${folder}`}`));
const turbo = spawn(
  'turbo',
  [
    'run',
    ...tasks,
    ...(isAll ? ['unused', 'changesets'] : filters),
    // Each check waits for its turn by itself.
    '--concurrency=40',
    '--continue=always',
    '--output-logs=new-only',
    '--no-update-notifier',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: [join(import.meta.dirname, 'turbo'), process.env.PATH].join(delimiter),
      TURBO_TELEMETRY_DISABLED: '1',
      TRTC_CALL_TURNS: String(await serveTurns(new Turns())),
      ...(isFull && { TRTC_CALL_FULL: '1' }),
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => turbo.kill(signal));
const [status] = await once(turbo, 'close');

const outcomes = globSync('{.,*,packages/*}/.results/*.json', files).map(
  (file): Outcome => JSON.parse(readFileSync(join(root, file), 'utf8')),
);
// A suite that a manifest names and that left no record has failed, however quietly.
const missing = chosen
  .map(({ suite }) => suite)
  .filter((suite) => !outcomes.some((outcome) => outcome.suite === suite));
outcomes.push(...missing.map((suite) => ({ suite, passed: 0, failed: 1, failures: [], skipped: [] })));

console.log('');
const width = Math.max(...outcomes.map(({ suite }) => suite.length));
for (const { suite, passed, failed } of outcomes.toSorted((a, b) => a.suite.localeCompare(b.suite))) {
  const mark = missing.includes(suite) ? 'did not run' : failed > 0 ? 'FAILED' : 'ok';
  const counts = `${String(passed).padStart(5)} passed  ${String(failed).padStart(3)} failed`;
  console.log(`${suite.padEnd(width)}  ${counts}  ${mark}`);
}
for (const { suite, skipped } of outcomes)
  for (const name of skipped) console.log(`SKIPPED ${suite}: ${name}`);
const failures = outcomes.flatMap(({ suite, failures }) =>
  failures.map((name) => `FAILED ${suite}: ${name}`),
);
for (const line of failures.slice(0, maxFailures)) console.log(line);
if (failures.length > maxFailures) console.log(`and ${failures.length - maxFailures} more`);

const sum = (pick: (outcome: Outcome) => number) =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const skipped = sum((outcome) => outcome.skipped.length);
const forbidden = process.env.CI === 'true' ? skipped : 0;
if (forbidden > 0) console.log('CI allows no skipped test: install what the skipped tests name.');
const failed = sum((outcome) => outcome.failed) + forbidden;
const unrecorded = status !== 0 && failed === 0;
if (unrecorded) console.log('turbo reported an error that no suite recorded: its output is above.');
const left = suites
  .map(({ suite }) => suite)
  .filter((suite) => !outcomes.some((each) => each.suite === suite));
if (left.length > 0) console.log(`\nNot run: ${left.toSorted().join(', ')}. npm test runs all.`);
console.log(`\n${Math.round((performance.now() - started) / 1000)} s`);
const total = unrecorded ? 1 : failed;
console.log(
  `${sum(({ passed }) => passed)} passed, ${total} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
process.exitCode = total > 0 ? 1 : 0;

function readArguments(): { isFull: boolean; names: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      options: { full: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    return { isFull: values.full, names: positionals };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(message: string): never {
  console.error(`npm test: ${message}`);
  process.exit(2);
}
