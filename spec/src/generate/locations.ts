import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { toPointer } from '../open-api-document.ts';
import type { Origin } from './spell-out.ts';

/** Pointer into the bundled document -> `v1/components/schemas/CallRecord.yaml:12`. */
export type Locations = Readonly<Record<string, string>>;

/** Words and samples: no link leads there. */
const unlisted = /^(description|summary|title|example|examples|value|x-source|x-decision)$/;

/**
 * Where each statement of the bundled document stands in the files that people edit. The codes of errors.yaml, which
 * the bundle does not hold, are `#/errors/<code>`.
 */
export function findLocations(
  packageFolder: string,
  generation: string,
  origins: readonly Origin[],
): Locations {
  const places = new Map<string, string>();
  const note = (file: string, prefix: string) => {
    const path = `${generation}/${file}`;
    noteFile(readFileSync(join(packageFolder, path), 'utf8'), path, prefix, places);
  };
  note('openapi.yaml', '#');
  for (const file of globSync('components/{schemas,parameters,responses}/*.yaml', {
    cwd: join(packageFolder, generation),
  })) {
    const path = file.replaceAll('\\', '/');
    note(path, `#/${dirname(path)}/${basename(path, '.yaml')}`);
  }
  for (const { pointer, file } of referredFiles(packageFolder, generation)) note(file, pointer);
  noteErrors(packageFolder, generation, places);
  for (const [published, authored] of origins) {
    for (const [pointer, place] of [...places]) {
      if (pointer === authored || pointer.startsWith(`${authored}/`)) {
        places.set(published + pointer.slice(authored.length), place);
      }
    }
  }
  return Object.fromEntries([...places].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function noteFile(text: string, path: string, prefix: string, places: Map<string, string>): void {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  const findLine = (node: Node) => lines.linePos(node.range?.[0] ?? 0).line;
  const visit = (node: unknown, pointer: string): void => {
    if (isSeq(node)) for (const [at, item] of node.items.entries()) visit(item, `${pointer}/${at}`);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key) || unlisted.test(String(key.value))) continue;
      const place = pointer + toPointer([String(key.value)]);
      places.set(place, `${path}:${findLine(key)}`);
      visit(value, place);
    }
  };
  if (contents && prefix !== '#') places.set(prefix, `${path}:${findLine(contents)}`);
  visit(contents, prefix);
}

/** The files that stand in the root document by reference: operations and webhooks. */
function referredFiles(packageFolder: string, generation: string): { pointer: string; file: string }[] {
  const root = parseDocument(readFileSync(join(packageFolder, generation, 'openapi.yaml'), 'utf8')).toJS();
  return ['paths', 'webhooks'].flatMap((part) =>
    Object.entries<{ $ref: string }>(root[part]).map(([name, { $ref }]) => ({
      pointer: `#${toPointer([part, name])}`,
      file: $ref,
    })),
  );
}

function noteErrors(packageFolder: string, generation: string, places: Map<string, string>): void {
  const path = `${generation}/errors.yaml`;
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(packageFolder, path), 'utf8'), { lineCounter: lines });
  const codes = document.get('codes');
  if (!isSeq(codes)) throw new Error(`${path} has no list of codes`);
  for (const item of codes.items) {
    if (!isMap(item)) continue;
    places.set(`#/errors/${item.get('code')}`, `${path}:${lines.linePos(item.range?.[0] ?? 0).line}`);
  }
}
