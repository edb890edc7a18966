import type { SpecChange } from '../../findings/difference.ts';
import type { ContractFiles } from '../contract/contract-files.ts';
import { requestFiles } from '../contract/operation-files.ts';
import { type Place, placeOf, valueAtPlace } from '../contract/place.ts';
import { Undecidable } from '../undecidable.ts';
import { dataAt } from '../yaml/change-data.ts';
import type { YamlValue } from '../yaml/yaml-edit.ts';
import { addObserved, observed } from './observed.ts';

/**
 * Adds a word to the list where it belongs. Where callers choose from the same list, the word stands beside it at the
 * field that had it: nobody has tried to send it.
 */
export function addWord(
  files: ContractFiles,
  { site, words, word }: Extract<SpecChange, { kind: 'add-word' }>,
): void {
  const list = placeOf(files, words);
  const sent = requestFiles(files);
  if (!sent.has(list.file)) {
    addToList(files, list, word);
    return;
  }
  const field = placeOf(files, site);
  if (sent.has(field.file)) throw new Undecidable(`${field.file} says what callers send, too`);
  addBeside(files, field, word);
}

function addToList(files: ContractFiles, { file, path }: Place, word: string): void {
  const known = valueAtPlace(files, { file, path });
  if (!Array.isArray(known)) throw new Undecidable(`${file} has no list of words where it is expected`);
  if (known.includes(word)) return;
  files.edit(file, { op: 'add-item', at: path, index: known.length, value: word });
  addObserved(files, { file, path: path.slice(0, -1) }, 'x-source');
}

/** `anyOf: [list, words that were seen, any string]`. */
function addBeside(files: ContractFiles, field: Place, word: string): void {
  const options = valueAtPlace(files, field, 'anyOf');
  if (!Array.isArray(options))
    throw new Undecidable(`${field.file} has a closed list there, and callers use it`);
  const at = [...field.path, 'anyOf'];
  const own = options.findIndex((option) => Array.isArray(dataAt(option, ['enum'])));
  if (own >= 0) {
    addToList(files, { file: field.file, path: [...at, own, 'enum'] }, word);
    return;
  }
  const open = options.findIndex(
    (option) => option instanceof Map && option.size === 1 && option.get('type') === 'string',
  );
  if (open < 0) throw new Undecidable(`${field.file} lets no other words through there`);
  const value = new Map<string, YamlValue>([
    ['type', 'string'],
    ['enum', [word]],
    ['x-source', [observed]],
  ]);
  files.edit(field.file, { op: 'add-item', at, index: open, value });
}
