// `npm run day-of-drift`: a vendor that changes, from the check to the fix.
import { spawn } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DriftReport } from '@trtc-call/drift';
import { copyWorkspace } from '@trtc-call/drift/testing';
import { startVendor } from './vendor.ts';

const packages = [
  'packages/client',
  'packages/webhooks',
  'packages/call-book',
  'packages/mock',
  'packages/drift',
  'packages/reporting',
  'packages/cli',
  'conformance',
];

/** What one check of the day came to. */
export interface DayCheck extends CommandRun {
  readonly report: DriftReport;
}

/** Everything that happened, for a test to hold against what should. */
export interface Day {
  /** Of a whole day only: a check after the fix is as silent. */
  readonly quiet: DayCheck | undefined;
  /** Of a whole day only: the fix reports the same. */
  readonly found: DayCheck | undefined;
  readonly fixed: DayCheck;
  readonly after: DayCheck;
  /** Of a whole day only. */
  readonly conformance: CommandRun | undefined;
  /** Of a whole day only. */
  readonly types: CommandRun | undefined;
  readonly silent: DayCheck;
  readonly stale: DayCheck;
  /** The generated types of the client after the fix. */
  readonly clientTypes: string;
  readonly changesets: readonly string[];
}

/**
 * Plays a day: a check on which nothing changed, a vendor that changes, the check that finds it, the fix, the
 * client generated from it, and the same vendor held against the new contract; then a vendor that does not answer.
 *
 * @param isWhole whether what takes longest is done too: the suite, and the compiler over what uses the client
 * @param tell is given a line for each step
 */
export async function playDay(isWhole: boolean, tell: (line: string) => void): Promise<Day> {
  const vendor = await startVendor();
  const root = copyWorkspace(packages);
  try {
    const PATH = [generateOnly(root), process.env.PATH].join(delimiter);
    const environment = { PATH, ...vendor.environment };
    const cli = (...args: string[]) => runNode(['packages/cli/src/main.ts', ...args], root, environment);
    const check = async (title: string, ...more: string[]): Promise<DayCheck> => {
      const scheduled = [
        '--target',
        vendor.url,
        '--allow-mutations',
        '--out',
        'out',
        '--state',
        'state.json',
        // What changes is of v1.
        ...(isWhole ? [] : ['--generation', 'v1']),
      ];
      const run = await cli('drift', 'check', ...scheduled, ...more);
      const report: DriftReport = JSON.parse(readFileSync(join(root, 'out', 'report.json'), 'utf8'));
      tell(`${title}: exit ${run.exitCode}, ${report.findings.length} findings`);
      return { ...run, report };
    };
    const before = new Set(globSync('.changeset/*.md', { cwd: root }));
    const quiet = isWhole ? await check('nothing changed') : undefined;
    vendor.change();
    const found = isWhole ? await check('the vendor changed') : undefined;
    const fixed = await check('--fix', '--fix');
    const changesets = globSync('.changeset/*.md', { cwd: root }).filter((file) => !before.has(file));
    tell(`changeset: ${changesets.join(', ')}`);
    const after = await check('the same vendor, the new contract');
    const conformance = isWhole
      ? await cli('conformance', '--target', vendor.url, '--allow-mutations')
      : undefined;
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const types = isWhole
      ? await runNode(
          [tsc, '--noEmit', '--project', 'tsconfig.json'],
          join(root, 'packages/mock'),
          environment,
        )
      : undefined;
    if (conformance && types) {
      tell(`conformance: exit ${conformance.exitCode}, ${conformance.output.trimEnd().split('\n').at(-1)}`);
      tell(`types of the mock, which uses the client: exit ${types.exitCode}`);
    }
    const clientTypes = readFileSync(join(root, 'packages/client/src/v1/generated/v1.gen.ts'), 'utf8');
    await vendor.close();
    const silent = await check('no answer');
    backdateFailure(join(root, 'state.json'));
    const stale = await check('no answer for longer than a week');
    const read = (file: string) => readFileSync(join(root, file), 'utf8');
    const texts = changesets.map(read);
    return { quiet, found, fixed, after, conformance, types, silent, stale, clientTypes, changesets: texts };
  } finally {
    await vendor.close();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Moves the first failure back by eight days, instead of waiting for a week. */
function backdateFailure(file: string): void {
  const text = readFileSync(file, 'utf8');
  const since = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000).toISOString();
  writeFileSync(file, text.replace(/("failingSince": )"[^"]*"/, `$1"${since}"`));
}

/** What came of a command. */
interface CommandRun {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs a program with this Node in a folder. */
async function runNode(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { exitCode, output };
}

/** An `npm run generate` that never installs: what is installed belongs to the workspace that was copied. */
function generateOnly(root: string): string {
  const folder = join(root, '.bin');
  mkdirSync(folder);
  const npm = join(folder, 'npm');
  const node = `"${process.execPath}"`;
  writeFileSync(
    npm,
    `#!/bin/sh\nset -e\n(cd "${root}/spec" && ${node} src/generate/main.ts)\ncd "${root}/packages/client" && ${node} scripts/generate.ts\n`,
  );
  chmodSync(npm, 0o755);
  return folder;
}

if (import.meta.main) {
  const day = await playDay(true, (line) => process.stdout.write(`${line}\n`));
  const isPassed = day.after.exitCode === 0 && day.conformance?.exitCode === 0 && day.types?.exitCode === 0;
  process.stdout.write(isPassed ? 'After the fix everything passes.\n' : 'After the fix something fails.\n');
  process.exitCode = isPassed ? 0 : 1;
}
