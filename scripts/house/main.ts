// `npm run house`: how large the house is, and what it costs to run. `--surface` prints instead what users can name:
// commands and options, exports, ids of requirements, one a line and sorted, so that two commits can be compared by diff.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPacked } from '../../e2e/src/install-packages.ts';
import { bundleSize, sizeLimits, withoutValidators } from '../../e2e/src/size.ts';
import { countLines } from './count.ts';
import { measureWays } from './hops.ts';
import { readSurface } from './surface.ts';

const root = join(import.meta.dirname, '../..');
const lister = join(root, 'packages/cli/src/testing/list-modules.ts');

/** Writes what a process has cost, and does nothing else: a list of modules takes time and memory of its own. */
const costWriter = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from 'node:fs';
const file = process.env.COST_FILE;
process.on('exit', () => writeFileSync(file, JSON.stringify(process.resourceUsage())));
`)}`;

type Plugins = NonNullable<Parameters<typeof bundleSize>[2]>;

/** Bundles what only Node can use, its pool of connections for one. */
const forNode: Plugins[number] = {
  name: 'for-node',
  setup({ initialOptions }) {
    initialOptions.conditions = ['node'];
  },
};

if (process.argv.includes('--surface')) {
  console.log(readSurface(root).join('\n'));
} else {
  const rows = countLines(root);
  const keys = ['files', 'lines', 'budget', 'tests'] as const;
  const all = Object.fromEntries(keys.map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0)]));
  console.table(Object.fromEntries([...rows.map(({ part, ...row }) => [part, row]), ['all', all]]));
  console.log('import cycles, types included:');
  spawnSync('biome', ['lint', '--only=suspicious/noImportCycles'], { cwd: root, stdio: 'inherit' });
  await measureRuns();
}

async function measureRuns(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'house-'));
  try {
    const har = join(folder, 'exchanges.har');
    const { project } = await installPacked(folder, {});
    const command: Command = { folder, main: join(project, 'node_modules/trtc-call/dist/start.cjs') };
    run(command, ['conformance', '--target', 'mock', '--har', har], costWriter);
    console.log('the command as it is installed:');
    console.table({
      'conformance, the mock': runMeasured(command, ['conformance', '--target', 'mock']),
      '--version': runMeasured(command, ['--version']),
      'drift check FILE': runMeasured(command, ['drift', 'check', har]),
    });
    console.table(measureWays(root, har));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await measureSizes();
}

/** Of each entry of the client, minified and gzipped, in bytes. */
async function measureSizes(): Promise<void> {
  const { both, v1, v4 } = sizeLimits;
  const limits = { '@trtc-call/client': both, '@trtc-call/client/v1': v1, '@trtc-call/client/v4': v4 };
  const sizes: Record<string, object> = {};
  for (const [entry, limit] of Object.entries(limits)) {
    const weigh = (plugins?: Plugins) => bundleSize(`export * from '${entry}';`, join(root, 'e2e'), plugins);
    const { firstCall, whole } = await weigh();
    sizes[entry] = {
      'first call': firstCall,
      'without validators': (await weigh([withoutValidators])).firstCall,
      'for Node': (await weigh([forNode])).firstCall,
      limit,
      whole,
    };
  }
  console.table(sizes);
}

interface Command {
  readonly main: string;
  /** Where it runs and what it measures is written. */
  readonly folder: string;
}

interface Measured {
  /** Modules of our packages that were loaded, and of packages of others. */
  readonly 'own modules': number;
  readonly 'of others': number;
  /** The packages that the own modules are of. */
  readonly packages: string;
  readonly ms: number;
  /** Of all threads, user and system. */
  readonly 'CPU ms': number;
  /** The most that was resident. */
  readonly MB: number;
}

/** Runs the command once for its modules and once for its cost. */
function runMeasured(command: Command, args: readonly string[]): Measured {
  const { list } = run(command, args, lister);
  const [, ...urls] = readFileSync(list, 'utf8').split('\n');
  const { cost, milliseconds } = run(command, args, costWriter);
  const { userCPUTime, systemCPUTime, maxRSS }: NodeJS.ResourceUsage = JSON.parse(readFileSync(cost, 'utf8'));
  const names = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
  const own = names.filter((name) => /^(?:@trtc-call\/|trtc-call$)/.test(name));
  return {
    'own modules': own.length,
    'of others': names.length - own.length,
    packages: [...new Set(own)]
      .map((name) => name.replace('@trtc-call/', ''))
      .sort()
      .join(' '),
    ms: Math.round(milliseconds),
    'CPU ms': Math.round((userCPUTime + systemCPUTime) / 1000),
    MB: Math.round(maxRSS / 1024),
  };
}

function run({ main, folder }: Command, args: readonly string[], observer: string) {
  const [list, cost] = [join(folder, 'modules.txt'), join(folder, 'cost.json')];
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', observer, main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, MODULE_LIST: list, COST_FILE: cost },
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = performance.now() - started;
  if (status === null || status > 1)
    throw new Error(`trtc-call ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return { list, cost, milliseconds };
}
