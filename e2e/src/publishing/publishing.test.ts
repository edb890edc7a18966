import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '@trtc-call/mock';
import { contractVersion, findMistake } from '@trtc-call/spec/v1';
import { isFullProof } from '@trtc-call/test-servers';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { publishedFolders, readManifest, root } from '../published.ts';
import { run } from '../run.ts';
import { findNode } from '../runtimes/place.ts';
import { describeRelease, readStepsByHand } from './dry-run.ts';
import { newConsumer, typecheck } from './folders.ts';
import { findTarball, judgeChange, type LocalRelease, releaseLocally } from './release.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-publishing-'));
const packed = inject('packed');
let release: LocalRelease;
let names: string[];

beforeAll(async () => {
  release = await releaseLocally(folder, isFullProof);
  names = Object.keys(release.versions).sort();
});

afterAll(async () => {
  await release?.registry[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('what is released', () => {
  test('is every package, under the tag latest, with exact versions of each other', async () => {
    for (const name of names) {
      const { 'dist-tags': tags, versions: released } = Object(await release.registry.describe(name));
      expect(tags, name).toEqual({ latest: release.versions[name] });
      const shown = released[release.versions[name] ?? ''];
      const ours = Object.entries({ ...shown.dependencies, ...shown.peerDependencies }).filter(
        ([dependency]) => names.includes(dependency),
      );
      for (const [dependency, range] of ours)
        expect(range, `${name} -> ${dependency}`).toBe(release.versions[dependency]);
      expect(JSON.stringify(shown), `${name} names what only the workspace knows`).not.toMatch(
        /workspace:|catalog:/,
      );
    }
  });

  test('has a version above 0.0.0, which its CHANGELOG names, and a tag', async () => {
    const { stdout } = await run('git', ['tag'], { cwd: release.copy });
    expect(stdout.trim().split('\n').sort()).toEqual(
      names.map((name) => `${name}@${release.versions[name]}`),
    );
    for (const published of release.folders) {
      const { name, version } = readManifest(published, release.copy);
      expect(version, name).not.toBe('0.0.0');
      expect(readFileSync(join(release.copy, published, 'CHANGELOG.md'), 'utf8'), name).toContain(
        `\n## ${version}\n`,
      );
    }
  });

  test('carries its CHANGELOG, its README and its licence', async () => {
    for (const name of names) {
      const { stdout } = await run('tar', ['-tzf', findTarball(release, name)], { cwd: folder });
      const files = stdout.split('\n');
      for (const file of ['CHANGELOG.md', 'README.md', 'LICENSE'])
        expect(files, name).toContain(`package/${file}`);
    }
  });

  test('is what the next change is compared with', async () => {
    expect(await judgeChange(release.copy)).toMatch(/^Compared with the last release, \S+@\d/);
  });
});

describe('what release:dry prints', () => {
  test('is a line for each package with its version, sizes, Node and provenance', async () => {
    const lines = (await describeRelease(release)).split('\n');
    for (const published of release.folders) {
      const { name, version, engines } = readManifest(published, release.copy);
      const line = lines.find((it) => it.startsWith(`${name} `));
      const cells = line?.split(/ {2,}/);
      const kilobytes = expect.stringMatching(/^[1-9]\d* kB$/);
      const provenance = expect.stringMatching(/^(ready|no: `repository` )/);
      const files = expect.stringMatching(/^[1-9]\d*$/);
      expect(cells, name).toEqual([name, version, kilobytes, kilobytes, files, engines.node, provenance]);
      expect(Number.parseInt(cells?.[2] ?? '', 10)).toBeLessThan(Number.parseInt(cells?.[3] ?? '', 10));
    }
  });

  test('ends with what a maintainer does by hand, as CONTRIBUTING.md has it', async () => {
    const printed = await describeRelease(release);
    for (const step of [/organi[sz]ation/, /"?repository"?/, /trusted publisher/, /environment/, /Pages/])
      expect(printed).toMatch(step);
    expect(() => readStepsByHand('# Contributing\n')).toThrow('no list under');
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
    project = await newConsumer(join(folder, 'user'), programs, packages, release.registry);
  });

  test('a TypeScript program type-checks, and runs as an ES module', async () => {
    // The types of the same tarballs are checked in the project that all of them are installed in.
    if (isFullProof) expect(await typecheck(project)).toBe('');
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

describe('before anything is published, docs/using.md', () => {
  const page = readFileSync(join(root, 'docs/using.md'), 'utf8');
  /** The packages whose tarballs the table names, by what is to be used. */
  const rows = new Map(
    [...page.matchAll(/^\| `([\w-]+)` +\| (`.*`) +\|$/gm)].map(([, name = '', tarballs = '']) => [
      name,
      [...tarballs.matchAll(/`([\w-]+)`/g)].map(([, tarball = '']) => tarball),
    ]),
  );

  test('names the tarballs that each package needs', () => {
    expect([...rows.keys()]).toEqual(['client', 'webhooks', 'call-book', 'mock']);
    const manifests = new Map(
      publishedFolders.map((it) => {
        const manifest = JSON.parse(readFileSync(join(root, it, 'package.json'), 'utf8'));
        return [manifest.name.replace('@trtc-call/', ''), manifest.dependencies];
      }),
    );
    const findNeeds = (name: string): string[] => {
      const needs = Object.keys(manifests.get(name) ?? {}).map((it) => it.replace('@trtc-call/', ''));
      return [name, ...needs.filter((it) => manifests.has(it)).flatMap(findNeeds)];
    };
    for (const [name, tarballs] of rows)
      expect(tarballs.toSorted(), name).toEqual([...new Set(findNeeds(name))].sort());
  });

  test('has a block that packs in a checkout and says what to install', () => {
    const [, block = ''] = /^```sh\n(.*?)^```/ms.exec(page) ?? [];
    const lines = block
      .trim()
      .split('\n')
      .map((line) => line.replace(/ +#.*/, ''));
    // So all of these tests have their packages.
    expect(lines).toEqual([
      'npm run pack -- ../packed',
      packed.stdout.trim().split('\n').at(-1)?.replace(packed.folder, '../packed'),
    ]);
  });

  // The project of the other tests is installed from the same tarballs by pnpm, which finds the most.
  const fullProof = isFullProof ? test : () => {};
  fullProof('has a block that installs in a project', async () => {
    const project = join(folder, 'by-hand-user');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "private": true }');
    const command = `npm install ${packed.folder}/*.tgz --no-audit --no-fund --prefer-offline`;
    await run('sh', ['-c', command], { cwd: project });
    const program = "console.log(typeof require('@trtc-call/client').createTrtcCallClient)";
    const node = await run(process.execPath, ['-e', program], { cwd: project });
    expect(node.stdout).toBe('function\n');
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
