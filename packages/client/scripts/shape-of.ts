import type { OpenApiDocument, OpenApiSchema } from '@trtc-call/spec/v1/openapi';
import { operationsOf, propertiesOf } from './operations-of.ts';
import { resolve } from './resolve.ts';

const scalars = [
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
];
const annotations = ['title', 'description', 'examples', 'default', 'format'];
// A success is told from a failure by the code, not by a schema that excludes it.
const loosened = ['$ref', 'additionalProperties', 'not'];

/**
 * A schema as data for `checkShape`, without references and prose. With `asDocumented` it also knows the words of an
 * open list and that an object has documented fields only.
 */
export function shapeOf(
  schema: unknown,
  document: OpenApiDocument,
  asDocumented = false,
): Record<string, unknown> {
  const whole = resolve(schema, document);
  const of = (part: unknown) => shapeOf(part, document, asDocumented);
  const words = asDocumented ? openWordsOf(whole, document) : undefined;
  if (words) return { type: 'string', enum: words, open: true };
  const shape: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(whole)) {
    if (scalars.includes(keyword)) shape[keyword] = value;
    else if (keyword === 'const') shape.enum = [value];
    else if (keyword === 'allOf' && Array.isArray(value)) {
      for (const part of value) Object.assign(shape, of(part));
    } else if (keyword === 'items') shape.items = of(value);
    else if (keyword === 'anyOf' && Array.isArray(value)) shape.anyOf = value.map(of);
    else if (keyword === 'properties') {
      const members = Object.entries(propertiesOf(whole)).map(([name, member]) => [name, of(member)]);
      shape.properties = Object.fromEntries(members);
      if (asDocumented) shape.closed = true;
    } else if (![...annotations, ...loosened].includes(keyword) && !keyword.startsWith('x-')) {
      throw new TypeError(`shape-of.ts does not know the keyword ${keyword}: teach it and check-shape.ts`);
    }
  }
  return shape;
}

/** What stands around the data of every answer: the fields of a failure, and `data`, whatever it is. */
export function envelopeShapeOf(document: OpenApiDocument): Record<string, unknown> {
  const [first] = operationsOf(document);
  const shape = shapeOf(first?.envelope, document, true);
  return { ...shape, properties: { ...propertiesOf(shape), data: {} } };
}

/** The words of `anyOf: [list of words, any string]`, which the contract writes where more words may come. */
function openWordsOf(schema: OpenApiSchema, document: OpenApiDocument): unknown[] | undefined {
  if (!Array.isArray(schema.anyOf)) return undefined;
  const options = schema.anyOf.map((option: unknown) => resolve(option, document));
  const isOpen = options.some((option) => option.type === 'string' && !option.enum && !option.pattern);
  const words = options.flatMap((option) => wordsOf(option, document));
  return isOpen && words.length > 0 ? words : undefined;
}

function wordsOf({ enum: words, anyOf }: OpenApiSchema, document: OpenApiDocument): unknown[] {
  if (Array.isArray(words)) return words;
  if (!Array.isArray(anyOf)) return [];
  return anyOf.flatMap((option: unknown) => wordsOf(resolve(option, document), document));
}
