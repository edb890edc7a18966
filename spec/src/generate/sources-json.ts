import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The list of the vendor's pages as JSON. */
export function sourcesJson(packageFolder: string, generation: string): string {
  const list: unknown = parse(readFileSync(join(packageFolder, generation, 'sources.yaml'), 'utf8'));
  return `${JSON.stringify(list, null, 2)}\n`;
}
