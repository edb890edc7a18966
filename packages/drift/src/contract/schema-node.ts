import type { Schema, TypeName } from '@trtc-call/client/schema';
import { isObject } from '@trtc-call/reporting/values';
import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import type { Citation } from '@trtc-call/spec/v1/sources';

/** A schema of the contract for `compile` of the client, with references followed and every place kept. */
export interface SchemaNode extends Schema {
  /** JSON Pointer of the value in its body, with `*` for every index: each node is for one place. */
  readonly at: string;
  /** Pointer into the bundled contract of where it is used: a property, the items of a list, a body. */
  readonly site: string;
  /** Pointer of the schema that says what it is; the same as `site` where no reference is followed. */
  readonly pointer: string;
  /** Whether exchanges, and not the vendor's pages alone, are why it is as it is. */
  readonly isObserved: boolean;
  /** Pointers of the lists of words. */
  readonly wordsAt: readonly string[];
  readonly type: readonly TypeName[];
  readonly required: readonly string[];
}

type RawSchema = Readonly<Record<string, unknown>>;

export interface SchemaReader {
  /** The node of the schema at a pointer into the document; `at` is where its values stand in their body. */
  nodeAt(site: string, at?: string): SchemaNode;
  /** What stands at a pointer such as `#/components/schemas/CallRecord`. @throws TypeError where nothing does */
  valueAt(pointer: string): RawSchema;
}

/** The bounds that a schema may state, in the order in which fingerprints hold them. */
const keptKeywords = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'maxProperties',
  'pattern',
] as const;

export function createSchemaReader(
  openapi: OpenApiDocument,
  citations: Readonly<Record<string, Citation>>,
): SchemaReader {
  function valueAt(pointer: string): RawSchema {
    let value: unknown = openapi;
    for (const name of splitPointer(pointer)) {
      value = isObject(value) ? value[name] : Array.isArray(value) ? value[Number(name)] : undefined;
    }
    if (isObject(value)) return value;
    throw new TypeError(`The contract has nothing at ${pointer}.`);
  }

  function isObserved(site: string): boolean {
    return citations[site]?.source.includes('observed') ?? false;
  }

  function createNode(schema: RawSchema, site: string, at: string): SchemaNode {
    const { $ref } = schema;
    if (typeof $ref === 'string') {
      // Only prose stands beside a reference in this contract; the lint of spec/ sees to that.
      const { pointer, ...node } = createNode(valueAt($ref), $ref, at);
      return { ...node, pointer, site, isObserved: isObserved(site) };
    }
    const whole = mergeParts(schema);
    const options = readList(whole.anyOf).map((option, index) =>
      createNode(option, `${site}/anyOf/${index}`, at),
    );
    const place = { at, site, pointer: site, isObserved: isObserved(site) };
    const node: SchemaNode = {
      ...place,
      type: readTypes(whole.type),
      required: Array.isArray(whole.required) ? whole.required : [],
      ...readWords(whole, site),
      ...Object.fromEntries(
        keptKeywords.flatMap((name) => (whole[name] === undefined ? [] : [[name, whole[name]]])),
      ),
      ...(isObject(whole.items) && { items: createNode(whole.items, `${site}/items`, `${at}/*`) }),
      ...createMembers(whole, site, at),
    };
    if (options.length === 0) return node;
    const anyOf = joinWords(options, place);
    const [only, ...others] = anyOf;
    return only && others.length === 0 ? { ...only, ...place } : { ...node, anyOf };
  }

  function createMembers(schema: RawSchema, site: string, at: string): Partial<SchemaNode> {
    const { type, additionalProperties, maxProperties } = schema;
    // Of an object of which nothing is said every member is news, unless the contract says that anything may come.
    const isBare = type === 'object' && additionalProperties === undefined && maxProperties === undefined;
    const properties = schema.properties ?? (isBare ? {} : undefined);
    if (!isObject(properties)) return {};
    const members = Object.entries(properties).flatMap(([name, member]) => {
      const segment = escapeSegment(name);
      if (!isObject(member)) return [];
      return [[name, createNode(member, `${site}/properties/${segment}`, `${at}/${segment}`)] as const];
    });
    return { properties: Object.fromEntries(members), closed: true };
  }

  /** A failure's code is a code and not 0; the code decides which of the two an answer is, not `not`. */
  function mergeParts(schema: RawSchema): RawSchema {
    const parts = readList(schema.allOf).map((part) =>
      typeof part.$ref === 'string' ? valueAt(part.$ref) : part,
    );
    return Object.assign({}, schema, ...parts);
  }

  return { valueAt, nodeAt: (site, at = '') => createNode(valueAt(site), site, at) };
}

