import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { splitPointer } from '../contract/schema-node.ts';

const rootFile = 'openapi.yaml';

// A change that is left to a person: the contract is not as the change expects it, or it would say more than is known.
// The message is the reason, one sentence without its end.
export class NeedsReviewError extends Error {
  override readonly name = 'NeedsReviewError';
}

type YamlPath = readonly (string | number)[];

/** What is written. Objects are maps: they keep any key, and keep all keys in order. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | ReadonlyMap<string, YamlValue>;

/** Where a statement stands in the files that people edit. */
export interface Place {
  readonly file: string;
  readonly path: YamlPath;
}

/** The form in which the contract's files are kept: an edit changes no other line. A test in spec holds it. */
const canonical = { lineWidth: 110, flowCollectionPadding: false };

/** The files of the contract with changes that are not written yet. Names are relative, with slashes. */
export class ContractFiles {
  readonly #folder: string;
  readonly #changed: Map<string, string>;

  constructor(folder: string, changed: ReadonlyMap<string, string> = new Map()) {
    this.#folder = folder;
    this.#changed = new Map(changed);
  }

  get changed(): ReadonlyMap<string, string> {
    return this.#changed;
  }

  /** The same files, to try a change on that may come to nothing. */
  copy(): ContractFiles {
    return new ContractFiles(this.#folder, this.#changed);
  }

  has(file: string): boolean {
    return this.#changed.has(file) || existsSync(join(this.#folder, file));
  }

  /** @throws NeedsReviewError when there is no such file */
  text(file: string): string {
    const changed = this.#changed.get(file);
    if (changed !== undefined) return changed;
    if (!this.has(file)) throw new NeedsReviewError(`the contract has no file ${file}`);
    return readFileSync(join(this.#folder, file), 'utf8');
  }

  /** What a file says, with maps as `Map`s, so that any key is kept, and their order. */
  data(file: string): unknown {
    return parse(this.text(file)).toJS({ mapAsMap: true });
  }

  /** What stands at a place; undefined where there is nothing. */
  value({ file, path }: Place, ...below: YamlPath): unknown {
    return valueIn(this.data(file), [...path, ...below]);
  }

  addKey({ file, path }: Place, key: string, value: YamlValue, index?: number): void {
    this.#edit(file, path, (collection, document) => {
      if (!isMap(collection)) throw notThere(path);
      const pair = document.createPair(createNode(document, key), createNode(document, value));
      collection.items.splice(index ?? collection.items.length, 0, pair);
    });
  }

  addItem({ file, path }: Place, value: YamlValue, index?: number): void {
    this.#edit(file, path, (collection, document) => {
      if (!isSeq(collection)) throw notThere(path);
      collection.items.splice(index ?? collection.items.length, 0, createNode(document, value));
    });
  }

  /** Takes a member out of a map, or an item out of a list. @throws NeedsReviewError when it is not there */
  remove({ file, path }: Place): void {
    this.#edit(file, path.slice(0, -1), (collection) => {
      if (!collection.delete(path.at(-1))) throw notThere(path);
    });
  }

  #edit(
    file: string,
    path: YamlPath,
    edit: (collection: Collection, document: Document<Node>) => void,
  ): void {
    const text = this.text(file);
    const document = parse(text);
    const collection = path.length === 0 ? document.contents : document.getIn(path, true);
    if (!isCollection(collection)) throw notThere(path);
    edit(collection, document);
    const written = document.toString(canonical);
    this.#changed.set(file, text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written);
  }
}

type Collection = YAMLMap | YAMLSeq;

function parse(text: string): Document<Node> {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw new NeedsReviewError(`the file is not YAML (${error.message.split('\n')[0]})`);
  // The contract has none: an edit at one place would change others.
  visit(document, {
    Alias() {
      throw new NeedsReviewError('the file uses anchors');
    },
  });
  return document;
}

const plainWord = /^(\$?[A-Za-z_][\w-]*|\.{1,2}\/[\w./-]*\w)$/;
const plainSentence = /^[A-Z][a-z]+ [\w .;()/-]*[\w.)]$/;
/** Words that some version of YAML takes for something else than text. */
const notText = /^(y|n|yes|no|on|off|true|false|null|nan|inf|_+)$/i;

/** A value as every parser reads it: words that mean something to some of them in quotes, lists of scalars on a line. */
function createNode(document: Document<Node>, value: YamlValue): Node {
  const node = document.createNode(value);
  visit(node, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && !isPlain(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
    Seq(_, list) {
      list.flow = list.items.every(isScalar);
    },
  });
  return node;
}

function isPlain(text: string): boolean {
  return plainWord.test(text) ? !notText.test(text) : plainSentence.test(text);
}

function notThere(path: YamlPath): NeedsReviewError {
  return new NeedsReviewError(`${showPath(path)} is not there, or is written in another way`);
}

function showPath(path: YamlPath): string {
  return path.join(' > ') || 'the top';
}

export function valueIn(data: unknown, path: YamlPath): unknown {
  let value = data;
  for (const segment of path) {
    if (value instanceof Map) value = [...value].find(([key]) => String(key) === String(segment))?.[1];
    else value = Array.isArray(value) ? value[Number(segment)] : undefined;
  }
  return value;
}

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
      else open(followReference(member, from));
    }
  };
  const open = (file: string): void => {
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
