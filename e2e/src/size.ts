import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** The size of a bundle, in bytes after minifying and gzip. */
export interface BundleSize {
  /** What a page loads before it can make a client. */
  main: number;
  /** What is loaded when it is first needed, such as the validators. */
  onDemand: number;
}

/** More than this is refused, in bytes. */
export const sizeLimit = 8192;

/** What is aimed at, in bytes. */
export const sizeAim = 6144;

/** Bundles a program as a user's bundler does, and weighs it. Its imports are found from `folder`. */
export async function bundleSize(source: string, folder: string): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: folder, sourcefile: 'program.js' },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['browser'],
    splitting: true,
    write: false,
    metafile: true,
    absWorkingDir: folder,
    logLevel: 'silent',
  });
  const first = loadedAtOnce(metafile);
  const size: BundleSize = { main: 0, onDemand: 0 };
  for (const { path, contents } of outputFiles) {
    const bytes = gzipSync(contents, { level: 9 }).length;
    const isFirst = [...first].some((name) => path === `${folder}/${name}`);
    size[isFirst ? 'main' : 'onDemand'] += bytes;
  }
  return size;
}

/** Says what is wrong with a size; nothing when it is within the limit. */
export function overBudget({ main }: BundleSize): string | undefined {
  if (main <= sizeLimit) return undefined;
  return `the main entry of @trtc-call/client is ${main} bytes, ${main - sizeLimit} over its limit of ${sizeLimit}: take something out, or load it on demand`;
}

/** The entry with everything that it imports statically. */
function loadedAtOnce({ outputs }: Metafile): Set<string> {
  const loaded = new Set<string>();
  const waiting = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === 'program.js');
  for (const name of waiting) {
    if (loaded.has(name)) continue;
    loaded.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement') waiting.push(path);
    }
  }
  return loaded;
}
