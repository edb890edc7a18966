import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

/** The one form of the contract's files: that in which a program that edits them leaves them. @throws Error when it is not YAML */
export function canonicalYaml(text: string): string {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new Error(`not YAML: ${error.message}`);
  return document.toString({ lineWidth: 110, flowCollectionPadding: false });
}

// `npm run format`: writes the files of the contract in that form.
if (import.meta.main) {
  const folder = join(import.meta.dirname, '..');
  for (const file of globSync('v*/**/*.yaml', { cwd: folder })) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const written = canonicalYaml(text);
    if (written !== text) writeFileSync(path, written);
  }
}
