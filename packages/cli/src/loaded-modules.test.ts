import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from './testing/set-up.ts';

const hooks = join(import.meta.dirname, 'testing/list-modules.ts');

const main = join(import.meta.dirname, 'main.ts');
const program = pathToFileURL(join(import.meta.dirname, 'program.ts')).href;

/** The modules that a process loads, as paths. */
async function listModules(args: readonly string[]): Promise<string[]> {
  const list = join(await temporaryFolder(), 'modules.txt');
  const child = spawn(process.execPath, args, {
    env: {
      PATH: process.env.PATH,
      XDG_CONFIG_HOME: '/nowhere',
      NODE_OPTIONS: `--import=${hooks}`,
      MODULE_LIST: list,
    },
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return (await readFile(list, 'utf8')).split('\n').slice(1);
}

const areas = {
  client: /packages\/client\//,
  conformance: /\/conformance\/(?!src\/index)/,
  drift: /packages\/drift\//,
  mock: /packages\/mock\//,
  webhooks: /packages\/webhooks\//,
  spec: /\/spec\//,
  'call-book': /packages\/call-book\//,
  pg: /\/node_modules\/pg\//,
  'string-width': /\/node_modules\/string-width\//,
  locations: /\/spec\/src\/v\d\/locations/,
};

test.each([
  { lines: ['--version'], not: ['client', 'conformance', 'drift', 'mock', 'webhooks', 'spec'] },
  {
    lines: ['--help', 'reconcile --help'],
    not: ['call-book', 'client', 'conformance', 'drift', 'mock', 'webhooks'],
  },
  {
    lines: ['drift check none.har'],
    not: ['conformance', 'mock', 'webhooks', 'string-width', 'locations'],
  },
  {
    lines: ['records list --from x', 'doctor --region x', 'calls get x', 'usersig inspect x'],
    not: ['conformance', 'drift', 'mock', 'webhooks'],
  },
  { lines: ['webhooks trigger x --to x'], not: ['conformance', 'drift', 'mock'] },
  { lines: ['conformance --list'], not: ['drift'] },
  { lines: ['reconcile --book x --from 24h'], not: ['conformance', 'drift', 'mock', 'pg'] },
] as const)('$lines load no module of $not', async ({ lines, not }) => {
  const [first, ...others] = lines.map((line) => line.split(' '));
  // Tests that load the same modules run in one process.
  const script = `const { runProgram } = await import('${program}');
for (const line of ${JSON.stringify([first, ...others])}) await runProgram(line, () => false);`;
  const args = others.length === 0 ? [main, ...(first ?? [])] : ['--input-type=module', '--eval', script];
  const loaded = await listModules(args);
  expect(
    loaded.some((url) => url.endsWith('/program.ts') || url.endsWith('/main.ts')),
    'the modules are listed',
  ).toBe(true);
  for (const name of not) {
    const found = loaded.filter((url) => areas[name].test(url) && !url.includes('/packages/cli/'));
    expect(found, `load ${name} by import() in the action that needs it`).toEqual([]);
  }
});
