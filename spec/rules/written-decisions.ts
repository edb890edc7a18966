import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The ids in the headings of `decisions.md` beside the root document; none when there is no such file. */
export function writtenDecisions(rootDocument: string): ReadonlySet<string> {
  const file = join(dirname(rootDocument), 'decisions.md');
  if (!existsSync(file)) return new Set();
  const headings = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'));
  return new Set(headings.flatMap((heading) => heading.match(/\bV\d+-(?:U-)?\d+\b/g) ?? []));
}
