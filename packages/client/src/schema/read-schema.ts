import type { Schema } from './keywords.ts';

/** What is needed of an OpenAPI document: the schemas that others refer to. */
export interface SchemaDocument {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const kept = new Set([
  'type',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'maxProperties',
  'pattern',
  'required',
]);
const annotations = ['title', 'description', 'examples', 'default', 'format'];
// A success is told from a failure by the code, not by a schema that excludes it.
const loosened = ['$ref', 'additionalProperties', 'not'];
const ignored = new Set([...annotations, ...loosened]);
const prefix = '#/components/schemas/';

/**
 * Reads a schema of an OpenAPI document for `compile`, without references and prose. Of an open list (`anyOf` of words
 * and any string) the words are kept, and of an object which fields it documents.
 *
 * @throws TypeError for a keyword that `compile` does not know, and a reference that leads nowhere.
 */
export function readSchema(schema: unknown, document: SchemaDocument): Schema {
  const whole = resolveSchema(schema, document);
  const read = (part: unknown) => readSchema(part, document);
  const keywords = Object.entries(whole);
  return (
    readOpenList(whole, document) ??
    Object.assign({}, ...keywords.map(([keyword, value]) => readKeyword(keyword, value, read)))
  );
}

function readKeyword(keyword: string, value: unknown, read: (part: unknown) => Schema): object {
  if (kept.has(keyword)) return { [keyword]: value };
  if (ignored.has(keyword) || keyword.startsWith('x-')) return {};
  switch (keyword) {
    case 'const':
      return { enum: [value] };
    case 'items':
      return { items: read(value) };
    case 'anyOf':
      return { anyOf: [value].flat().map(read) };
    case 'allOf':
      return Object.assign({}, ...[value].flat().map(read));
    case 'properties': {
      const members = Object.entries({ ...Object(value) }).map(([name, member]) => [name, read(member)]);
      return { properties: Object.fromEntries(members), closed: true };
    }
    default:
      throw new TypeError(`readSchema does not know the keyword ${keyword}: teach it and compile`);
  }
}

/** The schema itself, or the one that it refers to. */
export function resolveSchema(schema: unknown, document: SchemaDocument): Record<string, unknown> {
  if (typeof schema !== 'object' || schema === null) throw new TypeError('a schema is not an object');
  const reference: unknown = Reflect.get(schema, '$ref');
  if (typeof reference !== 'string') return { ...schema };
  const target = document.components.schemas[reference.slice(prefix.length)];
  if (!reference.startsWith(prefix) || !target) throw new TypeError(`${reference} leads nowhere`);
  return resolveSchema(target, document);
}

/** `anyOf: [list of words, any string]`, which the contract writes where more words may come, and other types beside. */
function readOpenList({ anyOf }: Record<string, unknown>, document: SchemaDocument): Schema | undefined {
  if (!Array.isArray(anyOf)) return undefined;
  const options = anyOf.map((option: unknown) => resolveSchema(option, document));
  const isOpen = options.some((option) => option.type === 'string' && !option.enum && !option.pattern);
  const words = options.flatMap((option) => readWords(option, document));
  if (!isOpen || words.length === 0) return undefined;
  const list: Schema = { type: 'string', enum: words, open: true };
  const others = options.filter(({ type }) => type !== undefined && type !== 'string');
  return others.length === 0
    ? list
    : { anyOf: [list, ...others.map((other) => readSchema(other, document))] };
}

function readWords({ enum: words, anyOf }: Record<string, unknown>, document: SchemaDocument): unknown[] {
  if (Array.isArray(words)) return words;
  if (!Array.isArray(anyOf)) return [];
  return anyOf.flatMap((option: unknown) => readWords(resolveSchema(option, document), document));
}
