import type { OpenApiDocument, OpenApiMediaType, OpenApiSchema } from '@trtc-call/spec/v1/openapi';
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
// The shape is for reading, so it may allow more than the schema: a success is told from a failure by the code.
const loosened = ['$ref', 'additionalProperties', 'not'];

/** For each operation what it takes and what it gives, and the envelope around it, as data for `checkShape`. */
export function shapesModule(document: OpenApiDocument): string {
  const shapes: Record<string, unknown> = {};
  let envelope: unknown;
  for (const { post } of Object.values(document.paths)) {
    const { success, failure } = answersOf(post.responses[200]?.content['application/json'], document);
    shapes[post.operationId] = {
      request: shapeOf(post.requestBody.content['application/json']?.schema, document),
      data: shapeOf(propertiesOf(success).data, document),
    };
    const { data: _, ...members } = propertiesOf(failure);
    envelope ??= shapeOf({ ...failure, properties: members }, document);
  }
  return [
    "import type { OperationId } from '@trtc-call/spec/v1';",
    "import type { Shape } from '../check-shape.ts';\n",
    '/** What every answer has, a success and a failure. */',
    `export const envelopeShape: Shape = ${JSON.stringify(envelope, null, 2)};\n`,
    '/** The body of each operation, and the `data` of its success. */',
    'export const shapes: Readonly<Record<OperationId, { readonly request: Shape; readonly data: Shape }>> =',
    `  ${JSON.stringify(shapes, null, 2)};\n`,
  ].join('\n');
}

/** Tells the success from the failure: only the success allows nothing but the code 0. */
function answersOf(media: OpenApiMediaType | undefined, document: OpenApiDocument) {
  const { anyOf } = resolve(media?.schema, document);
  const answers = Array.isArray(anyOf) ? anyOf.map((answer: unknown) => resolve(answer, document)) : [];
  const isSuccess = (answer: OpenApiSchema) => {
    const { enum: codes } = resolve(propertiesOf(answer).errorCode, document);
    return Array.isArray(codes) && codes.every((code) => Number(code) === 0);
  };
  const success = answers.find(isSuccess);
  const failure = answers.find((answer) => !isSuccess(answer));
  if (!success || !failure) throw new TypeError('an answer is not anyOf a success and a failure');
  return { success, failure };
}

function propertiesOf(schema: OpenApiSchema): Record<string, unknown> {
  return typeof schema.properties === 'object' ? { ...schema.properties } : {};
}

function shapeOf(schema: unknown, document: OpenApiDocument): Record<string, unknown> {
  const whole = resolve(schema, document);
  const shape: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(whole)) {
    if (scalars.includes(keyword)) shape[keyword] = value;
    else if (keyword === 'allOf' && Array.isArray(value)) {
      for (const part of value) Object.assign(shape, shapeOf(part, document));
    } else if (keyword === 'items') shape.items = shapeOf(value, document);
    else if (keyword === 'anyOf' && Array.isArray(value)) {
      shape.anyOf = value.map((option: unknown) => shapeOf(option, document));
    } else if (keyword === 'properties') {
      const names = Object.entries(propertiesOf(whole));
      shape.properties = Object.fromEntries(names.map(([name, member]) => [name, shapeOf(member, document)]));
    } else if (![...annotations, ...loosened].includes(keyword) && !keyword.startsWith('x-')) {
      throw new TypeError(
        `shapes-module.ts does not know the keyword ${keyword}: teach it and check-shape.ts`,
      );
    }
  }
  return shape;
}
