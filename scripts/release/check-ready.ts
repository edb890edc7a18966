// `node scripts/release/check-ready.ts`: fails when npm would refuse the packages, before anything is built. Plain
// node: modules only, since nothing is installed yet.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from './is-record.ts';

const folders = [
  'spec',
  'packages/client',
  'packages/mock',
  'packages/drift',
  'packages/webhooks',
  'conformance',
  'packages/cli',
];

/**
 * Says why npm would refuse a package that this repository publishes with provenance; nothing when it would not. npm
 * compares `repository` with where the workflow ran.
 *
 * @param repository - owner and name, as GitHub gives them in GITHUB_REPOSITORY
 */
export function faultOfManifest(
  folder: string,
  manifest: unknown,
  repository: string | undefined,
): string | undefined {
  const { url, directory } = recordOf(recordOf(manifest).repository);
  const wanted = `git+https://github.com/${repository ?? '<owner>/<name>'}.git`;
  if (url === wanted && directory === folder) return undefined;
  const found = typeof url === 'string' ? `names ${url}, ${String(directory)}` : 'has none';
  return (
    `${folder}/package.json ${found}: npm publishes with provenance only what names its repository. ` +
    `Set "repository": { "type": "git", "url": "${wanted}", "directory": "${folder}" }.`
  );
}

if (import.meta.main) {
  for (const folder of folders) {
    const file = join(import.meta.dirname, '../..', folder, 'package.json');
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const fault = faultOfManifest(folder, manifest, process.env.GITHUB_REPOSITORY);
    if (fault === undefined) continue;
    console.error(fault);
    process.exitCode = 1;
  }
}
