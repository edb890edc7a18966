/** A fenced block of a Markdown text. */
export interface CodeBlock {
  language: string;
  /** What stands behind the language, such as `compile`. */
  note: string;
  code: string;
  /** The line of the opening fence, from 1. */
  line: number;
}

/** What a line of a block has printed, or says that it prints. */
export interface Print {
  /** From 1, within the block. */
  line: number;
  text: string;
}

/** Reads the fenced blocks of a Markdown text, in order. */
export function readBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: (CodeBlock & { fence: string }) | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const fence = /^\s*(`{3,})\s*(\w*)\s*(\w*)/.exec(text);
    if (open && text.trim() === open.fence) {
      const { language, note, code, line } = open;
      blocks.push({ language, note, code, line });
      open = undefined;
    } else if (open) {
      open.code += `${text}\n`;
    } else if (fence) {
      open = {
        language: fence[2] ?? '',
        note: fence[3] ?? '',
        code: '',
        line: index + 1,
        fence: fence[1] ?? '```',
      };
    }
  }
  return blocks;
}

/**
 * Reads the comments at the ends of lines. Each is an output: what `console.log` prints there, by every call of it, with
 * `, ` in between. An explanation stands on a line of its own.
 */
export function readComments(code: string): Print[] {
  return code.split('\n').flatMap((text, index) => {
    const [, comment] = /^\s*[^\s/].*\s\/\/\s(.*)$/.exec(text) ?? [];
    return comment === undefined ? [] : [{ line: index + 1, text: comment.trim() }];
  });
}

/** Holds the comments of a block against what it has printed; a sentence with its remedy for each that is wrong. */
export function findWrongComments(code: string, prints: readonly Print[]): string[] {
  const lines = code.split('\n');
  return readComments(code).flatMap(({ line, text }) => {
    if (!lines[line - 1]?.includes('console.log(')) {
      return [
        `line ${line} explains ("${text}"): only outputs stand at the end of a line, write it on a line above`,
      ];
    }
    const printed = prints.filter((print) => print.line === line).map((print) => print.text);
    if (printed.length === 0) return [`line ${line} says "${text}" and was never reached`];
    const found = printed.join(', ').replaceAll(/\s+/g, ' ');
    return found === text ? [] : [`line ${line} says "${text}" and prints "${found}"`];
  });
}

/**
 * A program that runs the files it is given one after the other, and writes what their lines print: a JSON object a line.
 * Node strips types in place, so lines are those of the README.
 */
export const blockRunner = `
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';
const { log } = console;
const files = process.argv.slice(2);
console.log = (...values) => {
  for (const frame of new Error().stack.split('\\n')) {
    const file = files.find((name) => frame.includes(name + ':'));
    if (file === undefined) continue;
    const line = Number(frame.split(file + ':')[1].split(':')[0]);
    return log(JSON.stringify({ file, line, text: format(...values) }));
  }
};
for (const file of files) {
  try {
    await import(new URL(file, import.meta.url));
  } catch (error) {
    console.error(file, error);
    process.exitCode = 1;
  }
}
`;
