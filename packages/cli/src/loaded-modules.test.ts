import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from './testing/run-cli.ts';
import { temporaryFolder } from './testing/set-up.ts';

const hooks = join(import.meta.dirname, 'testing/list-modules.ts');

/** The modules that a run of the command line loads, as paths. */
async function listModules(...args: string[]): Promise<string[]> {
  const list = join(await temporaryFolder(), 'modules.txt');
  await startCli(args, { NODE_OPTIONS: `--import=${hooks}`, MODULE_LIST: list }).ended;
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
};

test.each([
  { args: ['--version'], not: ['client', 'conformance', 'drift', 'mock', 'webhooks', 'spec'] },
  { args: ['--help'], not: ['client', 'conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['drift', 'check', 'none.har'], not: ['conformance', 'mock', 'webhooks'] },
  { args: ['records', 'list', '--from', 'x'], not: ['conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['doctor', '--region', 'x'], not: ['conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['calls', 'get', 'x'], not: ['conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['usersig', 'inspect', 'x'], not: ['conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['webhooks', 'trigger', 'x', '--to', 'x'], not: ['conformance', 'drift', 'mock'] },
  { args: ['conformance', '--list'], not: ['drift'] },
  { args: ['reconcile', '--help'], not: ['call-book', 'client', 'conformance', 'drift', 'mock', 'webhooks'] },
  { args: ['reconcile', '--book', 'x', '--from', '24h'], not: ['conformance', 'drift', 'mock', 'pg'] },
] as const)('$args loads no module of $not', async ({ args, not }) => {
  const loaded = await listModules(...args);
  expect(
    loaded.some((url) => url.endsWith('/main.ts')),
    'the modules are listed',
  ).toBe(true);
  for (const name of not) {
    const found = loaded.filter((url) => areas[name].test(url) && !url.includes('/packages/cli/'));
    expect(found, `load ${name} by import() in the action that needs it`).toEqual([]);
  }
});
