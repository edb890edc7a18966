import type { SpecChange } from '../findings/difference.ts';
import { type ContractFiles, type Place, valueIn, type YamlValue } from './contract-files.ts';
import { NeedsReviewError } from './errors.ts';
import { addObserved, findPlace, listRequestFiles, observed } from './places.ts';

/**
 * Adds a word to the list where it belongs. Where callers choose from the same list, the word stands beside it at the
 * field that had it: nobody has tried to send it.
 */
export function addWord(
  files: ContractFiles,
  { site, words, word }: Extract<SpecChange, { kind: 'add-word' }>,
): void {
  const list = findPlace(files, words);
  const sent = listRequestFiles(files);
  if (!sent.has(list.file)) {
    addToList(files, list, word);
    return;
  }
  const field = findPlace(files, site);
  if (sent.has(field.file)) throw new NeedsReviewError(`${field.file} says what callers send, too`);
  addBeside(files, field, word);
}

function addToList(files: ContractFiles, { file, path }: Place, word: string): void {
  const known = files.value({ file, path });
  if (!Array.isArray(known)) throw new NeedsReviewError(`${file} has no list of words where it is expected`);
  if (known.includes(word)) return;
  files.addItem({ file, path }, word);
  addObserved(files, { file, path: path.slice(0, -1) }, 'x-source');
}

/** `anyOf: [list, words that were seen, any string]`. */
function addBeside(files: ContractFiles, field: Place, word: string): void {
  const options = files.value(field, 'anyOf');
  if (!Array.isArray(options))
    throw new NeedsReviewError(`${field.file} has a closed list there, and callers use it`);
  const at = [...field.path, 'anyOf'];
  const own = options.findIndex((option) => Array.isArray(valueIn(option, ['enum'])));
  if (own >= 0) {
    addToList(files, { file: field.file, path: [...at, own, 'enum'] }, word);
    return;
  }
  const open = options.findIndex(
    (option) => option instanceof Map && option.size === 1 && option.get('type') === 'string',
  );
  if (open < 0) throw new NeedsReviewError(`${field.file} lets no other words through there`);
  const value = new Map<string, YamlValue>([
    ['type', 'string'],
    ['enum', [word]],
    ['x-source', [observed]],
  ]);
  files.addItem({ file: field.file, path: at }, value, open);
}
