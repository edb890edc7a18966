// `npm run house`: how large the house is, and what it costs to run. `--surface` prints instead what users can name:
// commands and options, exports, ids of requirements, one a line and sorted, so that two commits can be compared by diff.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSize } from '../../e2e/src/size.ts';
import { countLines, findCycles } from './count.ts';
import { readSurface } from './surface.ts';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'packages/cli/src/main.ts');

if (process.argv.includes('--surface')) {
  console.log(readSurface(root).join('\n'));
} else {
  const rows = countLines(root);
  const total = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0);
  const print = (cells: readonly (string | number)[]) =>
    console.log(cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(22) : `${cell}`.padStart(9))).join(''));
  print(['part', 'files', 'lines', 'budget', 'over', 'tests']);
  for (const { part, files, lines, budget, tests } of rows) {
    const over = budget === undefined ? '' : Math.max(0, lines - budget);
    print([part, files, lines, budget ?? '', over, tests]);
  }
  const budgets = total(({ budget = 0 }) => budget);
  print([
    'all',
    total((row) => row.files),
    total((row) => row.lines),
    budgets,
    '',
    total((row) => row.tests),
  ]);

  const cycles = findCycles(root);
  console.log(`\nfiles in import cycles, types included: ${cycles.length}`);
  for (const file of cycles) console.log(`  ${file}`);
  await measureRuns();
}

async function measureRuns(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  try {
    const har = join(folder, 'exchanges.har');
    const run = runMeasured(['conformance', '--target', 'mock', '--har', har], folder);
    console.log('\n                          own modules   of others        ms        MB');
    for (const [name, measured] of [
      ['--version', runMeasured(['--version'], folder)],
      ['drift check FILE', runMeasured(['drift', 'check', har], folder)],
      ['conformance, the mock', run],
    ] as const) {
      const { own, others, milliseconds, megabytes } = measured;
      const cells = [own, others, Math.round(milliseconds), megabytes].map((cell) => `${cell}`.padStart(10));
      console.log(`${name.padEnd(27)}${cells.join('')}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const size = await bundleSize("export * from '@trtc-call/client';", join(root, 'e2e'));
  console.log(`\nclient, minified and gzipped: ${size} bytes, nothing on demand`);
}

interface Measured {
  /** Modules of this repository that were loaded, and of packages of others. */
  readonly own: number;
  readonly others: number;
  readonly milliseconds: number;
  /** The most that was resident. */
  readonly megabytes: number;
}

/** Runs the command from source. */
function runMeasured(args: readonly string[], folder: string): Measured {
  const [recorder, file] = [join(folder, 'recorder.mjs'), join(folder, 'loaded.json')];
  writeFileSync(
    recorder,
    `import { registerHooks } from 'node:module';
import { writeFileSync } from 'node:fs';
const urls = new Set();
registerHooks({ load: (url, context, next) => (urls.add(url), next(url, context)) });
process.on('exit', () => {
  const maxRSS = process.resourceUsage().maxRSS;
  writeFileSync(${JSON.stringify(file)}, JSON.stringify({ urls: [...urls], maxRSS }));
});
`,
  );
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', recorder, main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = performance.now() - started;
  if (status === null || status > 1)
    throw new Error(`trtc-call ${args.join(' ')} ended with ${status}:\n${stderr}`);
  const { urls, maxRSS }: { urls: string[]; maxRSS: number } = JSON.parse(readFileSync(file, 'utf8'));
  const files = urls.filter((url) => url.startsWith('file:') && !url.endsWith('recorder.mjs'));
  const others = files.filter((url) => url.includes('/node_modules/')).length;
  return { own: files.length - others, others, milliseconds, megabytes: Math.round(maxRSS / 1024) };
}
