import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { vi } from 'vitest';
import { isRecord } from './visit.ts';

const root = join(import.meta.dirname, '../..');
const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

// Each test starts a process; on a busy machine that may take longer than a test in this process.
vi.setConfig({ testTimeout: 30_000 });

/** What the lint reports: which rule, where (`file#/pointer`) and in which words. */
export interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly message: string;
}

/** Runs the real `redocly lint` with the root's configuration over a fixture, given relative to this folder. */
export async function lintFixture(fixture: string): Promise<Finding[]> {
  const file = join(import.meta.dirname, fixture);
  const folder = `${relative(root, dirname(file))}/`;
  return (await lint([file])).map((finding) => ({ ...finding, at: finding.at.replace(folder, '') }));
}

/** Runs the real `redocly lint` in the root over files, or over generations that `redocly.yaml` names. */
export async function lint(paths: readonly string[]): Promise<Finding[]> {
  const report: unknown = JSON.parse(await runRedocly(['lint', ...paths, '--format', 'json']));
  if (!isRecord(report) || !Array.isArray(report.problems)) {
    throw new Error(`Expected the JSON report of redocly lint, got: ${JSON.stringify(report)}`);
  }
  return report.problems.map(findingOf);
}

function runRedocly(argv: readonly string[]): Promise<string> {
  const env = { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [redocly, ...argv], { cwd: root, env }, (_error, stdout, stderr) => {
      // It exits 1 when it has found something, and then it has also written its report.
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`redocly ${argv.join(' ')} gave no report:\n${stderr}`));
    });
  });
}

function findingOf(problem: unknown): Finding {
  const { ruleId, message, location } = isRecord(problem) ? problem : {};
  const [place] = Array.isArray(location) ? location : [];
  const { source, pointer } = isRecord(place) ? place : {};
  const file = isRecord(source) ? source.ref : undefined;
  return { rule: String(ruleId), at: `${file}${pointer}`, message: String(message) };
}
