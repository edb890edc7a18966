import { relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';

/** A bundle in bytes, after minifying and gzip. */
export interface BundleSize {
  /** What a first call loads, be it by a record or by a configuration. */
  readonly firstCall: number;
  /** With what is loaded for a list, and for an answer that may hold a credential. */
  readonly whole: number;
}

/**
 * More than this is refused at a first call: everything that it needs, openapi-fetch and the schemas included. `core` is
 * one generation without what compares with the contract, `later` is what other calls may load besides: the reading of a
 * list, and the search for credentials, which each spelling that it knows makes larger.
 */
export const sizeLimits = { both: 27_150, v1: 22_200, v4: 24_490, core: 18_800, later: 9_350 };

const validators = /schema\/schema\.ts$|-schemas\.gen\.ts$|src\/compare\.ts$/;

/**
 * Takes the schemas, their evaluator and what holds requests and answers against them out of a bundle of the sources; such
 * a bundle can be weighed, not run.
 */
export const withoutValidators: Plugin = {
  name: 'without-validators',
  setup({ onLoad }) {
    onLoad({ filter: validators }, () => ({
      contents: `export const createComparison = () => ({ checkRequest() {}, checkAnswer() {} });
        export const requestSchemas = {}, envelopeSchema = {}, dataSchemas = {}, documentedCodes = {};`,
    }));
  },
};

/** Bundles a program as a user's bundler does, and weighs it. Its imports are found from `folder`. */
export async function bundleSize(
  source: string,
  folder: string,
  plugins: Plugin[] = [],
): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: folder, sourcefile: 'program.js' },
    outdir: folder,
    entryNames: 'program',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['browser'],
    splitting: true,
    metafile: true,
    write: false,
    absWorkingDir: folder,
    logLevel: 'silent',
    plugins,
  });
  const { outputs } = metafile;
  const first = new Set(['program.js']);
  // A set goes on to what is added to it meanwhile.
  for (const file of first) {
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') first.add(path);
  }
  const weigh = (files: readonly (typeof outputFiles)[number][]) =>
    files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  const isFirst = ({ path }: { readonly path: string }) => first.has(relative(folder, path));
  return { firstCall: weigh(outputFiles.filter(isFirst)), whole: weigh(outputFiles) };
}

/** Says what is wrong with a size; nothing when it is within the limit. */
export function overBudget(size: number, limit: number): string | undefined {
  if (size <= limit) return undefined;
  return `@trtc-call/client is ${size} bytes, ${size - limit} over its limit of ${limit}: take something out`;
}
