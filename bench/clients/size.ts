import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createMock } from '@trtc-call/mock';
import { build } from 'esbuild';
import { type Adapter, adapters, type ProgramModule } from './adapters.ts';

/** What a program weighs, in bytes after minifying and gzip. */
export interface Size {
  /** What is loaded before anything is called. */
  readonly atOnce: number;
  /** What has been loaded when a record and a list have been read. */
  readonly inUse: number;
}

/** Weighs the program of a client by what the runtime really loads of it. */
export async function measureSize(adapter: Adapter, folder: string): Promise<Size> {
  const mock = await createMock({ rateLimit: false });
  const url = await bundle(adapter.program, folder);
  const loaded = new Set<string>();
  const hooks = registerHooks({
    load(name, context, nextLoad) {
      loaded.add(name);
      return nextLoad(name, context);
    },
  });
  try {
    // An import of a name that is not known before is of any type; this says which it is.
    const program: ProgramModule = await import(url);
    const atOnce = weigh(loaded);
    // The others have no parts that are loaded later, and no way to be given a fetch.
    if (adapter === adapters[0]) await program.run(mock);
    return { atOnce, inUse: weigh(loaded) };
  } finally {
    hooks.deregister();
  }
}

function weigh(urls: ReadonlySet<string>): number {
  const files = [...urls].filter((url) => url.startsWith('file:'));
  return files.reduce((sum, url) => sum + gzipSync(readFileSync(fileURLToPath(url)), { level: 9 }).length, 0);
}

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
    // Programs run in Node.
    conditions: ['node'],
    mainFields: ['module', 'main'],
    logLevel: 'silent',
  });
  return pathToFileURL(join(outdir, 'program.mjs')).href;
}
