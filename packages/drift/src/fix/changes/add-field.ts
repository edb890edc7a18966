import type { SpecChange } from '../../findings/difference.ts';
import type { ContractFiles } from '../contract/contract-files.ts';
import { requestFiles } from '../contract/operation-files.ts';
import { placeOf, valueAtPlace } from '../contract/place.ts';
import { Undecidable } from '../undecidable.ts';
import { fieldSchema, refuseInherited } from './field-schema.ts';

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
  const place = placeOf(files, schema);
  const properties = valueAtPlace(files, place, 'properties');
  if (!(properties instanceof Map)) throw new Undecidable(`${place.file} lists no fields at ${schema}`);
  if (properties.has(name)) return;
  if (requestFiles(files).has(place.file)) {
    throw new Undecidable(`${place.file} says what callers send too, and nobody has sent ${name}`);
  }
  files.edit(place.file, {
    op: 'add-key',
    at: [...place.path, 'properties'],
    index: properties.size,
    key: name,
    value: fieldSchema(seen, since),
  });
}
