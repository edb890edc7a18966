import type { SeenSchema, SpecChange } from '../findings/difference.ts';
import { isInherited, plainWord } from '../judge/deviations.ts';
import type { ContractFiles, YamlValue } from './contract-files.ts';
import { NeedsReviewError } from './errors.ts';
import { findPlace, listRequestFiles, observed } from './places.ts';

const anyType = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/**
 * Describes a field that answers have, after those that are described. Nothing promises it.
 *
 * @param since - YYYY-MM-DD, when it was first seen
 */
export function addField(
  files: ContractFiles,
  { schema, name, seen }: Extract<SpecChange, { kind: 'add-field' }>,
  since: string,
): void {
  refuseInherited(name);
  const { file, path } = findPlace(files, schema);
  const properties = files.value({ file, path }, 'properties');
  if (!(properties instanceof Map)) throw new NeedsReviewError(`${file} lists no fields at ${schema}`);
  if (properties.has(name)) return;
  if (listRequestFiles(files).has(file)) {
    throw new NeedsReviewError(`${file} says what callers send too, and nobody has sent ${name}`);
  }
  files.addKey({ file, path: [...path, 'properties'] }, name, describeField(seen, since));
}

/** Types and fields as they were seen. @throws NeedsReviewError where the names of nested fields may be data */
function describeField(seen: SeenSchema, since: string): YamlValue {
  return new Map<string, YamlValue>([
    ['description', `Seen in answers since ${since}; no page describes it.`],
    ...describeShape(seen, since),
    ['x-source', [observed]],
  ]);
}

function describeShape({ type, properties, items }: SeenSchema, since: string): [string, YamlValue][] {
  // Of what was always null nothing is known but that; a contract that allows nothing else would promise it.
  const named = type.filter((name) => name !== 'null');
  const types = named.length > 0 ? [...named, ...type.filter((name) => name === 'null')] : anyType;
  const [only, ...others] = types;
  const shape: [string, YamlValue][] = [['type', only !== undefined && others.length === 0 ? only : types]];
  const fields = Object.entries(properties ?? {});
  if (fields.length > 0) {
    const described = fields.map(
      ([name, field]) => [requirePlain(name), describeField(field, since)] as const,
    );
    shape.push(['properties', new Map(described)]);
  } else if (types.includes('object')) shape.push(['additionalProperties', true]);
  if (items) shape.push(['items', new Map(describeShape(items, since))]);
  return shape;
}

/** A map from users or calls to something looks like an object with fields; its keys must not get into a contract. */
function requirePlain(name: string): string {
  refuseInherited(name);
  if (plainWord.test(name)) return name;
  throw new NeedsReviewError(
    'it holds an object whose keys are no plain words: they may be data, not fields',
  );
}

/** Generators cannot tell such a field from what every object has. */
function refuseInherited(name: string): void {
  if (!isInherited(name)) return;
  throw new NeedsReviewError(
    `every JavaScript object has a member ${name} already, and the generators of types take the field for it`,
  );
}
