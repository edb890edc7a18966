import { openapi } from '@trtc-call/spec/v1/openapi';
import { citations } from '@trtc-call/spec/v1/sources';
import { isObject, type JsonType } from './json-type.ts';

/** A schema of the contract made ready for comparing: references followed, and every place kept. */
export interface SchemaNode {
  /** JSON Pointer of the value in its body, with `*` for every index: each node is for one place. */
  readonly at: string;
  /** Pointer into the bundled contract of where it is used: a property, the items of a list, a body. */
  readonly site: string;
  /** Pointer of the schema that says what it is; the same as `site` where no reference is followed. */
  readonly pointer: string;
  /** Whether exchanges, and not the vendor's pages alone, are why it is as it is. */
  readonly isObserved: boolean;
  readonly types: readonly JsonType[];
  readonly words: ReadonlySet<unknown> | undefined;
  /** Pointers of the lists of words. */
  readonly wordsAt: readonly string[];
  /** Whether the list is what the documents name, and other words are let through. */
  readonly open: boolean;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxProperties: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly items: SchemaNode | undefined;
  readonly members: ReadonlyMap<string, SchemaNode> | undefined;
  readonly required: readonly string[];
  readonly options: readonly SchemaNode[] | undefined;
}

type Schema = Readonly<Record<string, unknown>>;

/** Makes the node of the schema at a pointer into the bundled contract. */
export function schemaNodeAt(site: string, at = ''): SchemaNode {
  return createNode(valueAt(site), site, at);
}

/** What stands at a pointer such as `#/components/schemas/CallRecord`. */
export function valueAt(pointer: string): Schema {
  let value: unknown = openapi;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) ? value[name] : Array.isArray(value) ? value[Number(name)] : undefined;
  }
  if (isObject(value)) return value;
  throw new TypeError(`The contract has nothing at ${pointer}.`);
}

function createNode(schema: Schema, site: string, at: string): SchemaNode {
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    // Only prose stands beside a reference in this contract; the lint of spec/ sees to that.
    const { pointer, ...node } = createNode(valueAt($ref), $ref, at);
    return { ...node, pointer, site, isObserved: isObserved(site) };
  }
  const whole = mergeAllOf(schema);
  const options = readList(whole.anyOf).map((option, index) =>
    createNode(option, `${site}/anyOf/${index}`, at),
  );
  const node: SchemaNode = {
    at,
    site,
    pointer: site,
    isObserved: isObserved(site),
    types: readTypes(whole.type),
    ...readWords(whole, site),
    open: false,
    minimum: readNumber(whole.minimum),
    maximum: readNumber(whole.maximum),
    minLength: readNumber(whole.minLength),
    maxLength: readNumber(whole.maxLength),
    maxProperties: readNumber(whole.maxProperties),
    pattern: typeof whole.pattern === 'string' ? new RegExp(whole.pattern, 'u') : undefined,
    items: isObject(whole.items) ? createNode(whole.items, `${site}/items`, `${at}/*`) : undefined,
    members: createMembers(whole, site, at),
    required: Array.isArray(whole.required) ? whole.required : [],
    options: options.length > 0 ? options : undefined,
  };
  return openList(node) ?? node;
}

/** `anyOf: [words, any string]` is how the contract writes a list that may grow; lists alone are one list. */
function openList(node: SchemaNode): SchemaNode | undefined {
  const { options } = node;
  if (!options) return undefined;
  const lists = options.filter(({ words }) => words);
  const open = options.some((option) => isAnyString(option) || option.open);
  if (lists.length === 0 || lists.length + options.filter(isAnyString).length < options.length)
    return undefined;
  const words = new Set(lists.flatMap((list) => [...(list.words ?? [])]));
  const types = readTypes(options.flatMap((option) => option.types));
  const wordsAt = lists.flatMap((list) => list.wordsAt);
  return { ...node, types, words, wordsAt, open, options: undefined };
}

/** A `const` is a list of one. */
function readWords(schema: Schema, site: string): Pick<SchemaNode, 'words' | 'wordsAt'> {
  if (Array.isArray(schema.enum)) return { words: new Set(schema.enum), wordsAt: [`${site}/enum`] };
  if (schema.const === undefined) return { words: undefined, wordsAt: [] };
  return { words: new Set([schema.const]), wordsAt: [`${site}/const`] };
}

function isAnyString({ types, words, pattern, options }: SchemaNode): boolean {
  return types.length === 1 && types[0] === 'string' && !words && !pattern && !options;
}

function createMembers(
  schema: Schema,
  site: string,
  at: string,
): ReadonlyMap<string, SchemaNode> | undefined {
  const { properties } = schema;
  if (!isObject(properties)) return undefined;
  return new Map(
    Object.entries(properties).flatMap(([name, member]) => {
      const segment = escapeSegment(name);
      if (!isObject(member)) return [];
      return [[name, createNode(member, `${site}/properties/${segment}`, `${at}/${segment}`)]];
    }),
  );
}

/** A failure's code is a code and not 0; which of the two an answer is, is told by the code, not by `not`. */
function mergeAllOf(schema: Schema): Schema {
  const parts = readList(schema.allOf).map((part) =>
    typeof part.$ref === 'string' ? valueAt(part.$ref) : part,
  );
  return Object.assign({}, schema, ...parts);
}

function isObserved(site: string): boolean {
  return citations[site]?.source.includes('observed') ?? false;
}

function readList(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function readTypes(type: unknown): JsonType[] {
  const names: readonly JsonType[] = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'];
  const given: unknown[] = Array.isArray(type) ? type : [type];
  return names.filter((name) => given.includes(name));
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** One segment of a JSON Pointer (RFC 6901). */
export function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
