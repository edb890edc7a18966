import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const pageFolder = join(import.meta.dirname, '../page');

/** What the mock imports of Node is replaced by one small module; what that lacks is not reached in a page. */
const nodeInBrowser: Plugin = {
  name: 'node-in-browser',
  setup({ onLoad, onResolve }) {
    onResolve(
      { filter: /^node:|^(?:assert|crypto|events|fs|http|net|os|path|stream|tty|url|util|zlib)$/ },
      () => ({
        path: 'node',
        namespace: 'node-in-browser',
      }),
    );
    onLoad({ filter: /.*/, namespace: 'node-in-browser' }, () => ({
      // CommonJS, in which a name that is not there is `undefined` and no error.
      contents: 'module.exports = require("./node.ts")',
      resolveDir: pageFolder,
    }));
  },
};

/** Bundles the scripts of the pages, and the mock, which is loaded when it is first asked. */
export async function buildScripts(folder: string): Promise<void> {
  const options = {
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'linked',
    logLevel: 'error',
    outdir: folder,
  } as const;
  await build({
    ...options,
    entryPoints: ['try.ts', 'search.ts', 'site.css'].map((name) => join(pageFolder, name)),
    external: ['./mock.js', '../pagefind/pagefind.js'],
  });
  await build({
    ...options,
    entryPoints: [join(pageFolder, 'mock.ts')],
    mainFields: ['browser', 'module', 'main'],
    define: { global: 'globalThis' },
    inject: [join(pageFolder, 'buffer.ts')],
    plugins: [nodeInBrowser],
  });
}
