import type { OpenApiDocument } from '@trtc-call/spec/v1/openapi';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';
import { resolveSchema } from '../src/schema/read-schema.ts';

const openString = 'x-open-string';

/** The types of the contract. A word list that is not closed keeps its words: `'cancel' | ... | (string & {})`. */
export async function typesModule(document: OpenApiDocument): Promise<string> {
  const marked: OpenAPI3 = JSON.parse(JSON.stringify(document));
  // The query belongs to the signing.
  for (const path of Object.values(marked.paths ?? {})) {
    if ('post' in path && path.post && 'parameters' in path.post) delete path.post.parameters;
    if ('parameters' in path) delete path.parameters;
  }
  markOpenStrings(marked, document);
  const nodes = await openapiTS(marked, {
    // A field with a default may be left out.
    defaultNonNullable: false,
    transform: (schema) => (openString in schema ? openStringType() : undefined),
  });
  return astToString(nodes.filter((node) => !isUnused(node)));
}

/** Marks the `string` beside a list of words; plain, it would swallow the words in the union of types. */
function markOpenStrings(value: unknown, document: OpenApiDocument): void {
  if (typeof value !== 'object' || value === null) return;
  const options: unknown = Reflect.get(value, 'anyOf');
  if (Array.isArray(options) && options.some((option) => isWordList(option, document))) {
    for (const option of options) if (option.type === 'string' && !option.enum) option[openString] = true;
  }
  for (const member of Object.values(value)) markOpenStrings(member, document);
}

function isWordList(schema: unknown, document: OpenApiDocument): boolean {
  const { enum: words, anyOf } = resolveSchema(schema, document);
  if (Array.isArray(words)) return true;
  return Array.isArray(anyOf) && anyOf.every((option) => isWordList(option, document));
}

// The client calls; what the vendor sends is another package's.
function isUnused(node: ts.Node): boolean {
  const named = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return named && ['webhooks', '$defs'].includes(node.name.text);
}

function openStringType(): ts.TypeNode {
  const { factory } = ts;
  return factory.createParenthesizedType(
    factory.createIntersectionTypeNode([
      factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
      factory.createTypeLiteralNode([]),
    ]),
  );
}
