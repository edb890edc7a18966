import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles one of the program's files as a user of esbuild would, and gives the folder with the outcome. */
export async function bundleProgram(
  programs: string,
  entry: string,
  { conditions, splitting }: { conditions: string[]; splitting: boolean },
): Promise<string> {
  const outdir = mkdtempSync(join(programs, 'bundle-'));
  await build({
    entryPoints: [join(programs, entry)],
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
