import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { channelNames } from '../index.ts';
import { failingWays, oddValues } from '../testing/odd-values.ts';

const program = fileURLToPath(new URL('../testing/broken-hooks-program.ts', import.meta.url));
const harmless = ['gives it', 'never settles'];
const hooks = [...Object.entries(channelNames).flat(), 'onFallback', 'onError'];

test('a process whose every hook, subscriber and file writer fails goes on, and every call has its answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hooks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { encoding: 'utf8', stdio: 'pipe', timeout: 60_000 } as const;
  const ways: { way: string; outcomes: unknown; warnings: string[] }[] = execFileSync(
    process.execPath,
    [program, folder],
    options,
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(ways.map(({ way }) => way)).toEqual(Object.keys(failingWays));
  for (const { way, outcomes, warnings } of ways) {
    expect(outcomes, way).toEqual(Object.keys(oddValues).map((name) => [name, 2]));
    const places = warnings.map(
      (text) => /^trtc-call: (?:the hook |a subscriber of )(\S+) failed/.exec(text)?.[1],
    );
    if (!harmless.includes(way)) expect(new Set(places), way).toEqual(new Set(hooks));
  }
}, 70_000);
