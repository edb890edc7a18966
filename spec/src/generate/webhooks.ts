import { isObject } from '@trtc-call/reporting/values';
import {
  lastSegment,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
  type OpenApiSchema,
  resolveSchema,
} from '../open-api-document.ts';

/** What is known of each webhook family: command words, query, members of the body, examples and retries. */
export function webhookTable(document: OpenApiDocument): Record<string, unknown> {
  const families = listFamilies(document).map(({ name, post }) => [name, describeFamily(document, post)]);
  return Object.fromEntries(families);
}

/** The webhooks by family, with the command words of each: `call_status` is the family of status words. */
export function listFamilies(
  document: OpenApiDocument,
): { name: string; post: OpenApiOperation; commands: unknown }[] {
  return Object.entries(document.webhooks).map(([name, { post }]) => ({
    name: name.replace(/^call_/, ''),
    post,
    commands: readCommands(document, post),
  }));
}

function describeFamily(document: OpenApiDocument, operation: OpenApiOperation): Record<string, unknown> {
  const body = operation.requestBody.content['application/json'];
  const retry = operation['x-webhook-retry'] as { waits: readonly number[] } | undefined;
  return {
    operationId: operation.operationId,
    commands: readCommands(document, operation),
    query: Object.fromEntries(
      listParameters(document, operation).map(({ name, example, required }) => [name, { example, required }]),
    ),
    members: describeMembers(document, resolveSchema(document, body?.schema ?? {})),
    examples: Object.fromEntries(
      Object.entries(body?.examples ?? {}).map(([name, { value }]) => [name, value]),
    ),
    retryWaitsSeconds: retry?.waits ?? [],
    source: operation['x-source'],
  };
}

function listParameters(document: OpenApiDocument, { parameters }: OpenApiOperation): OpenApiParameter[] {
  return parameters.map(({ $ref = '' }) => {
    const parameter = document.components.parameters[lastSegment($ref)];
    if (!parameter?.name) throw new Error(`${$ref} names no parameter in components/parameters`);
    return parameter;
  });
}

/** The words of the parameter that names the webhook: `command`, or a name that ends so. */
function readCommands(document: OpenApiDocument, operation: OpenApiOperation): unknown {
  const parameter = listParameters(document, operation).find(({ name = '' }) => /command$/i.test(name));
  if (!parameter) throw new Error(`${operation.operationId} has no parameter for its command`);
  return readWords(document, parameter.schema ?? {});
}

function describeMembers(document: OpenApiDocument, schema: OpenApiSchema): Record<string, unknown> {
  const required: readonly string[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.fromEntries(
    Object.entries(schema.properties as Record<string, OpenApiSchema>).map(([name, member]) => {
      const { type, ...rest } = describeValue(document, name, member);
      return [name, { type, required: required.includes(name), ...rest }];
    }),
  );
}

/** A value as a receiver reads it. `or`: a page has it in this type too. */
function describeValue(document: OpenApiDocument, name: string, member: OpenApiSchema): OpenApiSchema {
  const schema = resolveSchema(document, member);
  if (schema.type === 'object') return { type: 'object', members: describeMembers(document, schema) };
  if (schema.type === 'array') {
    const items = isObject(schema.items) ? schema.items : {};
    return { type: 'array', items: describeValue(document, name, items) };
  }
  const list = findWords(document, schema);
  const types = listTypes(document, schema);
  const [type, ...others] = new Set(list ? ['string', ...types] : types);
  if (type !== 'string' && type !== 'integer') {
    throw new Error(`${name} is ${String(type)}: teach the webhooks package this type first`);
  }
  return {
    type,
    ...(others.length > 0 && { or: others[0] }),
    ...(list && describeWords(list)),
  };
}

function listTypes(document: OpenApiDocument, { type, anyOf }: OpenApiSchema): unknown[] {
  if (!Array.isArray(anyOf)) return [type];
  return anyOf.map((option: OpenApiSchema) => resolveSchema(document, option).type);
}

/** The words of a list, one for each meaning, and what the other spellings stand for. */
function describeWords({ enum: words, 'x-spellings': spellings }: OpenApiSchema): OpenApiSchema {
  if (!isObject(spellings) || !Array.isArray(words)) return { words };
  const others = Object.entries(spellings).flatMap(([word, all]) =>
    [all].flat().map((spelling) => [String(spelling), word] as const),
  );
  const meanings = Object.fromEntries(others);
  return { words: words.filter((word) => !(String(word) in meanings)), spellings: meanings };
}

/** The listed words of a member, whether or not others are let through. */
function readWords(document: OpenApiDocument, schema: OpenApiSchema): unknown {
  return findWords(document, resolveSchema(document, schema))?.enum;
}

function findWords(document: OpenApiDocument, schema: OpenApiSchema): OpenApiSchema | undefined {
  if (schema.enum !== undefined) return schema;
  if (!Array.isArray(schema.anyOf)) return undefined;
  return schema.anyOf
    .map((option: OpenApiSchema) => resolveSchema(document, option))
    .find((option) => option.enum !== undefined);
}
