import type { OpenApiDocument } from '../v1/open-api-document.ts';

/**
 * Sorts the names of components. The bundler lists them in the order in which it meets them, so that one new
 * reference would move half of the file. Everything else keeps the order in which it was written: the first example
 * of an answer is the one that tools show.
 */
export function sortComponents(document: OpenApiDocument): OpenApiDocument {
  const { schemas, parameters, examples, securitySchemes } = document.components;
  return {
    ...document,
    components: {
      securitySchemes: sorted(securitySchemes),
      parameters: sorted(parameters),
      schemas: sorted(schemas),
      examples: sorted(examples),
    },
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
