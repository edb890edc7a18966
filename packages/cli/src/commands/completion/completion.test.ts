import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { triggers, webhookWords } from '../../facts.ts';
import { createProgram } from '../../program.ts';
import { runCli } from '../../testing/run-cli.ts';
import { temporaryFolder } from '../../testing/set-up.ts';
import { suggest } from './command.ts';

const run = promisify(execFile);

const cases: readonly { typed: string[]; found: readonly string[] }[] = [
  { typed: ['rec'], found: ['records', 'reconcile'] },
  { typed: ['records', ''], found: ['get', 'list', 'export', 'help'] },
  { typed: ['records', 'export', '--form'], found: ['--format'] },
  { typed: ['records', 'export', '--format', ''], found: ['jsonl', 'csv'] },
  { typed: ['records', 'export', '--out', 'x', '--format', 'c'], found: ['csv'] },
  { typed: ['records', 'export', '--format=c'], found: ['--format=csv'] },
  { typed: ['records', 'export', '--format', '='], found: ['jsonl', 'csv'] },
  { typed: ['records', 'export', '--format', '=', 'j'], found: ['jsonl'] },
  { typed: ['records', 'list', '--result', 'n'], found: ['not_answer', 'normal_end'] },
  { typed: ['records', 'list', '--result', 'N'], found: ['NotAnswer', 'NormalEnd'] },
  { typed: ['webhooks', 'trigger', 'call', '--result', 'Off'], found: ['Offline'] },
  { typed: ['records', 'export', '--type=Mu'], found: ['--type=MultiCall'] },
  { typed: ['conformance', '--format', ''], found: ['text', 'json', 'github'] },
  { typed: ['conformance', '--generation', 'b'], found: ['both'] },
  { typed: ['callbacks', 'set', '--action', 'cancel,rej'], found: ['cancel,reject'] },
  { typed: ['callbacks', 'set', '--action', ''], found: [...webhookWords.v1, ...webhookWords.v4] },
  { typed: ['calls', ''], found: ['get', 'end', 'watch', 'help'] },
  { typed: ['records', 'export', '--generation', ''], found: ['v1', 'v4', 'both'] },
  { typed: ['callbacks', 'get', '--generation', ''], found: ['v1', 'v4'] },
  { typed: ['doctor', '--region', 'se'], found: ['seoul'] },
  { typed: ['callbacks', 'delete', '--y'], found: ['--yes'] },
  { typed: ['completion', 'z'], found: ['zsh'] },
  { typed: ['mock', '--no-r'], found: ['--no-rate-limit'] },
  { typed: ['webhooks', 'trigger', 'norm'], found: ['normal_end'] },
  { typed: ['webhooks', 'trigger', 'ca'], found: triggers.filter((word) => word.startsWith('ca')) },
  { typed: ['webhooks', 'trigger', 'call', '--result', 'rej'], found: ['reject'] },
  { typed: ['comp'], found: ['completion'] },
  { typed: ['records', 'export', '--out', ''], found: [] },
];
test.each(cases)('after $typed come $found', async ({ typed, found }) => {
  expect(await suggest(await createProgram(), typed)).toEqual(found);
});

/** A folder with a `trtc-call` to be put on the path, and the script of a shell. */
async function installed(shell: string): Promise<{ path: string; script: string }> {
  const folder = await temporaryFolder();
  const shim = join(folder, 'trtc-call');
  const main = join(import.meta.dirname, '../../main.ts');
  await writeFile(shim, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  await chmod(shim, 0o755);
  const script = join(folder, 'script');
  const { stdout } = await runCli(['completion', shell]);
  await writeFile(script, stdout);
  return { path: `${folder}:${process.env.PATH}`, script };
}

// What each shell does when the tab key is pressed after "trtc-call records export --format ".
const shells = [
  {
    shell: 'bash',
    asks: (script: string) =>
      `source ${script}; COMP_WORDS=(trtc-call records export --format ''); COMP_CWORD=4; _trtc_call trtc-call; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  {
    shell: 'zsh',
    asks: (script: string) =>
      `compdef() { :; }; source ${script}; compadd() { print -l -- "\${found[@]}"; }; words=(trtc-call records export --format ''); CURRENT=5; _trtc_call`,
  },
  {
    shell: 'fish',
    asks: (script: string) => `source ${script}; complete -C 'trtc-call records export --format '`,
  },
];
describe.each(shells)('in a real $shell', ({ shell, asks }) => {
  test('words of the command are completed', async ({ skip }) => {
    const found = await run(shell, ['-c', 'true']).catch(() => undefined);
    if (!found) skip(`${shell} is not installed: its completion script was not run`);
    const { path, script } = await installed(shell);
    const { stdout } = await run(shell, ['-c', asks(script)], { env: { ...process.env, PATH: path } });
    expect(stdout.trimEnd().split('\n').sort()).toEqual(['csv', 'jsonl']);
  });
});

test('bash completes names of files where no word is known', async () => {
  const { path, script } = await installed('bash');
  const asks = `source ${script}; complete -p trtc-call; COMP_WORDS=(trtc-call records export --out ''); COMP_CWORD=4; _trtc_call trtc-call; echo "\${#COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['-c', asks], { env: { ...process.env, PATH: path } });
  expect(stdout).toBe('complete -o default -F _trtc_call trtc-call\n0\n');
});
