import { installApart } from '../install-apart.ts';

/**
 * The packages that runtimes come from. They are installed for these tests alone, since they are half a gigabyte
 * that `npm start` has no use for. Node 24 is the workspace's own.
 */
const runtimePackages = {
  bun: '1.4.5',
  deno: '2.9.6',
  miniflare: '4.20260730.0',
  node22: 'npm:node@22.23.3',
  node26: 'npm:node@26.10.0',
} as const;

/**
 * Installs the runtimes and gives their folder. A runtime that this platform has no package for is left out.
 *
 * @throws Error with what npm wrote when it cannot install at all
 */
export function installRuntimes(): Promise<string> {
  return installApart('runtimes', { optionalDependencies: runtimePackages });
}
