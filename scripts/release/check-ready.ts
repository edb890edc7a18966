// `node scripts/release/check-ready.ts`: fails when npm would refuse the packages, before anything is built. Plain
// node: modules only, since nothing is installed yet.
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

if (import.meta.main) {
  const root = join(import.meta.dirname, '../..');
  for (const file of globSync('{spec,conformance,packages/*}/package.json', { cwd: root })) {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, file), 'utf8'));
    const fault = manifest.private
      ? undefined
      : findManifestFault(dirname(file), manifest, process.env.GITHUB_REPOSITORY);
    if (fault === undefined) continue;
    console.error(fault);
    process.exitCode = 1;
  }
}
