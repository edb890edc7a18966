import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { diskTree, readManifest as readAny } from '../../scripts/release/checkout.ts';
import { publishedFolders, readManifest, root } from './published.ts';
import { run } from './run.ts';

const tarballs = inject('tarballs');

for (const folder of publishedFolders) {
  const { name } = readManifest(folder);
  const tarball = tarballs[name] ?? '';

  describe(name, () => {
    test('each entry of its sources is one of the published package', () => {
      const { exports, publishConfig } = readAny(diskTree(root), folder);
      const inWorkspace = Object.keys(Object(exports)).filter(
        (key) => !/^\.\/(?:testing|package\.json)/.test(key),
      );
      const published = Object.keys(Object(Object(publishConfig).exports));
      expect(published, 'add it to `publishConfig.exports` too').toEqual(expect.arrayContaining(inWorkspace));
    });

    test('publint finds nothing', async () => {
      const file = readFileSync(tarball);
      const { messages, pkg } = await publint({
        pack: { tarball: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) },
        strict: true,
      });
      expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
    });

    test('its types resolve for every way of importing it', async () => {
      const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
      // The command alone has nothing to import.
      expect(analysis.types !== false).toBe(name !== 'trtc-call');
      const problems = analysis.types === false ? [] : analysis.problems;
      // These two only find faults of CommonJS, which is not published.
      const others = problems.filter(
        (problem) =>
          !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind),
      );
      expect(others).toEqual([]);
    });

    test('it carries its README and licence, and neither tests nor sources', async () => {
      const { stdout } = await run('tar', ['-tzf', tarball], { cwd: root });
      const files = stdout
        .trim()
        .split('\n')
        .map((file) => file.replace('package/', ''));
      expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
      const stray = files.filter(
        // The contract as it is written goes along, since reports link to its lines.
        (file) =>
          !/^(LICENSE|README\.md|CHANGELOG\.md|package\.json|dist\/.*|v\d\/.*\.(yaml|md))$/.test(file),
      );
      expect(stray, 'narrow `files` in its package.json').toEqual([]);
      expect(
        files.filter((file) => /\.test\.|\.test-d\./.test(file)),
        'tests belong beside the source',
      ).toEqual([]);
    });

    test('each of its source maps leads to sources', async () => {
      const installed = join(inject('project'), 'node_modules', name);
      const scripts = globSync('dist/**/*.js', { cwd: installed });
      expect(scripts.length).toBeGreaterThan(0);
      const faults = scripts.flatMap((script) => findMapFault(join(installed, script)) ?? []);
      expect(faults, 'set `sourcemap: true` in tsdown.config.ts').toEqual([]);
    });

    test('it names no path of the machine that built it', async () => {
      const { stdout } = await run('tar', ['-xzOf', tarball], { cwd: root });
      expect(stdout.includes(root), `${root} stands in a packed file`).toBe(false);
    });
  });
}

const maps = mkdtempSync(join(tmpdir(), 'trtc-call-maps-'));
const script = join(maps, 'a.js');
afterAll(() => rmSync(maps, { recursive: true, force: true }));

const write = (code: string, map: object) => {
  writeFileSync(script, code);
  writeFileSync(join(maps, 'a.js.map'), JSON.stringify(map));
};
const code = 'export {};\n//# sourceMappingURL=a.js.map\n';

test('a map that holds its sources, or stands beside them, has no fault', () => {
  write(code, { sources: ['../src/a.ts'], sourcesContent: ['export {};'] });
  expect(findMapFault(script)).toBeUndefined();
  write(code, { sources: ['a.js'] });
  expect(findMapFault(script)).toBeUndefined();
  write("export { a } from './b.js';\n", {});
  expect(findMapFault(script)).toBeUndefined();
});

test.each([
  ['no map', '//#region src/a.ts\nexport {};\n', { sources: [] }, 'names no source map'],
  ['a map that is not there', code.replace('a.js.map', 'b.js.map'), { sources: [] }, 'which is not there'],
  ['a map without its sources', code, { sources: ['../src/a.ts'] }, 'leads to ../src/a.ts'],
  [
    'a map with one source empty',
    code,
    { sources: ['../src/a.ts'], sourcesContent: [null] },
    'leads to ../src/a.ts',
  ],
])('%s is reported', (_what, text, map, fault) => {
  write(text, map);
  expect(findMapFault(script)).toContain(fault);
});

/** Says why a debugger would not find the sources of a script; nothing when it would. */
function findMapFault(script: string): string | undefined {
  const code = readFileSync(script, 'utf8');
  const reference = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  if (reference === undefined) return hasSources(code) ? `${script} names no source map` : undefined;
  const file = join(dirname(script), reference);
  if (!existsSync(file)) return `${script} names ${reference}, which is not there`;
  const { sources, sourcesContent }: { sources: string[]; sourcesContent?: (string | null)[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const lost = sources.filter(
    (source, at) => typeof sourcesContent?.[at] !== 'string' && !existsSync(join(dirname(file), source)),
  );
  return lost.length === 0
    ? undefined
    : `${file} leads to ${lost.join(', ')}, which is neither in it nor beside it`;
}

/** The bundler marks where a source begins. A script that only passes on names, or is its own helper, has none. */
function hasSources(code: string): boolean {
  return /^\/\/#region (?!\\0)/m.test(code);
}
