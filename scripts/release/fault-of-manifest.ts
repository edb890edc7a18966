import { recordOf } from './is-record.ts';

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
