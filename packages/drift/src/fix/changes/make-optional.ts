import type { SpecChange } from '../../findings/difference.ts';
import type { ContractFiles } from '../contract/contract-files.ts';
import { requestFiles } from '../contract/operation-files.ts';
import { placeOf, valueAtPlace } from '../contract/place.ts';
import { Undecidable } from '../undecidable.ts';
import { addObserved } from './observed.ts';

/** Takes back the promise that a field is always there; its description stays, with what the change rests on. */
export function makeOptional(
  files: ContractFiles,
  { schema, name }: Extract<SpecChange, { kind: 'make-optional' }>,
): void {
  const { file, path } = placeOf(files, schema);
  const whole = valueAtPlace(files, { file, path });
  if (!(whole instanceof Map)) throw new Undecidable(`${file} has nothing at ${schema}`);
  const required: unknown = whole.get('required');
  if (!Array.isArray(required) || !required.includes(name)) return;
  if (requestFiles(files).has(file)) throw new Undecidable(`${file} says what callers have to send, too`);
  addObserved(files, { file, path: [...path, 'properties', name] }, 'x-source');
  if (required.length > 1) {
    files.edit(file, { op: 'remove-item', at: [...path, 'required'], index: required.indexOf(name) });
  } else files.edit(file, { op: 'remove-key', at: path, index: [...whole.keys()].indexOf('required') });
}
