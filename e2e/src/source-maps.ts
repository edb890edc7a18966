import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Says why a debugger would not find the sources of a script; nothing when it would. */
export function findMapFault(script: string): string | undefined {
  const code = readFileSync(script, 'utf8');
  const reference = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(code)?.[1];
  if (reference === undefined) return hasSources(code) ? `${script} names no source map` : undefined;
  const file = join(dirname(script), reference);
  if (!existsSync(file)) return `${script} names ${reference}, which is not there`;
  const { sources, sourcesContent }: { sources: string[]; sourcesContent?: (string | null)[] } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  const lost = sources.filter(
    (source, at) => typeof sourcesContent?.[at] !== 'string' && !existsSync(join(dirname(file), source)),
  );
  return lost.length === 0
    ? undefined
    : `${file} leads to ${lost.join(', ')}, which is neither in it nor beside it`;
}

/** The bundler marks where a source begins. A script that only passes on names, or is its own helper, has none. */
function hasSources(code: string): boolean {
  return /^\/\/#region (?!\\0)/m.test(code);
}
