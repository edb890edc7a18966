import { posix } from 'node:path';
import { Undecidable } from '../undecidable.ts';
import { dataAt } from '../yaml/change-data.ts';
import type { YamlPath } from '../yaml/yaml-edit.ts';
import type { ContractFiles } from './contract-files.ts';

/** Where a statement stands in the files that people edit. */
export interface Place {
  readonly file: string;
  readonly path: YamlPath;
}

/** The root document of the contract. */
export const rootFile = 'openapi.yaml';
const components = /^(schemas|parameters|examples)$/;
const componentName = /^\w[\w.-]*$/;

/**
 * Finds the place of a pointer into the bundled contract. A component stands in the file of its name, an operation in
 * the file that the root document refers to, everything else in the root document.
 *
 * @throws Undecidable when the contract has no such file
 */
export function placeOf(files: ContractFiles, pointer: string): Place {
  const segments = pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  const [part = '', kind = '', name = '', ...rest] = segments;
  if (part === 'components' && components.test(kind)) {
    if (!componentName.test(name)) throw new Undecidable(`${pointer} names no component`);
    const file = `components/${kind}/${name}.yaml`;
    if (!files.has(file)) throw new Undecidable(`the contract has no file ${file}`);
    return { file, path: rest };
  }
  const reference = dataAt(files.data(rootFile), [part, kind, '$ref']);
  if (typeof reference === 'string') return { file: fileOf(reference, rootFile), path: segments.slice(2) };
  return { file: rootFile, path: segments };
}

/** The file that a reference in another one leads to. */
export function fileOf(reference: string, from: string): string {
  const [path = ''] = reference.split('#');
  return posix.normalize(posix.join(posix.dirname(from), path));
}

/** What stands at a place; undefined where there is nothing. */
export function valueAtPlace(files: ContractFiles, { file, path }: Place, ...below: YamlPath): unknown {
  return dataAt(files.data(file), [...path, ...below]);
}
