import type { SeenSchema } from '../../findings/difference.ts';
import { isInherited, plainWord } from '../../judge/deviations.ts';
import { Undecidable } from '../undecidable.ts';
import type { YamlValue } from '../yaml/yaml-edit.ts';
import { observed } from './observed.ts';

const anyType = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/**
 * What is written of a field that no page describes: types and fields as they were seen.
 *
 * @param since - YYYY-MM-DD
 * @throws Undecidable where the names of nested fields may be data
 */
export function fieldSchema(seen: SeenSchema, since: string): YamlValue {
  return new Map<string, YamlValue>([
    ['description', `Seen in answers since ${since}; no page describes it.`],
    ...shapeOf(seen, since),
    ['x-source', [observed]],
  ]);
}

function shapeOf({ type, properties, items }: SeenSchema, since: string): [string, YamlValue][] {
  // Of what was always null nothing is known but that; a contract that allows nothing else would promise it.
  const named = type.filter((name) => name !== 'null');
  const types = named.length > 0 ? [...named, ...type.filter((name) => name === 'null')] : anyType;
  const [only, ...others] = types;
  const shape: [string, YamlValue][] = [['type', only !== undefined && others.length === 0 ? only : types]];
  const fields = Object.entries(properties ?? {});
  if (fields.length > 0) {
    shape.push([
      'properties',
      new Map(fields.map(([name, field]) => [plain(name), fieldSchema(field, since)])),
    ]);
  } else if (types.includes('object')) shape.push(['additionalProperties', true]);
  if (items) shape.push(['items', new Map(shapeOf(items, since))]);
  return shape;
}

/** A map from users or calls to something looks like an object with fields; its keys must not get into a contract. */
function plain(name: string): string {
  refuseInherited(name);
  if (plainWord.test(name)) return name;
  throw new Undecidable('it holds an object whose keys are no plain words: they may be data, not fields');
}

/** @throws Undecidable for the name of a field that generators cannot tell from what every object has */
export function refuseInherited(name: string): void {
  if (!isInherited(name)) return;
  throw new Undecidable(
    `every JavaScript object has a member ${name} already, and the generators of types take the field for it`,
  );
}
