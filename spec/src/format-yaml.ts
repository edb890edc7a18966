import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalYaml } from './guards/canonical-yaml.ts';

// `npm run format`: writes the files of the contract in their one form.
const folder = join(import.meta.dirname, '..');
for (const file of globSync('v*/**/*.yaml', { cwd: folder })) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const written = canonicalYaml(text);
  if (written !== text) writeFileSync(path, written);
}
