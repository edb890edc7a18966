import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/**
 * More than this is refused, in bytes after minifying and gzip: everything that a call needs, openapi-fetch, redaction
 * and the schemas included. Nothing is loaded later. `core` is one generation without the schema evaluator and the schemas.
 */
export const sizeLimits = { both: 35_400, v1: 29_300, v4: 32_500, core: 27_000 };

const validators = /schema\/schema\.ts$|-schemas\.gen\.ts$/;

/** Takes the schema evaluator and the schemas out of a bundle of the sources; such a bundle can be weighed, not run. */
export const withoutValidators: Plugin = {
  name: 'without-validators',
  setup({ onLoad }) {
    onLoad({ filter: validators }, () => ({
      contents: `export const compile = () => ({ check: () => [] }), breaks = () => false;
        export const requestSchemas = {}, schemas = {};`,
    }));
  },
};

/** Bundles a program as a user's bundler does, and weighs it, in bytes. Its imports are found from `folder`. */
export async function bundleSize(source: string, folder: string, plugins: Plugin[] = []): Promise<number> {
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
    plugins,
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** Says what is wrong with a size; nothing when it is within the limit. */
export function overBudget(size: number, limit: number): string | undefined {
  if (size <= limit) return undefined;
  return `@trtc-call/client is ${size} bytes, ${size - limit} over its limit of ${limit}: take something out`;
}
