/** A JSON Schema of dialect 2020-12, or a reference to one. */
export interface OpenApiSchema {
  readonly [keyword: string]: unknown;
}

/** A named example, or a reference to one in `components.examples`. */
export interface OpenApiExample {
  readonly $ref?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly value?: unknown;
  readonly [extension: `x-${string}`]: unknown;
}

/** The body of a request or of a response in one media type. */
export interface OpenApiMediaType {
  readonly schema: OpenApiSchema;
  readonly examples?: Readonly<Record<string, OpenApiExample>>;
}

/** A parameter of an operation, or a reference to one in `components.parameters`. */
export interface OpenApiParameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: OpenApiSchema;
  readonly example?: unknown;
  readonly [extension: `x-${string}`]: unknown;
}

/** The body that an operation takes. */
export interface OpenApiRequestBody {
  readonly description?: string;
  readonly required?: boolean;
  readonly content: Readonly<Record<string, OpenApiMediaType>>;
}

/** An answer of an operation. */
export interface OpenApiResponse {
  readonly description: string;
  readonly content: Readonly<Record<string, OpenApiMediaType>>;
  readonly [extension: `x-${string}`]: unknown;
}

/** One operation or one webhook. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly OpenApiParameter[];
  readonly requestBody: OpenApiRequestBody;
  readonly responses: Readonly<Record<string, OpenApiResponse>>;
  readonly [extension: `x-${string}`]: unknown;
}

/** What can be done at one path: there is no other method than POST. */
export interface OpenApiPathItem {
  readonly post: OpenApiOperation;
}

/** A host of the service. */
export interface OpenApiServer {
  readonly url: string;
  readonly description: string;
  readonly [extension: `x-${string}`]: unknown;
}

/** An OpenAPI 3.1 document, as far as this contract uses the format. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly [key: string]: unknown };
  readonly jsonSchemaDialect: string;
  readonly servers: readonly OpenApiServer[];
  readonly paths: Readonly<Record<string, OpenApiPathItem>>;
  readonly webhooks: Readonly<Record<string, OpenApiPathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, OpenApiSchema>>;
    readonly parameters: Readonly<Record<string, OpenApiParameter>>;
    readonly examples: Readonly<Record<string, OpenApiExample>>;
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly [extension: `x-${string}`]: unknown;
}

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

/** The JSON Pointer of keys, such as `/paths/~1v1~1callback~1set`. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The reference to a schema by its name. */
export function toSchemaReference(name: string): string {
  return `#/components/schemas/${name}`;
}
