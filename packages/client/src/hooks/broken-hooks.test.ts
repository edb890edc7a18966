import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { failingWays, oddValues } from '../testing/odd-values.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../testing/broken-hooks-program.ts', import.meta.url));

/** Runs the program in which each hook fails so. Rejects when it ends by anything but 0. */
async function runProgram(way: string): Promise<{ outcomes: unknown; warnings: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-'));
  try {
    const { stdout } = await run(process.execPath, [program, way, folder], { timeout: 60_000 });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const harmless = ['gives it', 'never settles'];

test.concurrent.each(Object.keys(failingWays))(
  'a process whose every hook, subscriber and file writer "%s" goes on, and every call has its answer',
  async (way) => {
    const { outcomes, warnings } = await runProgram(way);
    expect(outcomes).toEqual(Object.keys(oddValues).map((name) => [name, 2]));
    if (harmless.includes(way)) return;
    const places = warnings.map(
      (text) => /^trtc-call: (?:the hook |a subscriber of )(\S+) failed/.exec(text)?.[1],
    );
    expect(new Set(places)).toEqual(
      new Set([
        'onRequest',
        'onResponse',
        'onRetry',
        'onExchange',
        'onContractViolation',
        'onFallback',
        'onError',
        ...['request', 'response', 'retry', 'exchange', 'contract-violation'].map(
          (name) => `trtc-call:${name}`,
        ),
      ]),
    );
  },
  70_000,
);
