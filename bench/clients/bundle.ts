import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** Our packages as they are published, and not their sources: bundlers make more of the one than of the other. */
const published = {
  '@trtc-call/client': join(root, 'packages/client/dist/index.js'),
  '@trtc-call/spec/v1': join(root, 'spec/dist/v1/index.js'),
};

/** @throws Error with what the build wrote when it fails. */
export function buildOurs(): void {
  for (const folder of ['spec', 'packages/client']) {
    const { status, stdout, stderr } = spawnSync('pnpm', ['run', 'build'], {
      cwd: join(root, folder),
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${folder} was not built:\n${stdout}${stderr}`);
  }
}

/** Bundles a module in pieces, and gives the URL of the one to import. Its own imports are found from `folder`. */
export async function bundle(source: string, folder: string): Promise<string> {
  const outdir = mkdtempSync(join(folder, 'bundle-'));
  await build({
    stdin: { contents: source, resolveDir: folder, sourcefile: 'program.js' },
    outdir,
    entryNames: 'program',
    outExtension: { '.js': '.mjs' },
    alias: published,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return pathToFileURL(join(outdir, 'program.mjs')).href;
}
