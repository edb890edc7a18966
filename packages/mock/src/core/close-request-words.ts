import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';

const schemaPrefix = '#/components/schemas/';

/**
 * The contract with the word lists of its requests closed. The contract lets a request have any word, for the vendor may
 * take it; a mock that did so too would hide a slip.
 */
export function closeRequestWords(document: OpenApiDocument): OpenApiDocument {
  const copy: OpenApiDocument = structuredClone(document);
  const seen = new Set<string>();

  function close(schema: unknown): void {
    if (typeof schema !== 'object' || schema === null) return;
    const { $ref, anyOf }: { $ref?: unknown; anyOf?: unknown } = schema;
    if (typeof $ref === 'string' && !seen.has($ref)) {
      seen.add($ref);
      close(copy.components.schemas[$ref.slice(schemaPrefix.length)]);
    }
    if (Array.isArray(anyOf) && anyOf.some(isAnyString)) {
      const [words, ...others]: unknown[] = anyOf.filter((option) => !isAnyString(option));
      if (others.length > 0) Reflect.set(schema, 'anyOf', [words, ...others]);
      else {
        // As it would stand there without the string, so that the mistake is the same.
        Reflect.deleteProperty(schema, 'anyOf');
        Object.assign(schema, words);
      }
      close(words);
    }
    for (const member of Object.values(schema)) close(member);
  }

  for (const { post } of Object.values(copy.paths)) {
    close(post.requestBody.content['application/json']?.schema);
  }
  return copy;
}

function isAnyString(schema: unknown): boolean {
  return (
    typeof schema === 'object' &&
    schema !== null &&
    Reflect.get(schema, 'type') === 'string' &&
    !('enum' in schema)
  );
}
