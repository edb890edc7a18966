import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/**
 * More than this is refused, in bytes after minifying and gzip: everything that a call needs, openapi-fetch, redaction
 * and the schemas of both contracts included. Nothing is loaded later.
 */
export const sizeLimit = 36_000;

/** The same for the entry of generation v1 alone. */
export const sizeLimitV1 = 30_000;

/** Bundles a program as a user's bundler does, and weighs it, in bytes. Its imports are found from `folder`. */
export async function bundleSize(source: string, folder: string): Promise<number> {
  const { outputFiles } = await build({
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
    absWorkingDir: folder,
    logLevel: 'silent',
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** Says what is wrong with a size; nothing when it is within the limit. */
export function overBudget(size: number): string | undefined {
  if (size <= sizeLimit) return undefined;
  return `the main entry of @trtc-call/client is ${size} bytes, ${size - sizeLimit} over its limit of ${sizeLimit}: take something out`;
}
