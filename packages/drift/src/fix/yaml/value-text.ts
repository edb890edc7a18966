import type { YamlValue } from './yaml-edit.ts';

const plainWord = /^(\$?[A-Za-z_][\w-]*|\.{1,2}\/[\w./-]*\w)$/;
const plainSentence = /^[A-Z][a-z]+ [\w .;()/-]*[\w.)]$/;
/** Words that some version of YAML takes for something else than text. */
const notText = /^(y|n|yes|no|on|off|true|false|null|nan|inf|_+)$/i;
/** What is no letter, no digit and no sign that every reader shows. */
const unprintable = /[^\x20-\x7e\p{L}\p{N}]|[\u2028\u2029\ufeff]/gu;

/** A scalar in YAML that every parser reads as the same value. */
function scalarText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = plainWord.test(value) ? !notText.test(value) : plainSentence.test(value);
  return isPlain ? value : quoted(value);
}

function quoted(value: string): string {
  return JSON.stringify(value).replace(unprintable, (sign) =>
    [...Array(sign.length).keys()]
      .map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** A value on one line. */
export function flowText(value: YamlValue): string {
  if (isMap(value)) {
    const members = [...value].map(([key, member]) => memberText(key, member));
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return isList(value) ? `[${value.map(flowText).join(', ')}]` : scalarText(value);
}

/** A member of a map on one line. */
export function memberText(key: string, value: YamlValue): string {
  return `${scalarText(key)}: ${flowText(value)}`;
}

/** A member of a map in lines, the first without indentation: maps over lines, lists and scalars on one. */
export function memberLines(key: string, value: YamlValue): string[] {
  if (!isMap(value) || value.size === 0) return [memberText(key, value)];
  return [`${scalarText(key)}:`, ...mapLines(value).map((line) => `  ${line}`)];
}

/** An item of a list in lines, with its dash. */
export function itemLines(value: YamlValue): string[] {
  if (!isMap(value) || value.size === 0) return [`- ${flowText(value)}`];
  return mapLines(value).map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`));
}

/** A map in lines. */
export function mapLines(value: ReadonlyMap<string, YamlValue>): string[] {
  return [...value].flatMap(([key, member]) => memberLines(key, member));
}

function isMap(value: unknown): value is ReadonlyMap<string, YamlValue> {
  return value instanceof Map;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
