import { join } from 'node:path';
import { diskTree, publishedPackages, readManifest as readAny } from '../../scripts/release/checkout.ts';

/** The root of the workspace. */
export const root = join(import.meta.dirname, '../..');

/** The folders of the packages that npm gets. */
export const publishedFolders = publishedPackages(root).map(({ folder }) => folder);

/** What a package's manifest says of itself, as far as the tests ask. */
interface Manifest {
  name: string;
  version: string;
  engines: { node: string };
}

/** @throws Error when the folder has no manifest with a name, a version and the Node that it needs. */
export function readManifest(folder: string, workspace = root): Manifest {
  const { name, version, engines } = readAny(diskTree(workspace), folder);
  const node = Object(engines).node;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof node !== 'string') {
    throw new Error(`${folder}/package.json has no name, no version or no engines.node`);
  }
  return { name, version, engines: { node } };
}
