import type { OpenApiDocument, OpenApiSchema } from '../v1/open-api-document.ts';
import type { Contract, ErrorTable } from './contract.ts';
import { dataModule } from './data-module.ts';
import { operationsOf } from './operations-of.ts';
import { lastSegment, resolveSchema, schemaNamed } from './schemas-of.ts';

/** What is known of the operations apart from their bodies: paths, rates, parameters, limits, hosts and command words. */
export function operationsModule({ document, errors }: Contract, generation: string): string {
  return dataModule(`${generation}/openapi.yaml and the files it refers to`, {
    contractVersion: document.info.version,
    servers: Object.fromEntries(document.servers.map((server) => [String(server['x-region']), server.url])),
    operations: operationTable(document, errors),
    queryParameters: queryParameterTable(document),
    limits: limitTable(document),
    userSig: userSigTable(document),
    commandWords: {
      status: schemaNamed(document, 'CallStatusCommand').enum,
      event: schemaNamed(document, 'CallEventCommand').enum,
    },
  });
}

function operationTable(document: OpenApiDocument, errors: ErrorTable): Record<string, unknown> {
  return Object.fromEntries(
    operationsOf(document).map(({ path, operation }) => {
      const { operationId } = operation;
      const { requests, perSeconds } = operation['x-rate-limit'] as { requests: number; perSeconds: number };
      return [
        operationId,
        {
          operationId,
          path,
          rateLimit: { requests, perSeconds },
          idempotent: operation['x-idempotent'],
          errors: errors.codes
            .filter(
              ({ code, operations }) =>
                code !== 0 && (operations.includes('all') || operations.includes(operationId)),
            )
            .map(({ code }) => code),
          source: operation['x-source'],
        },
      ];
    }),
  );
}

/** The query parameters that all operations share; those of webhooks are others. */
function queryParameterTable(document: OpenApiDocument): Record<string, unknown> {
  const shared = operationsOf(document)[0]?.operation.parameters ?? [];
  return Object.fromEntries(
    shared.map(({ $ref = '' }) => {
      const parameter = document.components.parameters[lastSegment($ref)];
      if (!parameter?.name) throw new Error(`${$ref} names no parameter in components/parameters`);
      const schema = resolveSchema(document, parameter.schema ?? {});
      const { type, minimum, maximum, pattern, enum: words } = schema;
      return [
        parameter.name,
        {
          name: parameter.name,
          type,
          minimum,
          maximum,
          pattern,
          documentedPattern: documentedPattern(schema),
          words,
          example: parameter.example,
          source: parameter['x-source'],
        },
      ];
    }),
  );
}

function limitTable(document: OpenApiDocument): Record<string, unknown> {
  const stated = Object.entries(document['x-limits'] as Record<string, Record<string, unknown>>);
  const filter = schemaNamed(document, 'GetRecordsByFilterRequest').properties as Record<
    string,
    OpenApiSchema
  >;
  const { default: value, 'x-source': source } = filter.numberPerPage ?? {};
  return {
    ...Object.fromEntries(stated.map(([name, limit]) => [name, withoutDescription(limit)])),
    defaultPageSize: { value, unit: 'records', source },
  };
}

/** How a UserSig is made, for those who sign and read one. */
function userSigTable({ components }: OpenApiDocument): Record<string, unknown> {
  const stated = components.securitySchemes.userSig?.['x-user-sig'];
  if (typeof stated !== 'object' || stated === null) throw new Error('openapi.yaml states no x-user-sig');
  const { decision: _, ...table } = stated as Record<string, unknown>;
  return table;
}

/** The form that a page states and nobody enforces, as a pattern. */
function documentedPattern(schema: OpenApiSchema): unknown {
  const form = schema['x-documented-form'];
  return typeof form === 'object' && form !== null ? Reflect.get(form, 'pattern') : undefined;
}

function withoutDescription({ value, unit, source }: Record<string, unknown>): Record<string, unknown> {
  return { value, unit, source };
}
