import type { SpecChange } from '../findings/difference.ts';
import { addCode } from './add-code.ts';
import { addField } from './add-field.ts';
import { addWord } from './add-word.ts';
import type { ContractFiles } from './contract-files.ts';
import { NeedsReviewError } from './errors.ts';
import { addObserved, findPlace, listRequestFiles } from './places.ts';

/**
 * Makes one change in the files of the contract. One that is there already changes nothing.
 *
 * @param since - YYYY-MM-DD, when what it adds was first seen
 * @throws NeedsReviewError when it cannot be made; the files are then to be thrown away
 */
export function applyChange(files: ContractFiles, change: SpecChange, since: string): void {
  switch (change.kind) {
    case 'add-field':
      addField(files, change, since);
      break;
    case 'make-optional':
      makeOptional(files, change);
      break;
    case 'add-word':
      addWord(files, change);
      break;
    case 'add-code':
      addCode(files, change, since);
      break;
    case 'several':
      for (const one of change.changes) applyChange(files, one, since);
  }
}

/** Takes back the promise that a field is always there; its description stays, with what the change rests on. */
function makeOptional(
  files: ContractFiles,
  { schema, name }: Extract<SpecChange, { kind: 'make-optional' }>,
): void {
  const { file, path } = findPlace(files, schema);
  const required = files.value({ file, path }, 'required');
  const base = files.value({ file, path }, 'allOf');
  if (Array.isArray(base) && files.value({ file, path: [...path, 'properties'] }, name) === undefined) {
    throw new NeedsReviewError(`${file} takes ${name} over from another schema, as other answers do`);
  }
  if (!Array.isArray(required) || !required.includes(name)) return;
  if (listRequestFiles(files).has(file)) {
    throw new NeedsReviewError(`${file} says what callers have to send, too`);
  }
  addObserved(files, { file, path: [...path, 'properties', name] }, 'x-source');
  const list = [...path, 'required'];
  files.remove({ file, path: required.length > 1 ? [...list, required.indexOf(name)] : list });
}