/** `anyOf: [words, any string]` is how the contract writes a list that may grow; lists alone are one list. */
function joinWords(
  options: readonly SchemaNode[],
  place: Pick<SchemaNode, 'at' | 'site' | 'pointer' | 'isObserved'>,
): readonly SchemaNode[] {
  const lists = options.filter((option) => option.enum);
  const texts = options.filter(isAnyString);
  if (lists.length === 0 || lists.length + texts.length === 1) return options;
  const open = texts.length > 0 || lists.some((list) => list.open);
  const list: SchemaNode = {
    ...place,
    type: readTypes([...lists, ...texts].flatMap(({ type }) => type)),
    required: [],
    enum: [...new Set(lists.flatMap((list) => list.enum ?? []))],
    wordsAt: lists.flatMap(({ wordsAt }) => wordsAt),
    open,
  };
  return [list, ...options.filter((option) => !lists.includes(option) && !texts.includes(option))];
}

/** A `const` is a list of one. */
function readWords(schema: RawSchema, site: string): Pick<SchemaNode, 'enum' | 'wordsAt'> {
  if (Array.isArray(schema.enum)) return { enum: schema.enum, wordsAt: [`${site}/enum`] };
  return schema.const === undefined ? { wordsAt: [] } : { enum: [schema.const], wordsAt: [`${site}/const`] };
}

function isAnyString({ type, enum: words, pattern, anyOf }: SchemaNode): boolean {
  return type.length === 1 && type[0] === 'string' && !words && !pattern && !anyOf;
}

function readList(value: unknown): RawSchema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function readTypes(type: unknown): TypeName[] {
  const names: readonly TypeName[] = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null'];
  const given: unknown[] = Array.isArray(type) ? type : [type];
  return names.filter((name) => given.includes(name));
}

/** A member that an object is described with; not one that every object of JavaScript has. */
export function findMember(node: SchemaNode | undefined, name: string): SchemaNode | undefined {
  const { properties } = node ?? {};
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** The form of a value that has members, where it may have several forms. */
export function objectForm(node: SchemaNode | undefined): SchemaNode | undefined {
  return node?.anyOf?.find(({ properties }) => properties) ?? node;
}

export function expectedTypes({ anyOf, type }: SchemaNode): string {
  return [...new Set(anyOf ? anyOf.flatMap((option) => option.type) : type)].join('|');
}

/** The bounds of a schema as a fingerprint holds them, such as `minimum=0`. */
export function describeBounds(node: SchemaNode): string {
  const stated = keptKeywords.flatMap((name) => {
    const bound = node[name];
    if (bound === undefined) return [];
    // As a regular expression writes it: fingerprints hold it so.
    return [`${name}=${typeof bound === 'string' ? new RegExp(bound, 'u').source : bound}`];
  });
  if (node.enum) stated.push(`enum=${[...new Set(node.enum.map(String))].join(',')}`);
  return stated.join(' ');
}

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

export function parentPointer(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

export function lastName(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
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

/** The shape of a value that no page describes. */
export interface SeenSchema {
  readonly type: readonly string[];
  readonly properties?: Readonly<Record<string, SeenSchema>>;
  readonly items?: SeenSchema;
}

const deepest = 6;
const mostFields = 60;

/** The shape of a value that no page describes: types and fields, no values. */
export function describeShape(value: unknown, depth = 0): SeenSchema {
  const type = [getJsonType(value)];
  if (depth >= deepest) return { type };
  if (Array.isArray(value)) {
    const items = value.map((item) => describeShape(item, depth + 1));
    return items.length === 0 ? { type } : { type, items: items.reduce(mergeSeen) };
  }
  if (!isObject(value)) return { type };
  const fields = Object.entries(value).slice(0, mostFields);
  return {
    type,
    properties: Object.fromEntries(fields.map(([name, member]) => [name, describeShape(member, depth + 1)])),
  };
}

export function mergeSeen(a: SeenSchema, b: SeenSchema): SeenSchema {
  const types = [...new Set([...a.type, ...b.type])];
  // Every integer is a number.
  const type = types.includes('number') ? types.filter((name) => name !== 'integer') : types;
  const items = a.items && b.items ? mergeSeen(a.items, b.items) : (a.items ?? b.items);
  const properties = mergeFields(a.properties, b.properties);
  return { type: type.toSorted(), ...(items && { items }), ...(properties && { properties }) };
}

function mergeFields(a: SeenSchema['properties'], b: SeenSchema['properties']): SeenSchema['properties'] {
  if (!a || !b) return a ?? b;
  const merged = new Map(Object.entries(a));
  for (const [name, field] of Object.entries(b)) {
    const known = merged.get(name);
    if (known || merged.size < mostFields) merged.set(name, known ? mergeSeen(known, field) : field);
  }
  return Object.fromEntries(merged);
}
