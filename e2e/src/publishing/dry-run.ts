// `npm run release:dry`: a first release to a registry of this machine, and what it would publish.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findManifestFault } from '../../../scripts/release/check-ready.ts';
import { readManifest, root } from '../published.ts';
import { findTarball, type LocalRelease, releaseLocally } from './release.ts';

/** What npm would get of each package, and what is left to a maintainer. */
export async function describeRelease(release: LocalRelease): Promise<string> {
  const rows = [['package', 'version', 'packed', 'unpacked', 'files', 'Node', 'provenance']];
  for (const folder of release.folders) {
    const { name, version } = readManifest(folder, release.copy);
    const { versions } = Object(await release.registry.describe(name));
    const manifest = versions[version];
    const tarball = readFileSync(findTarball(release, name));
    const { files, bytes } = measureTarball(tarball);
    const fault = findManifestFault(folder, manifest, process.env.GITHUB_REPOSITORY);
    rows.push([
      ...[name, version, toKilobytes(tarball.length), toKilobytes(bytes), `${files}`, manifest.engines.node],
      fault === undefined ? 'ready' : 'no: `repository` is missing or wrong',
    ]);
  }
  return `Published to a registry on this machine, and to nowhere else:

${alignColumns(rows)}

By hand, before the first release (CONTRIBUTING.md, "Release"):

${readStepsByHand(readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8'))}
`;
}

/** The numbered steps of CONTRIBUTING.md. @throws Error where they are not found */
export function readStepsByHand(contributing: string): string {
  const [, steps] = /^Before the first release, once:\n\n((?:\d+\. .*\n)+)/m.exec(contributing) ?? [];
  if (steps) return steps.trimEnd();
  throw new Error('CONTRIBUTING.md has no list under "Before the first release, once:"');
}

/** Counts the files of a packed package, and their bytes: npm does so too, but not where it publishes a tarball. */
function measureTarball(tarball: Buffer): { files: number; bytes: number } {
  const tar = gunzipSync(tarball);
  let [files, bytes] = [0, 0];
  // A header of 512 bytes, and the file in as many blocks of 512 bytes as it needs. The archive ends with zeros.
  for (let at = 0; tar[at]; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (String.fromCharCode(tar[at + 156] ?? 0) === '0') {
      files += 1;
      bytes += size;
    }
    at += 512 * (1 + Math.ceil(size / 512));
  }
  return { files, bytes };
}

const toKilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'trtc-call-release-'));
  try {
    const release = await releaseLocally(folder, true);
    await using _stopped = release.registry;
    console.log(await describeRelease(release));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
