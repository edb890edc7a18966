import type { OpenApiDocument, OpenApiOperation } from '../v1/open-api-document.ts';

/** Every operation of the document with its path, in the order in which they are written; webhooks are not among them. */
export function operationsOf(document: OpenApiDocument): { path: string; operation: OpenApiOperation }[] {
  return Object.entries(document.paths).map(([path, { post }]) => ({ path, operation: post }));
}
