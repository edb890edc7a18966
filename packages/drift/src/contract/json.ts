import type { TypeName } from '@trtc-call/client/schema';
import type { Location, Locations } from '@trtc-call/spec/v1/locations';

/** The narrowest type of a value that came out of JSON. */
export function getJsonType(value: unknown): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    default:
      return 'object';
  }
}

/** The client refuses longer answers too, unless `maxAnswerBytes` says otherwise. */
const longestBody = 8 * 1024 * 1024;
/** Parsing takes memory by the number of values; a page of records has a few thousand. */
export const mostValues = 1_000_000;
/** Shorter texts hold fewer. */
const shortText = 1024 * 1024;

export const tooLarge = `a body of more than ${longestBody} characters or ${mostValues} values`;

type ParsedBody =
  | { readonly problem: undefined; readonly value: unknown }
  | { readonly problem: 'not JSON' | 'too large' };

export function parseBody(text: string): ParsedBody {
  if (text.length > longestBody || holdsTooManyValues(text)) {
    return { problem: 'too large' };
  }
  try {
    return { problem: undefined, value: JSON.parse(text) };
  } catch {
    return { problem: 'not JSON' };
  }
}

export function holdsTooManyValues(text: string): boolean {
  if (text.length <= shortText) return false;
  let count = 0;
  let isString = false;
  for (let at = 0; at < text.length && count <= mostValues; at += 1) {
    const sign = text[at];
    if (sign === '"') isString = !isString;
    else if (isString) at += sign === '\\' ? 1 : 0;
    else if (sign === ',' || sign === '{' || sign === '[') count += 1;
  }
  return count > mostValues;
}

export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

export function lastName(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** A place in the contract; its file is named from the folder `spec`. */
export type SpecLocation = Location;

/**
 * Finds where a statement of the bundled contract stands in `spec/`, or the nearest one around it. `…/required/name` is
 * the promise of one member, `#/errors/70001` a row of the table of codes, or the one that it would stand behind.
 */
export function createLocate(locations: Locations) {
  const codes = Object.keys(locations)
    .filter((pointer) => parentPointer(pointer) === '#/errors')
    .map((pointer) => Number(lastName(pointer)))
    .toSorted((a, b) => a - b);
  const find = (pointer: string): SpecLocation | undefined => {
    for (let at = pointer; at.length > 1; at = parentPointer(at)) {
      if (Object.hasOwn(locations, at)) return locations[at];
    }
    return undefined;
  };
  return (pointer: string): SpecLocation | undefined => {
    const [around, name] = [parentPointer(pointer), lastName(pointer)];
    if (around === '#/errors')
      return find(`${around}/${codes.findLast((code) => code <= Number(name)) ?? codes[0]}`);
    if (!around.endsWith('/required')) return find(pointer);
    const [own, member] = [find(around), find(`${parentPointer(around)}/properties/${name}`)];
    // A schema may take a member over from another one, which promises it.
    return member && member.file !== own?.file ? find(`${componentIn(member.file)}/required`) : own;
  };
}

/** `#/components/schemas/Envelope` for `v4/components/schemas/Envelope.yaml`. */
function componentIn(file: string): string {
  return `#${file.slice(file.indexOf('/')).replace(/\.yaml$/, '')}`;
}

/** The names of a JSON Pointer (RFC 6901). */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
