import {
  lastSegment,
  listOperations,
  type OpenApiDocument,
  type OpenApiSchema,
  resolveSchema,
  schemaNamed,
} from '../open-api-document.ts';
import type { CallFlows, Contract, ErrorTable } from './contract.ts';
import { readEnvelope } from './refusals.ts';
import { listFamilies, webhookTable } from './webhooks.ts';

/** The table of error codes, with `all` spelt out as the operations that it stands for. */
export function errorsModule({ document, errors }: Contract, generation: string): string {
  for (const row of [...errors.codes, ...errors.mistakes]) {
    const lacking = ['operations', 'source', 'decision'].find((key) => !Array.isArray(Reflect.get(row, key)));
    const name = 'id' in row ? `mistakes.yaml: ${row.id}` : `errors.yaml: ${row.code}`;
    if (lacking) throw new Error(`${generation}/${name} lacks the list \`${lacking}\``);
  }
  const everyOperation = listOperations(document).map(({ operation }) => operation.operationId);
  const spelt = <T extends { readonly operations: readonly string[] }>(row: T): T => ({
    ...row,
    operations: row.operations.includes('all') ? everyOperation : row.operations,
  });
  const tables = {
    errorCodes: errors.codes.map(spelt),
    otherErrorCode: errors.otherCodes,
    mistakes: errors.mistakes.map(spelt),
  };
  return dataModule(`${generation}/errors.yaml`, tables, { everyOperation });
}

/** The webhooks of each kind of call, in their order. */
export function callFlowsModule(callFlows: CallFlows, generation: string): string {
  const { moments, flows, outside, source, decision } = callFlows;
  return dataModule(`${generation}/call-flows.yaml`, {
    callFlows: { moments, flows, outside, source, decision },
  });
}

/** What is known of each family of webhooks. */
export function webhooksModule({ document }: Contract, generation: string): string {
  return dataModule(`${generation}/webhooks`, { webhooks: webhookTable(document) });
}

/** What is known of the operations apart from their bodies: paths, rates, parameters, limits, hosts and command words. */
export function operationsModule({ document, errors }: Contract, generation: string): string {
  return dataModule(`${generation}/openapi.yaml and the files it refers to`, {
    contractVersion: document.info.version,
    firstClients: firstClientsTable(document),
    servers: Object.fromEntries(document.servers.map((server) => [String(server['x-region']), server.url])),
    operations: operationTable(document, errors),
    queryParameters: queryParameterTable(document),
    envelope: envelopeTable(document),
    limits: limitTable(document),
    userSig: userSigTable(document),
    commandWords: commandWordsTable(document),
  });
}

function operationTable(document: OpenApiDocument, errors: ErrorTable): Record<string, unknown> {
  return Object.fromEntries(
    listOperations(document).map(({ path, operation }) => {
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
  const shared = listOperations(document)[0]?.operation.parameters ?? [];
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

/** The command words of each family of webhooks. */
function commandWordsTable(document: OpenApiDocument): Record<string, unknown> {
  return Object.fromEntries(listFamilies(document).map(({ name, commands }) => [name, commands]));
}

/** Which clients place calls of this generation. */
function firstClientsTable(document: OpenApiDocument): Record<string, unknown> {
  const stated = document['x-first-clients'];
  if (typeof stated !== 'object' || stated === null)
    throw new Error('openapi.yaml states no x-first-clients');
  const { decision: _, ...table } = stated as Record<string, unknown>;
  return table;
}

/** The members of an answer; what a refusal looks like is for the generator alone. */
function envelopeTable(document: OpenApiDocument): Record<string, unknown> {
  const { code, message, requestId, data, outcome } = readEnvelope(document);
  return { code, message, requestId, data, outcome };
}

function limitTable(document: OpenApiDocument): Record<string, unknown> {
  const stated = Object.entries(document['x-limits'] as Record<string, Record<string, unknown>>);
  const filter = schemaNamed(document, 'GetRecordsByFilterRequest').properties as Record<
    string,
    OpenApiSchema
  >;
  const pageSize = Object.keys(filter).find((name) => name.toLowerCase() === 'numberperpage') ?? '';
  const { default: value, 'x-source': source } = filter[pageSize] ?? {};
  return {
    ...Object.fromEntries(stated.map(([name, limit]) => [name, readLimit(limit)])),
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

/** The form that a page states and that is not enforced, as a pattern. */
function documentedPattern(schema: OpenApiSchema): unknown {
  const form = schema['x-documented-form'];
  return typeof form === 'object' && form !== null ? Reflect.get(form, 'pattern') : undefined;
}

const secondsPer: Readonly<Record<string, number>> = { seconds: 1, days: 86_400 };

function readLimit({ value, unit, field, source }: Record<string, unknown>): Record<string, unknown> {
  const seconds = secondsPer[String(unit)];
  return { value, unit, field, ...(seconds !== undefined && { seconds: Number(value) * seconds }), source };
}

/** The text of a module that exports nothing but constants. What several of them hold is written once, under its name. */
function dataModule(
  from: string,
  constants: Readonly<Record<string, unknown>>,
  shared: Readonly<Record<string, unknown>> = {},
): string {
  const header = `// Made by src/generate/main.ts from ${from}.\n// Change that, then run the generate script again.\n`;
  const names = new Map(Object.entries(shared).map(([name, value]) => [value, name]));
  const write = (value: unknown, refer?: (key: string, value: unknown) => unknown) =>
    `${JSON.stringify(value, refer, 2).replaceAll(/"<(\w+)>"/g, '$1')} as const;\n`;
  const refer = (_key: string, value: unknown) => (names.has(value) ? `<${names.get(value)}>` : value);
  return [
    header,
    ...Object.entries(shared).map(([name, value]) => `const ${name} = ${write(value)}`),
    ...Object.entries(constants).map(([name, value]) => `export const ${name} = ${write(value, refer)}`),
  ].join('\n');
}
