import type { OpenApiDocument, OpenApiSchema } from '../v1/open-api-document.ts';

/** The schema itself, or the one that it refers to. */
export function resolveSchema(document: OpenApiDocument, schema: OpenApiSchema): OpenApiSchema {
  return typeof schema.$ref === 'string' ? schemaNamed(document, lastSegment(schema.$ref)) : schema;
}

/** A schema of the bundle by its name. */
export function schemaNamed(document: OpenApiDocument, name: string): OpenApiSchema {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`There is no schema ${name} in the bundle; is its file named otherwise?`);
  return schema;
}

/** What a reference names. */
export function lastSegment(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
