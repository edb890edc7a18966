import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenApiDocument } from '../open-api-document.ts';
import { moveCitations } from './citations.ts';
import { type Contract, readContract } from './contract.ts';
import { toPortable, toWebhookSchema } from './portable.ts';
import { callFlowsModule, errorsModule, operationsModule, webhooksModule } from './tables.ts';

/** Writes the generated files of every generation, a folder with an openapi.yaml each, into `outputFolder`. */
export function generate(packageFolder: string, outputFolder: string): void {
  mkdirSync(outputFolder, { recursive: true });
  for (const root of globSync('v*/openapi.yaml', { cwd: packageFolder })) {
    const generation = dirname(root);
    const files = generatedFiles(readContract(packageFolder, generation), generation);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(outputFolder, name), text);
  }
}

/** The generated files of one generation: name to text. The same contract gives the same bytes. */
export function generatedFiles(contract: Contract, generation: string): Record<string, string> {
  const { document, citations } = moveCitations(sortComponents(contract.document));
  const webhookSchema = toWebhookSchema(document);
  return {
    [`${generation}-openapi.gen.json`]: toJson(document),
    [`${generation}-portable.gen.json`]: toJson(toPortable(document)),
    ...(webhookSchema !== undefined && { [`${generation}-webhooks.schema.gen.json`]: toJson(webhookSchema) }),
    [`${generation}-citations.gen.json`]: toLines(citations),
    [`${generation}-errors.gen.ts`]: errorsModule(contract, generation),
    [`${generation}-operations.gen.ts`]: operationsModule(contract, generation),
    [`${generation}-sources.gen.json`]: toJson(contract.sources),
    [`${generation}-locations.gen.json`]: toJson(contract.locations),
    [`${generation}-webhooks.gen.ts`]: webhooksModule(contract, generation),
    ...(contract.callFlows && {
      [`${generation}-call-flows.gen.ts`]: callFlowsModule(contract.callFlows, generation),
    }),
  };
}

function toJson(data: unknown): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** One line for each member. */
function toLines(data: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(data).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

/**
 * Sorts the names of components. The bundler lists them in the order in which it meets them, so that one new
 * reference would move half of the file. Everything else keeps the order in which it was written: the first example
 * of an answer is the one that tools show.
 */
function sortComponents(document: OpenApiDocument): OpenApiDocument {
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
