import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { installApart } from '../install-apart.ts';
import { run } from '../run.ts';

/** Where a runtime finds what it needs. */
export interface Place {
  /** The folder of the program's files, in a project with the packed packages. */
  readonly programs: string;
  /** The folder that the runtimes are installed in. */
  readonly installed: string;
}

/**
 * The packages that runtimes come from. They are installed for these tests alone, since they are half a gigabyte
 * that `npm start` has no use for. Node 24 is the workspace's own.
 */
const runtimePackages = {
  bun: '1.4.5',
  deno: '2.9.6',
  miniflare: '4.20260730.0',
  node12: 'npm:node@12.22.12',
  node22: 'npm:node@22.23.3',
  node26: 'npm:node@26.10.0',
} as const;

/**
 * Installs the runtimes and gives their folder. A runtime that this platform has no package for is left out.
 *
 * @throws Error with what pnpm wrote when it cannot install at all
 */
export function installRuntimes(): Promise<string> {
  return installApart('runtimes', { optionalDependencies: runtimePackages });
}

/** The binary of a major version of Node; 24 is the workspace's own. */
export async function findNode(major: string): Promise<string> {
  return major === '24'
    ? process.execPath
    : join(await installRuntimes(), `node_modules/node${major}/bin/node`);
}

/** Bundles a module beside the program's files as a user of esbuild would, and gives the folder with `main.js`. */
export async function bundleProgram(
  programs: string,
  contents: string,
  { conditions, splitting }: { conditions: string[]; splitting: boolean },
): Promise<string> {
  const outdir = mkdtempSync(join(programs, 'bundle-'));
  await build({
    stdin: { contents, resolveDir: programs },
    entryNames: 'main',
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions,
    splitting,
    // Where there is Node, it is there at run time; where there is none, nothing may ask for it.
    external: ['node:*'],
    logLevel: 'silent',
  });
  return outdir;
}

/** Runs the program of an input as a process of its own. */
export async function runAsProcess(
  binary: string,
  flags: readonly string[],
  input: unknown,
  { programs, installed }: Place,
): Promise<unknown> {
  const file = join(programs, 'process-main.ts');
  const { stdout } = await run(binary, [...flags, file, JSON.stringify(input)], {
    cwd: programs,
    env: { DENO_DIR: join(installed, 'deno-cache'), DENO_NO_UPDATE_CHECK: '1', NODE_OPTIONS: undefined },
  });
  return JSON.parse(stdout);
}
