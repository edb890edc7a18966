// `node scripts/release/check-ready.ts`: fails when npm would refuse the packages, before anything is built. Plain
// node: modules only, since nothing is installed yet.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultOfManifest } from './fault-of-manifest.ts';

const root = join(import.meta.dirname, '../..');
const folders = [
  'spec',
  'packages/client',
  'packages/mock',
  'packages/drift',
  'packages/webhooks',
  'conformance',
  'packages/cli',
];
const faults = folders.flatMap((folder) => {
  const fault = faultOfManifest(
    folder,
    JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    process.env.GITHUB_REPOSITORY,
  );
  return fault === undefined ? [] : [fault];
});
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
