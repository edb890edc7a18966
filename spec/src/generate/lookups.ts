import type { OpenApiDocument, OpenApiOperation, OpenApiSchema } from '../open-api-document.ts';

/** Every operation of the document with its path, in the order in which they are written; webhooks are not among them. */
export function listOperations(document: OpenApiDocument): { path: string; operation: OpenApiOperation }[] {
  return Object.entries(document.paths).map(([path, { post }]) => ({ path, operation: post }));
}

/** The schema itself, or the one that it refers to. */
export function resolveSchema(document: OpenApiDocument, schema: OpenApiSchema): OpenApiSchema {
  return typeof schema.$ref === 'string' ? schemaNamed(document, lastSegment(schema.$ref)) : schema;
}

/** A schema of the bundle by its name. */
export function schemaNamed(document: OpenApiDocument, name: string): OpenApiSchema {
  const schema = document.components.schemas[name];
  if (!schema) throw new Error(`The bundle has no schema ${name}: its file must have the same name`);
  return schema;
}

/** What a reference names. */
export function lastSegment(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}
