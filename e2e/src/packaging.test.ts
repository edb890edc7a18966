import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, test } from 'vitest';
import { publishedFolders, readManifest, root } from './published.ts';
import { run, runAnyway } from './run.ts';
import { findMapFault } from './source-maps.ts';

const tarballs = inject('tarballs');

for (const folder of publishedFolders) {
  const { name } = readManifest(folder);
  const tarball = tarballs[name] ?? '';

  describe(name, () => {
    test('publint finds nothing', async () => {
      const file = readFileSync(tarball);
      const { messages, pkg } = await publint({
        pack: { tarball: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) },
        strict: true,
      });
      expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
    });

    test('its types resolve for every way of importing it', async () => {
      const attw = join(root, 'e2e/node_modules/.bin/attw');
      const { code, stdout } = await runAnyway(attw, [tarball, '--profile', 'esm-only', '--no-emoji'], {
        cwd: root,
      });
      expect(code, stdout).toBe(0);
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
