import type { OpenApiDocument, OpenApiOperation, OpenApiSchema } from '../open-api-document.ts';
import { lastSegment, resolveSchema, schemaNamed } from './lookups.ts';

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
    commands: readWords(document, parameterSchema(document, post, 'command')),
  }));
}

function describeFamily(document: OpenApiDocument, operation: OpenApiOperation): Record<string, unknown> {
  const body = operation.requestBody.content['application/json'];
  const schema = resolveSchema(document, body?.schema ?? {});
  const retry = operation['x-webhook-retry'] as { waits: readonly number[] };
  const query = Object.fromEntries(
    operation.parameters.map(({ $ref = '' }) => {
      const parameter = document.components.parameters[lastSegment($ref)];
      if (!parameter?.name) throw new Error(`${$ref} names no parameter in components/parameters`);
      return [parameter.name, { example: parameter.example, required: parameter.required }];
    }),
  );
  return {
    operationId: operation.operationId,
    commands: readWords(document, parameterSchema(document, operation, 'command')),
    query,
    members: describeMembers(document, schema),
    examples: Object.fromEntries(
      Object.entries(body?.examples ?? {}).map(([name, { value }]) => [name, value]),
    ),
    retryWaitsSeconds: retry.waits,
    source: operation['x-source'],
  };
}

function parameterSchema(
  document: OpenApiDocument,
  operation: OpenApiOperation,
  name: string,
): OpenApiSchema {
  for (const { $ref = '' } of operation.parameters) {
    const parameter = document.components.parameters[lastSegment($ref)];
    if (parameter?.name === name) return parameter.schema ?? {};
  }
  throw new Error(`${operation.operationId} has no parameter ${name}`);
}

function describeMembers(document: OpenApiDocument, schema: OpenApiSchema): Record<string, unknown> {
  const required: readonly string[] = Array.isArray(schema.required) ? schema.required : [];
  return Object.fromEntries(
    Object.entries(schema.properties as Record<string, OpenApiSchema>).map(([name, member]) => {
      const { type } = resolveSchema(document, member);
      const words = readWords(document, member);
      const row = {
        type: words ? 'string' : type,
        required: required.includes(name),
        words,
      };
      if (row.type !== 'string' && row.type !== 'integer') {
        throw new Error(`${name} is ${String(row.type)}: teach the webhooks package this type first`);
      }
      return [name, row];
    }),
  );
}

/** The listed words of a member, whether or not others are let through. */
function readWords(document: OpenApiDocument, schema: OpenApiSchema): unknown {
  const { enum: words, anyOf } = resolveSchema(document, schema);
  if (words !== undefined || !Array.isArray(anyOf)) return words;
  return anyOf
    .map((option: OpenApiSchema) =>
      typeof option.$ref === 'string' ? schemaNamed(document, lastSegment(option.$ref)) : option,
    )
    .find((option) => option.enum !== undefined)?.enum;
}
