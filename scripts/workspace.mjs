// The one script that must run on the user's own Node (20.19 or newer), before anything is installed:
// plain JavaScript and node: modules only. Everything after it runs on the workspace's Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules', '.installed');
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

// With credentials in the environment the live endpoint, else the mock.
const target = process.env.TRTC_CALL_SDK_APP_ID ? 'live' : 'mock';

const commands = {
  start: ['packages/cli/src/main.ts', 'conformance', '--target', target, '--out', 'reports/conformance'],
  test: ['scripts/test.ts'],
  generate: ['scripts/generate.ts'],
  house: ['scripts/house/main.ts'],
  pack: ['scripts/pack.ts'],
  'release:dry': ['e2e/src/publishing/dry-run.ts'],
  site: ['site/build.ts'],
  bench: ['bench/main.ts'],
  clients: ['clients/main.ts'],
  'bench:drift': ['bench/drift/main.ts'],
  'pages:mutants': ['bench/drift/pages.ts'],
  pages: ['packages/drift/src/testing/show-pages.ts'],
  faults: ['proofs/fault-matrix/run-matrix.ts'],
  books: ['proofs/books/main.ts'],
  'day-of-drift': ['proofs/day-of-drift/main.ts'],
  'exactly-once': ['proofs/webhooks/main.ts'],
  fuzz: ['proofs/fuzz/main.ts'],
  example: ['examples/run.ts'],
  'trtc-call': ['packages/cli/src/main.ts'],
};

/** The options of those that look for theirs only: another one would have no effect. */
const options = {
  generate: [],
  house: ['--surface'],
  pack: [],
  site: ['--serve'],
  bench: ['--write'],
  clients: ['--write'],
  faults: [],
  'day-of-drift': [],
};

const [command, ...rest] = process.argv.slice(2);
const script = commands[command];
if (!script) fail(`unknown command '${command}': use one of ${Object.keys(commands).join(', ')}`);
const known = options[command];
const unknown = known && rest.find((option) => option.startsWith('-') && !known.includes(option));
if (unknown) fail(`${command} takes ${known.join(', ') || 'no option'} (got ${unknown})`);
requireNode(20, 19);
install();
run(script, rest);

function requireNode(major, minor) {
  const [haveMajor, haveMinor] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  fail(`Node ${process.versions.node} is too old: install Node ${major}.${minor} or newer and try again`);
}

function manifests() {
  const folders = [
    '.',
    'spec',
    'conformance',
    'e2e',
    'bench',
    'clients',
    'examples',
    'proofs',
    'scripts',
    'site',
  ];
  for (const name of readdirSync(join(root, 'packages'))) folders.push(join('packages', name));
  return folders.map((folder) => join(root, folder, 'package.json')).filter((file) => existsSync(file));
}

function stamp() {
  const hash = createHash('sha256');
  for (const file of [join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...manifests()]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function install() {
  const wanted = stamp();
  if (existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(`Installing with ${packageManager} (only when dependencies change) ...`);
  // The version is pinned by the manifest; corepack does not start on every bare Node 20.
  const installed = spawnSync('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (installed.status !== 0) {
    process.stderr.write(`${installed.stdout ?? ''}${installed.stderr ?? ''}`);
    fail(
      `the installation failed (${installed.error?.message ?? `exit ${installed.status}`}): the output is above`,
    );
  }
  writeFileSync(stampFile, wanted);
}

function run([file, ...fixed], rest) {
  const path = [
    join(root, 'node_modules', 'node', 'bin'),
    join(root, 'node_modules', '.bin'),
    process.env.PATH,
  ];
  const child = spawn(node, [join(root, file), ...fixed, ...rest], {
    stdio: 'inherit',
    env: { npm_lifecycle_event: command, ...process.env, PATH: path.join(delimiter) },
  });
  // Passed on, and then waited for, so that the child can put back what it holds. A terminal sends its signals to the
  // child as well: by the mark of npm it knows that two at a time are one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) =>
    fail(`the workspace's Node did not start (${error.message}): run npm start again`),
  );
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

function fail(message) {
  console.error(`trtc-call: ${message}`);
  process.exit(2);
}
