import type { YamlEdit, YamlPath } from './yaml-edit.ts';

/** Parsed YAML whose maps are `Map`s. */
export type YamlData = unknown;

/** The value at a path of parsed YAML; undefined where there is none. */
export function dataAt(data: YamlData, path: YamlPath): YamlData {
  let value = data;
  for (const segment of path) {
    if (value instanceof Map) value = [...value].find(([key]) => String(key) === String(segment))?.[1];
    else value = Array.isArray(value) ? value[Number(segment)] : undefined;
  }
  return value;
}

/** A copy of parsed YAML with an edit made: what the text has to come to. */
export function changedData(data: YamlData, edit: YamlEdit, path: YamlPath = edit.at): YamlData {
  if (data instanceof Map) return new Map(changedEntries([...data], edit, path));
  if (!Array.isArray(data)) return data;
  const [segment, ...rest] = path;
  if (segment !== undefined)
    return data.map((item, at) => (at === Number(segment) ? changedData(item, edit, rest) : item));
  return edit.op === 'add-item' ? data.toSpliced(edit.index, 0, edit.value) : data.toSpliced(edit.index, 1);
}

type Entry = [unknown, unknown];

function changedEntries(entries: readonly Entry[], edit: YamlEdit, [segment, ...rest]: YamlPath): Entry[] {
  if (segment !== undefined)
    return entries.map(([key, value]) => [
      key,
      String(key) === String(segment) ? changedData(value, edit, rest) : value,
    ]);
  return edit.op === 'add-key'
    ? entries.toSpliced(edit.index, 0, [edit.key, edit.value])
    : entries.toSpliced(edit.index, 1);
}
