import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder to run a step of a workflow in, with one command replaced and the files that GitHub gives. */
export interface StubbedShell {
  readonly folder: string;
  /** Runs a script as a step with `shell: bash` does. */
  run(script: string, env?: Readonly<Record<string, string>>): { status: number | null; output: string };
  /** The arguments of each call of the command. */
  calls(): string[][];
  /** What the step wrote to GITHUB_OUTPUT and GITHUB_STEP_SUMMARY. */
  outputs(): string;
  summary(): string;
}

/**
 * @param command - what is replaced, such as `npx`
 * @param body - what it does instead, in bash
 */
export function stubbedShell(command: string, body: string): StubbedShell {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-step-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  const log = join(folder, 'calls');
  const outputs = join(folder, 'outputs');
  const summary = join(folder, 'summary');
  mkdirSync(bin);
  for (const file of [log, outputs, summary]) writeFileSync(file, '');
  const record = `printf '%s\\n' "$#" "$@" >> "$STUB_LOG"`;
  writeFileSync(join(bin, command), `#!/usr/bin/env bash\n${record}\n${body}\n`, { mode: 0o755 });
  return {
    folder,
    run(script, env = {}) {
      const { status, stdout, stderr } = spawnSync(
        'bash',
        ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: `${bin}:${process.env.PATH}`,
            STUB_LOG: log,
            GITHUB_OUTPUT: outputs,
            GITHUB_STEP_SUMMARY: summary,
            ...env,
          },
        },
      );
      return { status, output: stdout + stderr };
    },
    calls: () => callsIn(readFileSync(log, 'utf8')),
    outputs: () => readFileSync(outputs, 'utf8'),
    summary: () => readFileSync(summary, 'utf8'),
  };
}

/** A count, then that many lines of arguments. */
function callsIn(log: string): string[][] {
  const lines = log.split('\n').slice(0, -1);
  const calls: string[][] = [];
  for (let at = 0; at < lines.length; ) {
    const count = Number(lines[at]);
    calls.push(lines.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return calls;
}
