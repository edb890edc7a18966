import { posix } from 'node:path';
import { splitPointer } from '../contract/json.ts';
import { type ContractFiles, NeedsReviewError, type Place, valueIn } from './contract-files.ts';

const rootFile = 'openapi.yaml';
const components = /^(schemas|parameters|examples)$/;
const componentName = /^\w[\w.-]*$/;

/** The source of what was seen in answers and stands on no page, see spec/extensions.md. */
export const observed = 'observed';

// Adds `observed`, or a page, to a list of sources. A property without one rests on the pages of its schema, so that
// these come into its own list; where neither has one, nothing was said.
export function addSource(
  files: ContractFiles,
  { file, path }: Place,
  key: string,
  source: string | number = observed,
): void {
  const sources = files.value({ file, path }, key);
  if (Array.isArray(sources)) {
    if (!sources.includes(source)) files.addItem({ file, path: [...path, key] }, source);
    return;
  }
  const property = files.value({ file, path });
  const inherited = path.at(-2) === 'properties' && files.value({ file, path: path.slice(0, -2) }, key);
  if (!Array.isArray(inherited) || inherited.includes(source) || !(property instanceof Map)) return;
  const before = [...property.keys()].indexOf('x-decision');
  const own = [...inherited, source];
  files.addKey({ file, path }, key, own, before < 0 ? property.size : before);
}

// Finds the place of a pointer into the bundled contract. A component stands in the file of its name, an operation in
// the file that the root document refers to, everything else in the root document.
export function findPlace(files: ContractFiles, pointer: string): Place {
  const segments = splitPointer(pointer);
  const [part = '', kind = '', name = '', ...rest] = segments;
  if (part === 'components' && components.test(kind)) {
    if (!componentName.test(name)) throw new NeedsReviewError(`${pointer} does not name a component`);
    const file = `components/${kind}/${name}.yaml`;
    if (!files.has(file)) throw new NeedsReviewError(`the contract has no file ${file}`);
    return { file, path: rest };
  }
  const reference = valueIn(files.data(rootFile), [part, kind, '$ref']);
  if (typeof reference === 'string')
    return { file: followReference(reference, rootFile), path: segments.slice(2) };
  return { file: rootFile, path: segments };
}

function followReference(reference: string, from: string): string {
  const [path = ''] = reference.split('#');
  return posix.normalize(posix.join(posix.dirname(from), path));
}

/** An operation of the API: webhooks are the vendor's. */
interface OperationPlace extends Place {
  readonly operationId: string;
}

export function listOperations(files: ContractFiles): OperationPlace[] {
  return listEntries(valueIn(files.data(rootFile), ['paths'])).flatMap(([, item]) => {
    const reference = valueIn(item, ['$ref']);
    if (typeof reference !== 'string') {
      throw new NeedsReviewError('a path of the contract has no separate file');
    }
    const file = followReference(reference, rootFile);
    return listEntries(files.data(file)).flatMap(([method, operation]) => {
      const operationId = valueIn(operation, ['operationId']);
      return typeof operationId === 'string' ? [{ operationId, file, path: [String(method)] }] : [];
    });
  });
}

/** The files that say what callers send. What is added there for an answer would be offered to callers too, untried. */
export function listRequestFiles(files: ContractFiles): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (value: unknown, from: string): void => {
    if (Array.isArray(value)) for (const item of value) follow(item, from);
    for (const [key, member] of listEntries(value)) {
      if (key !== '$ref' || typeof member !== 'string') follow(member, from);
      else visit(followReference(member, from));
    }
  };
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    follow(files.data(file), file);
  };
  for (const { file, path } of listOperations(files)) {
    const operation = valueIn(files.data(file), path);
    for (const part of ['parameters', 'requestBody']) follow(valueIn(operation, [part]), file);
  }
  return found;
}

function listEntries(value: unknown): [unknown, unknown][] {
  return value instanceof Map ? [...value] : [];
}
