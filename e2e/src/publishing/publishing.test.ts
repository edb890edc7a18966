import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { contractVersion, findMistake } from '@trtc-call/spec/v1';
import { isFullProof } from '@trtc-call/test-servers';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishedFolders, readManifest, root } from '../published.ts';
import { run } from '../run.ts';
import { findNode } from '../runtimes/place.ts';
import { commitAll, copyWorkspace, newConsumer, typecheck } from './folders.ts';
import { type LocalRegistry, startRegistry } from './registry.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-publishing-'));
const copy = join(folder, 'copy');
const bin = join(root, 'node_modules/.bin');
const names = publishedFolders.map((published) => readManifest(published).name).sort();
/** The versions that the changesets come to. */
let versions: Record<string, string> = {};
let registry: LocalRegistry;

const inCopy = (command: string, args: string[], env = {}) => run(command, args, { cwd: copy, env });
const judged = async () =>
  (await inCopy(process.execPath, ['scripts/release/judge-change.ts'], { GITHUB_BASE_REF: undefined }))
    .stdout;

beforeAll(async () => {
  mkdirSync(join(folder, 'registry'));
  const registryStarts = startRegistry(join(folder, 'registry'));
  await copyWorkspace(copy);
  await judged();
  await inCopy(join(bin, 'changeset'), ['version']);
  await commitAll(copy);
  await judged();
  if (isFullProof) {
    const filters = publishedFolders.flatMap((it) => ['--filter', `./${it}`]);
    await inCopy(join(bin, 'pnpm'), ['-r', ...filters, 'run', 'build']);
  } else {
    // What was built before these tests, from the same sources.
    for (const it of publishedFolders)
      cpSync(join(root, it, 'dist'), join(copy, it, 'dist'), { recursive: true });
  }
  registry = await registryStarts;
  const packed = join(folder, 'packed');
  await inCopy(join(bin, 'changeset'), ['pack', '--out-dir', packed], registry.publisher);
  await inCopy(join(bin, 'changeset'), ['publish', '--from-pack-dir', packed], registry.publisher);
  versions = Object.fromEntries(publishedFolders.map((it) => Object.values(readManifest(it, copy))));
});

afterAll(async () => {
  await registry?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('what is released', () => {
  test('is every package, under the tag latest, with exact versions of each other', async () => {
    for (const name of names) {
      const { 'dist-tags': tags, versions: released } = Object(await registry.describe(name));
      expect(tags, name).toEqual({ latest: versions[name] });
      const shown = released[versions[name] ?? ''];
      const ours = Object.entries({ ...shown.dependencies, ...shown.peerDependencies }).filter(
        ([dependency]) => names.includes(dependency),
      );
      for (const [dependency, range] of ours)
        expect(range, `${name} -> ${dependency}`).toBe(versions[dependency]);
      expect(JSON.stringify(shown), `${name} names what only the workspace knows`).not.toMatch(
        /workspace:|catalog:/,
      );
    }
  });

  test('has a version above 0.0.0, which its CHANGELOG names, and a tag', async () => {
    const { stdout } = await inCopy('git', ['tag']);
    expect(stdout.trim().split('\n').sort()).toEqual(names.map((name) => `${name}@${versions[name]}`));
    for (const published of publishedFolders) {
      const { name, version } = readManifest(published, copy);
      expect(version, name).not.toBe('0.0.0');
      expect(readFileSync(join(copy, published, 'CHANGELOG.md'), 'utf8'), name).toContain(
        `\n## ${version}\n`,
      );
    }
  });

  test('carries its CHANGELOG, its README and its licence', async () => {
    for (const name of names) {
      const tarball = join(
        folder,
        'packed/packages',
        `${name.replace('@', '').replace('/', '-')}-${versions[name]}.tgz`,
      );
      const { stdout } = await run('tar', ['-tzf', tarball], { cwd: folder });
      const files = stdout.split('\n');
      for (const file of ['CHANGELOG.md', 'README.md', 'LICENSE'])
        expect(files, name).toContain(`package/${file}`);
    }
  });

  test('is what the next change is compared with', async () => {
    expect(await judged()).toMatch(/^Compared with the last release, \S+@\d/);
  });
});

describe('installed from the registry', () => {
  /** What each program prints when all is well. */
  const well = {
    got: true,
    refused: findMistake('callback-absent').answer,
    signed: true,
    contractVersion,
  };

  const programs = ['program.ts', 'cjs-program.cjs'];
  let project = '';
  beforeAll(async () => {
    const packages = ['@trtc-call/client', '@trtc-call/spec'];
    project = await newConsumer(join(folder, 'user'), programs, packages, registry);
  });

  test('a TypeScript program type-checks, and runs as an ES module', async () => {
    expect(await typecheck(project)).toBe('');
    expect(await runAgainstMock(process.execPath, join(project, 'program.ts'))).toEqual(well);
  });

  const majors = isFullProof ? ['22', '24', '26'] : ['22'];
  test.each(majors)('a CommonJS program requires it on Node %s', async (major) => {
    const printed = await runAgainstMock(await findNode(major), join(project, 'cjs-program.cjs'));
    expect(printed).toEqual({ ...well, node: major });
  });

  test.each([
    ['esm', 'main.mjs'],
    ['cjs', 'main.cjs'],
  ] as const)('one %s file that esbuild made of it runs where nothing is installed', async (format, name) => {
    const outfile = join(folder, 'bundle', name);
    const entryPoints = [join(project, 'program.ts')];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format, logLevel: 'silent' });
    expect(await runAgainstMock(process.execPath, outfile)).toEqual(well);
  });
});

async function runAgainstMock(node: string, program: string): Promise<unknown> {
  await using mock = await startMock();
  const { sdkAppId, secretKey, url: region } = mock;
  const { callId } = mock.records.add();
  const input = JSON.stringify({ sdkAppId, secretKey, region, callId });
  const { stdout } = await run(node, [program, input], { cwd: folder });
  return JSON.parse(stdout);
}
