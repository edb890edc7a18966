import { type OpenApiSchema, openapi } from '@trtc-call/spec/v1/openapi';

// The contract read a second time, apart from src/contract: what is expected of the judge must not come from the judge.

/** A schema with the place that it stands at, references followed. */
export interface Located {
  /** Pointer into the bundled contract. */
  readonly pointer: string;
  readonly schema: OpenApiSchema;
}

/** The schema at a pointer, or the one that it refers to. */
export function located(pointer: string): Located {
  const known = schemas.get(pointer) ?? follow(pointer);
  schemas.set(pointer, known);
  return known;
}

function follow(pointer: string): Located {
  const schema = at(pointer);
  return typeof schema.$ref === 'string' ? follow(schema.$ref) : { pointer, schema };
}

/** A schema's own forms: those of its `anyOf`, theirs in turn, or itself. A lone `allOf` is what it refers to. */
export function listForms(whole: Located): readonly Located[] {
  const known = forms.get(whole.pointer) ?? readForms(whole);
  forms.set(whole.pointer, known);
  return known;
}

// Thousands of values are made of few schemas.
const forms = new Map<string, readonly Located[]>();
const schemas = new Map<string, Located>();

function readForms({ pointer, schema }: Located): readonly Located[] {
  for (const key of ['anyOf', 'allOf'] as const) {
    const parts = schema[key];
    if (Array.isArray(parts)) {
      return parts.flatMap((_, index) => listForms(located(`${pointer}/${key}/${index}`)));
    }
  }
  return [{ pointer, schema }];
}

/** The pointers of an object's members by their names. */
export function memberSites({ pointer, schema }: Located): ReadonlyMap<string, string> {
  const names = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return new Map(names.map((name) => [name, `${pointer}/properties/${escaped(name)}`]));
}

export function listRequired({ required }: OpenApiSchema): readonly string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

export function listTypes({ type, enum: words }: OpenApiSchema): readonly string[] {
  if (Array.isArray(type)) return type.map(String);
  if (typeof type === 'string') return [type];
  return Array.isArray(words) ? [...new Set(words.map((word) => typeof word))] : [];
}

/** The words that the contract lists where it lets others through, or only the listed ones; undefined without a list. */
export function listedWords(forms: readonly Located[]): readonly string[] | undefined {
  const lists = forms.filter(({ schema }) => Array.isArray(schema.enum));
  const isAny = ({ schema }: Located) => schema.type === 'string' && !schema.pattern && !schema.enum;
  if (lists.length === 0 || !forms.every((form) => lists.includes(form) || isAny(form))) return undefined;
  const words = lists.flatMap(({ schema }) => (Array.isArray(schema.enum) ? schema.enum : []));
  return words.every((word) => typeof word === 'string') ? words : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function at(pointer: string): OpenApiSchema {
  let value: unknown = openapi;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    value = Array.isArray(value) ? value[Number(name)] : isRecord(value) ? value[name] : undefined;
  }
  if (!isRecord(value)) throw new TypeError(`The contract has no schema at ${pointer}.`);
  return value;
}
