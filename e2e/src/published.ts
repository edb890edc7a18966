import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the workspace. */
export const root = join(import.meta.dirname, '../..');

/** The folders of the packages that npm gets. */
export const publishedFolders = [
  'spec',
  'packages/client',
  'packages/webhooks',
  'packages/call-book',
  'packages/mock',
  'conformance',
  'packages/drift',
  'packages/cli',
];

/** What a package's manifest says of itself, as far as the tests ask. */
export interface Manifest {
  name: string;
  version: string;
  engines: { node: string };
}

/** @throws Error when the folder has no manifest with a name, a version and the Node that it needs. */
export function readManifest(folder: string, workspace = root): Manifest {
  const manifest: unknown = JSON.parse(readFileSync(join(workspace, folder, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null)
    throw new Error(`${folder}/package.json is not an object`);
  const { name, version, engines } = Object.fromEntries(Object.entries(manifest));
  const node = Object(engines).node;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof node !== 'string') {
    throw new Error(`${folder}/package.json has no name, no version or no engines.node`);
  }
  return { name, version, engines: { node } };
}
