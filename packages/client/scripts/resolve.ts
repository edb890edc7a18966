import type { OpenApiDocument, OpenApiSchema } from '@trtc-call/spec/v1/openapi';

const schemas = '#/components/schemas/';

/** The schema itself, or the one that it refers to. */
export function resolve(schema: unknown, document: OpenApiDocument): OpenApiSchema {
  if (typeof schema !== 'object' || schema === null) throw new TypeError('a schema is not an object');
  const reference: unknown = Reflect.get(schema, '$ref');
  if (typeof reference !== 'string') return { ...schema };
  const target = document.components.schemas[reference.slice(schemas.length)];
  if (!reference.startsWith(schemas) || !target) throw new TypeError(`${reference} leads nowhere`);
  return resolve(target, document);
}
