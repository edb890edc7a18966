import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../main.ts');

/** Whether `script` of util-linux is there, which gives a command a terminal. */
export const hasTerminal = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

/** What the command line writes to a terminal that shows colours, on both of its streams, as the terminal gets it. */
export async function runOnTerminal(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<string> {
  const command = [process.execPath, main, ...args]
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: {
      PATH: process.env.PATH,
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      XDG_CONFIG_HOME: '/nowhere',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = await child.stdout.setEncoding('utf8').toArray();
  return parts.join('');
}
