import type { ContractFiles } from '../contract/contract-files.ts';
import { type Place, valueAtPlace } from '../contract/place.ts';

/** The source of what was seen in answers and stands on no page, see spec/extensions.md. */
export const observed = 'observed';

/** Adds `observed` to a list of sources; where there is no such list, nothing was said. */
export function addObserved(files: ContractFiles, place: Place, key: string): void {
  const sources = valueAtPlace(files, place, key);
  if (!Array.isArray(sources) || sources.includes(observed)) return;
  const at = [...place.path, key];
  files.edit(place.file, { op: 'add-item', at, index: sources.length, value: observed });
}
