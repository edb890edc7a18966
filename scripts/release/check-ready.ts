// `node scripts/release/check-ready.ts`: fails when npm would refuse the packages or show something wrong, before anything
// is built. Plain node: modules only, since nothing is installed yet.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly private?: boolean;
  readonly repository?: { readonly url?: string; readonly directory?: string };
}

/**
 * Says why npm would refuse a package that this repository publishes with provenance; nothing when it would not. npm
 * compares `repository` with where the workflow ran.
 *
 * @param repository - owner and name, as GitHub gives them in GITHUB_REPOSITORY
 */
export function findManifestFault(
  folder: string,
  manifest: Manifest,
  repository = '<owner>/<name>',
): string | undefined {
  const { url, directory } = manifest.repository ?? {};
  const wanted = `git+https://github.com/${repository}.git`;
  if (url === wanted && directory === folder) return undefined;
  return (
    `${folder}/package.json ${url ? `names ${url}, ${directory}` : 'has none'}: npm publishes with provenance only what ` +
    `names its repository. Set "repository": { "type": "git", "url": "${wanted}", "directory": "${folder}" }.`
  );
}

/** Says that a README would tell npm's readers, who have found it there, that it is not on npm. */
export function findReadmeFault(folder: string, readme: string): string | undefined {
  if (!/\bnot on npm\b/i.test(readme)) return undefined;
  return `${folder}/README.md says that it is not on npm, and npm shows it with this version for good: take that out.`;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  const folders = globSync('{spec,conformance,packages/*}/package.json', { cwd: root }).map(dirname);
  const faults = folders.flatMap((folder) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    if (manifest.private) return [];
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
    return [
      findManifestFault(folder, manifest, process.env.GITHUB_REPOSITORY),
      findReadmeFault(folder, readme),
    ].filter((fault) => fault !== undefined);
  });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
}
