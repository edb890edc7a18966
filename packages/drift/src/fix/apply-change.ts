import type { SpecChange } from '../findings/difference.ts';
import { addCode } from './changes/add-code.ts';
import { addField } from './changes/add-field.ts';
import { addWord } from './changes/add-word.ts';
import { makeOptional } from './changes/make-optional.ts';
import type { ContractFiles } from './contract/contract-files.ts';

/**
 * Makes one change in the files of the contract. One that is there already changes nothing.
 *
 * @param since - YYYY-MM-DD, when what it adds was first seen
 * @throws Undecidable when it cannot be made; the files are then to be thrown away
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
