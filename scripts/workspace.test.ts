import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A checkout of nothing but the script, in which `trtc-call` is the program that is given. */
function checkout(program: string): string {
  const root = mkdtempSync(join(tmpdir(), 'trtc-call-workspace-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const folder of ['scripts', 'packages/cli/src', 'node_modules/node/bin']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync(join(import.meta.dirname, 'workspace.mjs'), join(root, 'scripts/workspace.mjs'));
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  const manifest = '{"type":"module"}';
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(root, file), '');
  writeFileSync(join(root, 'package.json'), manifest);
  // The stamp of these files: nothing is to be installed.
  const stamp = createHash('sha256').update(manifest).digest('hex');
  writeFileSync(join(root, 'node_modules/.installed'), stamp);
  writeFileSync(join(root, 'packages/cli/src/main.ts'), program);
  return root;
}

async function sendTo(program: string, signal: NodeJS.Signals): Promise<{ code: unknown; said: string }> {
  const wrapper = spawn(process.execPath, [join(checkout(program), 'scripts/workspace.mjs'), 'trtc-call'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  wrapper.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  await Promise.race([once(wrapper.stdout, 'data'), once(wrapper, 'close')]);
  wrapper.kill(signal);
  const [code] = await once(wrapper, 'close');
  return { code, said };
}

test.each(signals)(
  '%s reaches the command, which is waited for, and its exit code is given on',
  async (signal) => {
    const program = `
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(name, () => setTimeout(() => { console.log('put back after', name); process.exit(77); }, 200));
    setInterval(() => {}, 1000);
    console.log('started');`;
    expect(await sendTo(program, signal)).toEqual({ code: 77, said: `started\nput back after ${signal}\n` });
  },
);

test('an option that would have no effect is refused', () => {
  for (const [name, option, says] of [
    ['site', '--typo', 'site takes --serve (got --typo)'],
    ['generate', '--check', 'generate takes no option (got --check)'],
  ] as const) {
    const script = join(checkout(''), 'scripts/workspace.mjs');
    const { status, stderr } = spawnSync(process.execPath, [script, name, option], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([2, `trtc-call: ${says}\n`]);
  }
});

test.each(signals)('a command that %s ends exits with 128 and the number of the signal', async (signal) => {
  const program = `setInterval(() => {}, 1000); console.log('started');`;
  const { code } = await sendTo(program, signal);
  expect(code).toBe(128 + constants.signals[signal]);
});
