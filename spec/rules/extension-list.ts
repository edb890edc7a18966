import { readFileSync } from 'node:fs';
import { isObject } from '@trtc-call/reporting/values';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

/** An `x-` key as spec/extensions.md describes it. */
export interface Extension {
  readonly key: string;
  /** Redocly's names of the objects that may carry it. */
  readonly typeNames: readonly string[];
  readonly places: readonly string[];
  /** A JSON Schema; `$ref: x-other` is the schema of another key. */
  readonly schema: Record<string, unknown>;
  /** An object with the key itself as its only member. */
  readonly example: Record<string, unknown>;
}

const typeNameOfPlace = {
  root: 'Root',
  info: 'Info',
  server: 'Server',
  tag: 'Tag',
  operation: 'Operation',
  parameter: 'Parameter',
  'request body': 'RequestBody',
  response: 'Response',
  schema: 'Schema',
  example: 'Example',
  'security scheme': 'SecurityScheme',
} as const;

/**
 * Reads the list of known `x-` keys from the text of extensions.md, where it stands once: a level 2
 * heading for each key, a line `Place:`, and two `yaml` blocks, its type and an example. Throws an
 * `Error` that names the key and says what is missing.
 */
export function parseExtensions(markdown: string): Extension[] {
  return markdown.split(/^## /m).slice(1).map(parseSection);
}

/** The list in spec/extensions.md. */
export function readExtensions(): Extension[] {
  return parseExtensions(readFileSync(new URL('../extensions.md', import.meta.url), 'utf8'));
}

/** Gives a function that tells what is wrong with the value of a key, or `undefined` when nothing is. */
export function extensionValueCheck(
  extensions: readonly Extension[],
): (key: string, value: unknown) => string | undefined {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true });
  for (const { key, schema } of extensions) ajv.addSchema(schema, key);
  return (key, value) => {
    if (value === undefined) return `${key} is missing`;
    if (ajv.validate(key, value)) return undefined;
    return ajv.errors?.map((error) => `${key}${error.instancePath} ${describeProblem(error)}`).join('; ');
  };
}

function describeProblem({ message, data }: ErrorObject): string {
  return isObject(data) ? String(message) : `${message}, it is ${JSON.stringify(data)}`;
}

function parseSection(section: string): Extension {
  const key = /^`(x-[a-z]+(?:-[a-z]+)*)`\n/.exec(section)?.[1];
  if (key === undefined) {
    throw new Error(
      `extensions.md: give the section "${section.split('\n')[0]}" the name of a key: \`x-name\`.`,
    );
  }
  const places = /^Place: (.+)\.$/m.exec(section)?.[1]?.split(', ');
  if (places === undefined)
    throw new Error(`extensions.md: say where ${key} stands: "Place: info, operation."`);
  const [schema, example, ...rest] = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, block]): unknown => parse(block ?? ''),
  );
  if (!isObject(schema) || !isObject(example) || rest.length > 0) {
    throw new Error(`extensions.md: give ${key} two yaml blocks: its type (a JSON Schema) and an example.`);
  }
  return { key, places, typeNames: places.map((place) => toTypeName(place, key)), schema, example };
}

function toTypeName(place: string, key: string): string {
  for (const [known, typeName] of Object.entries(typeNameOfPlace)) if (known === place) return typeName;
  const known = Object.keys(typeNameOfPlace).join(', ');
  throw new Error(`extensions.md: the place "${place}" of ${key} is not one of: ${known}.`);
}
