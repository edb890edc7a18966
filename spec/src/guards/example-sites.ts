import type { OpenApiDocument, OpenApiExample, OpenApiOperation } from '../v1/open-api-document.ts';

/** One example, and where its schema stands in the document. */
export interface ExampleSite {
  readonly operationId: string;
  readonly kind: 'request' | 'response' | 'parameter';
  readonly name: string;
  readonly value: unknown;
  /** A JSON pointer to the schema, without the leading `#`. */
  readonly schema: string;
}

/** Every example of every operation and webhook, and of every parameter. */
export function exampleSites(document: OpenApiDocument): ExampleSite[] {
  const { paths, webhooks } = document;
  const posts: [string, OpenApiOperation][] = [
    ...Object.entries(paths).map(([key, { post }]): [string, OpenApiOperation] => [
      pointer('paths', key),
      post,
    ]),
    ...Object.entries(webhooks).map(([key, { post }]): [string, OpenApiOperation] => [
      pointer('webhooks', key),
      post,
    ]),
  ];
  return [...posts.flatMap(([place, post]) => sitesOf(document, place, post)), ...parameterSites(document)];
}

function sitesOf(document: OpenApiDocument, place: string, post: OpenApiOperation): ExampleSite[] {
  const bodies = [
    { kind: 'request' as const, at: `${place}/post/requestBody/content`, content: post.requestBody.content },
    ...Object.entries(post.responses).map(([status, { content }]) => ({
      kind: 'response' as const,
      at: `${place}/post/responses/${status}/content`,
      content,
    })),
  ];
  return bodies.flatMap(({ kind, at, content }) =>
    Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
      Object.entries(examples).map(([name, example]) => ({
        operationId: post.operationId,
        kind,
        name,
        value: resolveExample(document, example).value,
        schema: `${at}${pointer(mediaType)}/schema`,
      })),
    ),
  );
}

function parameterSites(document: OpenApiDocument): ExampleSite[] {
  return Object.entries(document.components.parameters).map(([key, { example }]) => ({
    operationId: 'components',
    kind: 'parameter',
    name: key,
    value: example,
    schema: `/components/parameters${pointer(key)}/schema`,
  }));
}

function resolveExample(document: OpenApiDocument, example: OpenApiExample): OpenApiExample {
  if (!example.$ref) return example;
  const shared = document.components.examples[example.$ref.slice('#/components/examples/'.length)];
  if (!shared) throw new Error(`${example.$ref} is no example of components/examples`);
  return shared;
}

function pointer(...segments: string[]): string {
  return segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
