import {
  type Document,
  type DocumentOptions,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
  visit,
} from 'yaml';

/** Looking for each alias takes the parser a walk through the whole file. */
const mostAliases = 100;
const deepest = 100;

/**
 * How files from outside are parsed. The parser's own search for repeated keys takes time by the square of their number;
 * {@link findYamlFault} does it.
 */
export const yamlOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  prettyErrors: false,
  uniqueKeys: false,
};

/** What is wrong with a file, and where; undefined where nothing is, so that its values can be taken. */
export interface YamlFault {
  readonly offset: number;
  readonly cause: Error;
}

/** Looks for what keeps a document from being used, or would make using it take too long. */
export function findYamlFault(document: Document.Parsed): YamlFault | undefined {
  const [error] = document.errors;
  if (error) return { offset: error.pos[0], cause: error };
  let fault: YamlFault | undefined;
  let aliases = 0;
  visit(document, (_, node, path) => {
    const offset = Object(node).range?.[0] ?? 0;
    if (isAlias(node)) aliases += 1;
    if (aliases > mostAliases) fault = { offset, cause: new Error(`more than ${mostAliases} aliases`) };
    if (path.length > 2 * deepest) fault = { offset, cause: new Error(`nested more than ${deepest} times`) };
    if (isMap(node)) fault ??= findRepeated(node.items.map(({ key }) => key));
    return fault ? visit.BREAK : undefined;
  });
  return fault;
}

function findRepeated(keys: readonly unknown[]): YamlFault | undefined {
  const seen = new Set<unknown>();
  for (const key of keys) {
    if (!isScalar(key)) continue;
    if (seen.has(key.value))
      return { offset: key.range?.[0] ?? 0, cause: new Error('Map keys must be unique') };
    seen.add(key.value);
  }
  return undefined;
}

/** The items of a list in a file, each with its line; none where it is not a list, and an empty list where it holds nothing. */
export function readYamlList(text: string): {
  items?: { line: number; value: unknown }[];
  fault?: { line: number; cause: Error };
} {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter });
  const findLine = (offset: number) => Math.max(1, lineCounter.linePos(offset).line);
  const fault = findYamlFault(document);
  if (fault) return { fault: { line: findLine(fault.offset), cause: fault.cause } };
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { items: [] };
  if (!isSeq(contents)) return {};
  const items: { line: number; value: unknown }[] = [];
  for (const item of contents.items) {
    const line = findLine(Object(item).range?.[0] ?? 0);
    try {
      items.push({ line, value: item.toJS(document) });
    } catch (cause) {
      // An alias that leads nowhere, or far too many of them.
      if (cause instanceof ReferenceError) return { fault: { line, cause } };
      throw cause;
    }
  }
  return { items };
}
