import { isObject } from '@trtc-call/reporting/values';

/** The part of JSON Schema that a contract uses, and two keywords of our own. `readSchema` makes it of OpenAPI. */
export interface Schema {
  readonly type?: TypeName | readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly items?: this;
  readonly properties?: Readonly<Record<string, this>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly this[];
  /** The words of `enum` are those that the documents list; another one may come. */
  readonly open?: boolean;
  /** The `properties` are those that the documents list; another one may come. */
  readonly closed?: boolean;
}

export type TypeName = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

/** Says in words what a schema asks for, such as `an integer of at least 1`. */
export function describeSchema(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(describeSchema))].join(' or ');
  if (schema.enum) return `one of ${schema.enum.map((member) => JSON.stringify(member)).join(', ')}`;
  const names = listTypes(schema).map((name) => types[name].words);
  const ranges = readRanges(schema).map(({ from, to, unit }) => {
    const end = `${to ?? from}${(to ?? from) === 1 ? unit.replace(/s$/, '') : unit}`;
    if (from === undefined) return `of at most ${end}`;
    return to === undefined ? `of at least ${end}` : `from ${from} to ${end}`;
  });
  const form = schema.pattern === undefined ? [] : [describePattern(schema.pattern)];
  return [names.join(' or ') || 'any value', ...ranges, ...form].join(' ');
}

function describePattern(pattern: string): string {
  const isOfUrl = pattern.replaceAll(/\[[A-Z]([a-z])\]/g, '$1') === '^https?://.+$';
  return isOfUrl ? 'that begins with http:// or https://' : `that matches ${pattern}`;
}

/** The keywords that bound what has a size. The size of anything else is NaN, which is within all bounds. */
const bounds = [
  {
    measure: (value: unknown) => (typeof value === 'number' ? value : Number.NaN),
    least: 'minimum',
    most: 'maximum',
    unit: '',
  },
  {
    measure: (value: unknown) => (typeof value === 'string' ? value.length : Number.NaN),
    least: 'minLength',
    most: 'maxLength',
    unit: ' characters',
  },
  {
    measure: (value: unknown) => (Array.isArray(value) ? value.length : Number.NaN),
    least: 'minItems',
    most: 'maxItems',
    unit: ' items',
  },
  {
    measure: (value: unknown) => (isObject(value) ? Object.keys(value).length : Number.NaN),
    least: undefined,
    most: 'maxProperties',
    unit: ' members',
  },
] as const;

/** The bounds that a schema sets. */
export function readRanges(schema: Schema) {
  return bounds
    .map((bound) => ({ ...bound, from: bound.least && schema[bound.least], to: schema[bound.most] }))
    .filter(({ from, to }) => from !== undefined || to !== undefined);
}

export function isOfSomeType(value: unknown, names: readonly TypeName[]): boolean {
  for (const name of names) if (types[name].has(value)) return true;
  return false;
}

const types: Readonly<Record<TypeName, { readonly words: string; has(value: unknown): boolean }>> = {
  string: { words: 'a string', has: (value) => typeof value === 'string' },
  integer: { words: 'an integer', has: Number.isInteger },
  number: { words: 'a number', has: Number.isFinite },
  boolean: { words: 'a boolean', has: (value) => typeof value === 'boolean' },
  object: { words: 'an object', has: isObject },
  array: { words: 'an array', has: Array.isArray },
  null: { words: 'null', has: (value) => value === null },
};

export function listTypes({ type }: Schema): readonly TypeName[] {
  if (type === undefined) return [];
  return typeof type === 'string' ? [type] : type;
}
