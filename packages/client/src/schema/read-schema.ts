import type { Schema } from './schema.ts';

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
  const words = readOpenWords(whole, document);
  if (words) {
    const list: Schema = { type: 'string', enum: words, open: true };
    const others = readOtherTypes(whole, document);
    return others.length === 0
      ? list
      : { anyOf: [list, ...others.map((other) => readSchema(other, document))] };
  }
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(whole)) {
    if (kept.has(keyword)) result[keyword] = value;
    else if (keyword === 'const') result.enum = [value];
    else if (keyword === 'allOf' && Array.isArray(value)) {
      for (const part of value) Object.assign(result, read(part));
    } else if (keyword === 'items') result.items = read(value);
    else if (keyword === 'anyOf' && Array.isArray(value)) result.anyOf = value.map(read);
    else if (keyword === 'properties') {
      const members = Object.entries({ ...Object(value) }).map(([name, member]) => [name, read(member)]);
      result.properties = Object.fromEntries(members);
      result.closed = true;
    } else if (!ignored.has(keyword) && !keyword.startsWith('x-')) {
      throw new TypeError(`readSchema does not know the keyword ${keyword}: teach it and compile`);
    }
  }
  return result;
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

/** The words of `anyOf: [list of words, any string]`, which the contract writes where more words may come. */
function readOpenWords({ anyOf }: Record<string, unknown>, document: SchemaDocument): unknown[] | undefined {
  if (!Array.isArray(anyOf)) return undefined;
  const options = anyOf.map((option: unknown) => resolveSchema(option, document));
  const isOpen = options.some((option) => option.type === 'string' && !option.enum && !option.pattern);
  const words = options.flatMap((option) => readWords(option, document));
  return isOpen && words.length > 0 ? words : undefined;
}

/** What may come beside words: of such a list, the options that are not text. */
function readOtherTypes({ anyOf }: Record<string, unknown>, document: SchemaDocument): unknown[] {
  if (!Array.isArray(anyOf)) return [];
  return anyOf.filter((option: unknown) => {
    const { type } = resolveSchema(option, document);
    return type !== undefined && type !== 'string';
  });
}

function readWords({ enum: words, anyOf }: Record<string, unknown>, document: SchemaDocument): unknown[] {
  if (Array.isArray(words)) return words;
  if (!Array.isArray(anyOf)) return [];
  return anyOf.flatMap((option: unknown) => readWords(resolveSchema(option, document), document));
}
