import { join } from 'node:path';
import ts from 'typescript';
import { root } from './published.ts';

/** What an editor shows at a place of a program. Each place is a piece of TypeScript, with `‸` where the cursor is. */
export interface Editor {
  /** The signature, the text and the links that come with a mouse pointer. */
  hover(place: string): { signature: string; text: string };
  /** What is offered: each name with its signature and its text. */
  complete(place: string): readonly { name: string; signature: string; text: string }[];
}

const cursor = '‸';
/** Files that do not differ are parsed once for all editors. */
const registry = ts.createDocumentRegistry();

/**
 * Opens places in TypeScript's language service, as editors do.
 *
 * @param folder - the project whose installed packages are imported
 * @param head - what stands above all places: imports, and what the places use
 * @param withoutComments - whether the declarations of the packages are read without their comments. Default not
 */
export function openEditor(
  folder: string,
  head: string,
  places: readonly string[],
  withoutComments = false,
): Editor {
  const file = join(folder, 'edited.ts');
  let program = head;
  const positions = new Map<string, number>();
  for (const place of new Set(places)) {
    positions.set(place, program.length + 2 + place.indexOf(cursor));
    program += `{ ${place.replace(cursor, '')} }\n`;
  }
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: ['node'],
    typeRoots: [join(root, 'e2e/node_modules/@types')],
  };
  const isBare = (name: string) => withoutComments && name.startsWith(folder);
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (isBare(name) ? 'bare' : 'whole'),
    getScriptSnapshot(name) {
      const text = name === file ? program : ts.sys.readFile(name);
      if (text === undefined) return undefined;
      return ts.ScriptSnapshot.fromString(isBare(name) ? text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '') : text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
  };
  const service = ts.createLanguageService(host, registry);
  const find = (place: string) => {
    const position = positions.get(place);
    if (position === undefined || !place.includes(cursor)) throw new Error(`${place} was not opened`);
    return position;
  };
  return {
    hover: (place) => toText(service.getQuickInfoAtPosition(file, find(place))),
    complete(place) {
      const position = find(place);
      const offered = service.getCompletionsAtPosition(file, position, {})?.entries ?? [];
      return offered.map(({ name, source, data }) => ({
        name,
        ...toText(
          service.getCompletionEntryDetails(file, position, name, undefined, source, undefined, data),
        ),
      }));
    },
  };
}

function toText(shown?: ts.QuickInfo | ts.CompletionEntryDetails): { signature: string; text: string } {
  const tags = (shown?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
  return {
    signature: ts.displayPartsToString(shown?.displayParts),
    text: [ts.displayPartsToString(shown?.documentation), ...tags].join('\n'),
  };
}
